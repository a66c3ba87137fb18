import { fault, within } from '../errors.ts';
import { isList, isMap, scalarText, typeName } from '../parse/json.ts';
import { parseCondition, type Condition } from '../parse/condition.ts';
import type { Detection, Json, JsonMap, SigmaFilter, SigmaRule } from '../parse/types.ts';
import { join, type Expression } from './expression.ts';
import { lowerItem, type LowerContext } from './item.ts';
import { say } from '../reason/reason.ts';

/**
 * Lowers the detection of a rule to one expression. Throws a `SigmaFault` whose path leads to the entry at fault.
 */
export const lowerRule = (rule: SigmaRule, context: LowerContext): Expression =>
  lowerDetection(rule.detection, context, 'detection');

const lowerDetection = (detection: Detection, context: LowerContext, key: 'detection' | 'filter'): Expression => {
  const names = Object.keys(detection.selections);
  const lowered = new Map<string, Expression>();
  for (const name of names) {
    const child = within([key, name], () => lowerSelection(detection.selections[name] ?? null, context));
    lowered.set(name, { kind: 'selection', name, child });
  }
  const conditions = detection.conditions.map((text) =>
    within([key, 'condition'], () => lowerCondition(parseCondition(text, names), lowered)),
  );
  return join('or', conditions);
};

/**
 * Lowers one selection: a map is AND, a list of maps is OR, a list of texts are keywords (OR).
 * Also the form of exceptions. Throws `SigmaFault`.
 */
export const lowerSelection = (value: Json, context: LowerContext): Expression => {
  if (isMap(value)) return lowerMap(value, context);
  if (isList(value)) {
    if (value.length === 0) throw fault('sigma.value', say('selection-empty-list'));
    if (value.every((one) => !isMap(one) && !isList(one))) return lowerItem('', value, context);
    return join(
      'or',
      value.map((one, index) => within([index], () => lowerSelection(one, context))),
    );
  }
  if (scalarText(value) === undefined) throw fault('sigma.value', say('selection-type', { type: typeName(value) }));
  return lowerItem('', value, context);
};

const lowerMap = (map: JsonMap, context: LowerContext): Expression => {
  const entries = Object.entries(map);
  if (entries.length === 0) throw fault('sigma.value', say('selection-empty-map'));
  return join(
    'and',
    entries.map(([key, value]) => within([key], () => lowerItem(key, value, context))),
  );
};

const lowerCondition = (condition: Condition, selections: ReadonlyMap<string, Expression>): Expression => {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return join(
        condition.kind,
        condition.children.map((child) => lowerCondition(child, selections)),
      );
    case 'not':
      return { kind: 'not', child: lowerCondition(condition.child, selections) };
    case 'name':
      return selectionOf(condition.name, selections);
    case 'of':
      return join(
        condition.quantifier === 'all' ? 'and' : 'or',
        condition.names.map((name) => selectionOf(name, selections)),
      );
  }
};

const selectionOf = (name: string, selections: ReadonlyMap<string, Expression>): Expression =>
  selections.get(name) ?? { kind: 'constant', value: false };

/** Lowers and forgets: throws what is wrong with a rule or filter before placeholder values are known. */
export const checkRule = (rule: SigmaRule | SigmaFilter): void => {
  const key = rule.kind === 'filter' ? 'filter' : 'detection';
  lowerDetection(rule.detection, { expand: () => [], fields: (field) => [field] }, key);
};
