import type { Expression, ItemExpression, Predicate } from '../ir/expression.ts';
import { isObject, type EventObject } from './layers.ts';
import { judgeOf, valuesOf } from './naive.ts';
import { textOfValue } from './predicate.ts';

/** A value that took part in a match, for highlighting. */
export interface MatchedField {
  /** Name of the field; `null` for keywords. */
  readonly field: string | null;
  /** The value as text; `null` where a rule asks for an absent or null field. */
  readonly value: string | null;
  readonly modifiers: readonly string[];
  /** The value of the rule that it met, as far as one can be named. */
  readonly wanted: string;
}

/** Values of the event that meet items of an expression which hold, negated parts left out. */
export const collectHits = (expression: Expression, event: EventObject): readonly MatchedField[] => {
  if (!judgeOf(expression)(event)) return [];
  const hits: MatchedField[] = [];
  gather(expression, event, hits);
  const seen = new Set<string>();
  return hits.filter((hit) => {
    const key = JSON.stringify([hit.field, hit.value, hit.wanted]);
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
};

const gather = (expression: Expression, event: EventObject, hits: MatchedField[]): void => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const child of expression.children) gather(child, event, hits);
      return;
    case 'selection':
      if (judgeOf(expression.child)(event)) gather(expression.child, event, hits);
      return;
    case 'item':
      if (judgeOf(expression.child)(event)) gatherItem(expression.child, expression, event, hits);
      return;
    case 'not':
    case 'constant':
    case 'test':
      return;
  }
};

const gatherItem = (expression: Expression, item: ItemExpression, event: EventObject, hits: MatchedField[]): void => {
  if (expression.kind === 'and' || expression.kind === 'or') {
    for (const child of expression.children) gatherItem(child, item, event, hits);
    return;
  }
  if (!judgeOf(expression)(event)) return;
  const { field, modifiers } = item;
  if (expression.kind === 'test') {
    const wanted = wantedText(expression.predicate);
    for (const value of valuesOf(event, field)) {
      if (meets(expression.predicate, value)) hits.push({ field, value: shown(value), modifiers, wanted });
    }
  } else if (expression.kind === 'not') {
    const values = valuesOf(event, field);
    for (const value of values.length === 0 ? [null] : values)
      hits.push({ field, value: shown(value), modifiers, wanted: item.wanted.join(', ') });
  }
};

const loneTests = new WeakMap<Predicate, Expression>();

/** Asks the test again with this one value in place of the field. */
const meets = (predicate: Predicate, value: unknown): boolean => {
  if (predicate.kind === 'fieldref' || predicate.kind === 'exists') return true;
  const lone = loneTests.get(predicate) ?? { kind: 'test', field: 'value', predicate };
  loneTests.set(predicate, lone);
  return judgeOf(lone)({ value });
};

/** A value as text; maps and lists as JSON. */
export const shown = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return textOfValue(value) ?? (isObject(value) || Array.isArray(value) ? JSON.stringify(value) : null);
};

/** What a predicate looks for, in words that can be shown beside the rule. */
const wantedText = (predicate: Predicate): string => {
  switch (predicate.kind) {
    case 'text':
    case 'cidr':
      return predicate.text;
    case 'glob':
      return predicate.tokens
        .map((token) =>
          'literal' in token ? token.literal : token.any === 'many' ? '*' : token.any === 'one' ? '?' : '-',
        )
        .join('');
    case 'regex':
      return predicate.pattern;
    case 'number':
      return `${predicate.op} ${predicate.value}`;
    case 'time':
      return `${predicate.part} ${predicate.op} ${predicate.value}`;
    case 'fieldref':
      return predicate.other;
    case 'null':
      return 'null';
    case 'exists':
      return 'exists';
  }
};
