import type { Expression, ItemExpression } from '../ir/expression.ts';
import { shown } from './hits.ts';
import type { EventObject } from './layers.ts';
import { judgeOf, valuesOf } from './naive.ts';

const MAX_VALUES = 20;

/** Why a rule does or does not match an event, part by part. */
export type Explanation =
  | { readonly kind: 'and' | 'or'; readonly matched: boolean; readonly children: readonly Explanation[] }
  | { readonly kind: 'not'; readonly matched: boolean; readonly children: readonly Explanation[] }
  | {
      readonly kind: 'selection';
      readonly name: string;
      readonly matched: boolean;
      readonly children: readonly Explanation[];
    }
  | {
      readonly kind: 'item';
      readonly field: string | null;
      readonly modifiers: readonly string[];
      /** The values of the rule as its author wrote them. */
      readonly wanted: readonly string[];
      /** The values of the event, at most 20; empty when the event does not have the field. */
      readonly actual: readonly (string | null)[];
      readonly matched: boolean;
    }
  | { readonly kind: 'constant'; readonly matched: boolean };

/** Explains a lowered rule. */
export const explainExpression = (expression: Expression, event: EventObject): Explanation => {
  const matched = judgeOf(expression)(event);
  switch (expression.kind) {
    case 'and':
    case 'or':
      return {
        kind: expression.kind,
        matched,
        children: expression.children.map((child) => explainExpression(child, event)),
      };
    case 'not':
      return { kind: 'not', matched, children: [explainExpression(expression.child, event)] };
    case 'selection':
      return {
        kind: 'selection',
        name: expression.name,
        matched,
        children: [explainExpression(expression.child, event)],
      };
    case 'item':
      return explainItem(expression, matched, event);
    case 'constant':
      return { kind: 'constant', matched };
    case 'test':
      return explainItem(
        { kind: 'item', field: expression.field, modifiers: [], wanted: [], child: expression },
        matched,
        event,
      );
  }
};

const explainItem = (item: ItemExpression, matched: boolean, event: EventObject): Explanation => {
  const actual = valuesOf(event, item.field).slice(0, MAX_VALUES).map(shown);
  return { kind: 'item', field: item.field, modifiers: item.modifiers, wanted: item.wanted, actual, matched };
};
