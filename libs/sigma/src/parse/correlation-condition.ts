import { alternativesOf } from '../correlate/alternatives.ts';
import type {
  Bound,
  BoundOperator,
  CorrelationCondition,
  CorrelationType,
  RuleExpression,
} from '../correlate/types.ts';
import { fault, within } from '../errors.ts';
import { say } from '../reason/reason.ts';
import { parseCondition, type Condition } from './condition.ts';
import { isList, isMap, scalarText, typeName } from './json.ts';
import type { Json, JsonMap } from './types.ts';

const OPERATORS: readonly BoundOperator[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'];
const MOST_FIELDS = 8;
const PATH = ['correlation', 'condition'];
const COUNTS = new Set<CorrelationType>(['event_count', 'value_count', 'temporal', 'temporal_ordered']);

/**
 * Reads the condition of a correlation of this type. Without one, `temporal` and `temporal_ordered` ask for all their
 * rules. Throws `sigma.correlation` with the path of what is wrong.
 */
export const readBounds = (
  value: Json | undefined,
  type: CorrelationType,
  rules: readonly string[],
): CorrelationCondition => {
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  const all: Bound = { op: 'gte', value: rules.length };
  if (temporal && (value === undefined || value === null)) return { kind: 'bounds', bounds: [all], fields: [] };
  if (value === undefined || value === null)
    throw fault('sigma.correlation', say('correlation-key-missing', { key: 'condition' }), ['correlation']);
  if (typeof value === 'string') throw fault('sigma.correlation', say('expression-useless', { type }), PATH);
  if (!isMap(value))
    throw fault('sigma.correlation', say('key-not-map', { key: 'condition', type: typeName(value) }), PATH);
  const bounds = boundsOf(value, type);
  checkPossible(bounds, type, rules.length);
  if (type === 'temporal_ordered' && !asksForAll(bounds, rules.length))
    throw fault('sigma.correlation', say('ordered-bounds'), PATH);
  const fields = readFields(value['field'], type);
  const percentile = readPercentile(value['percentile'], type);
  return { kind: 'bounds', bounds, fields, ...(percentile === undefined ? {} : { percentile }) };
};

const boundsOf = (map: JsonMap, type: CorrelationType): readonly Bound[] => {
  for (const key of Object.keys(map)) {
    if (!isOperator(key) && key !== 'field' && key !== 'percentile')
      throw fault('sigma.correlation', say('bound-key', { key }), [...PATH, key]);
  }
  const bounds = OPERATORS.filter((op) => map[op] !== undefined).map((op) => ({ op, value: numberOf(map[op], op) }));
  if (bounds.length === 0)
    throw fault('sigma.correlation', say('bounds-missing', { allowed: OPERATORS.join(', ') }), PATH);
  for (const { op, value } of bounds) {
    if (COUNTS.has(type) && (!Number.isSafeInteger(value) || value < 0))
      throw fault('sigma.correlation', say('bound-count', { op }), [...PATH, op]);
  }
  return bounds;
};

const isOperator = (key: string): key is BoundOperator => OPERATORS.some((op) => op === key);

const numberOf = (value: Json | undefined, op: string): number => {
  const read =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (!Number.isFinite(read)) throw fault('sigma.correlation', say('bound-number', { op }), [...PATH, op]);
  return read;
};

/** Whether a number meets all bounds. */
export const withinBounds = (bounds: readonly Bound[], value: number): boolean => {
  for (const bound of bounds) if (!meets(bound, value)) return false;
  return true;
};

const meets = ({ op, value: limit }: Bound, value: number): boolean => {
  switch (op) {
    case 'gt':
      return value > limit;
    case 'gte':
      return value >= limit;
    case 'lt':
      return value < limit;
    case 'lte':
      return value <= limit;
    case 'eq':
      return value === limit;
    case 'neq':
      return value !== limit;
  }
};

/** A window that is judged holds a hit: counts are 1 or more, and at most the number of rules for `temporal`. */
const checkPossible = (bounds: readonly Bound[], type: CorrelationType, rules: number): void => {
  const counts = COUNTS.has(type);
  const most = type.startsWith('temporal') ? rules : Infinity;
  const candidates = bounds.flatMap(({ value }) => [value - 1, value, value + 1]);
  const between = bounds.flatMap((one) => bounds.map((other) => (one.value + other.value) / 2));
  const tried = counts
    ? [1, ...candidates].filter((value) => value >= 1 && value <= most)
    : [...candidates, ...between];
  if (!tried.some((value) => withinBounds(bounds, value)))
    throw fault('sigma.correlation', say('bounds-impossible'), PATH);
};

const asksForAll = (bounds: readonly Bound[], rules: number): boolean =>
  withinBounds(bounds, rules) && (rules < 2 || !withinBounds(bounds, rules - 1));

const readFields = (value: Json | undefined, type: CorrelationType): readonly string[] => {
  const path = [...PATH, 'field'];
  const fields = value === undefined || value === null ? [] : texts(value, 'field', path);
  if (!type.startsWith('value_')) {
    if (fields.length > 0) throw fault('sigma.correlation', say('field-useless', { type }), path);
    return [];
  }
  if (fields.length === 0) throw fault('sigma.correlation', say('field-missing', { type }), PATH);
  if (type !== 'value_count' && fields.length > 1)
    throw fault('sigma.correlation', say('field-single', { type }), path);
  if (fields.length > MOST_FIELDS) throw fault('sigma.correlation', say('fields-most', { most: MOST_FIELDS }), path);
  return fields;
};

const readPercentile = (value: Json | undefined, type: CorrelationType): number | undefined => {
  const path = [...PATH, 'percentile'];
  if (type === 'value_percentile') {
    if (typeof value !== 'number' || !(value > 0 && value <= 100))
      throw fault('sigma.correlation', say('percentile-range'), value === undefined ? PATH : path);
    return value;
  }
  if (value !== undefined) throw fault('sigma.correlation', say('percentile-useless'), path);
  return type === 'value_median' ? 50 : undefined;
};

/** A text or a list of texts, none of them empty. Throws `sigma.correlation`. */
export const texts = (value: Json, key: string, path: readonly (string | number)[]): readonly string[] => {
  const list = isList(value) ? value : [value];
  return list.map((one, at) => {
    const text = scalarText(one);
    if (text === undefined || text === '')
      throw fault(
        'sigma.correlation',
        say('correlation-value-type', { key, wanted: say('type-text'), type: typeName(one) }),
        isList(value) ? [...path, at] : path,
      );
    return text;
  });
};

/**
 * Reads an expression of rule names; `1 of` and `all of` patterns are unfolded. Throws `sigma.condition` for its syntax and
 * `sigma.correlation` when it leaves out one of `rules`.
 */
export const readExpression = (text: string, rules: readonly string[]): CorrelationCondition => {
  const expression = unfold(within(PATH, () => parseCondition(text, rules)));
  const used = new Set(namesOf(expression));
  const unused = rules.find((name) => !used.has(name));
  if (unused !== undefined) throw fault('sigma.correlation', say('expression-unused', { name: unused }), PATH);
  within(PATH, () => alternativesOf(expression, rules));
  return { kind: 'rules', expression };
};

/** Rules that an expression names, in order of their first appearance: what stands for `rules` when that is left out. */
export const namesWritten = (text: string): readonly string[] => {
  const words = text.match(/[\p{L}\p{N}_*.-]+/gu) ?? [];
  return [...new Set(words.filter((word) => !['and', 'or', 'not'].includes(word.toLowerCase())))];
};

const unfold = (condition: Condition): RuleExpression => {
  switch (condition.kind) {
    case 'name':
      return { kind: 'rule', name: condition.name };
    case 'not':
      return { kind: 'not', child: unfold(condition.child) };
    case 'of': {
      const children = condition.names.map((name) => ({ kind: 'rule' as const, name }));
      return { kind: condition.quantifier === 'any' ? 'or' : 'and', children };
    }
    default:
      return { kind: condition.kind, children: condition.children.map(unfold) };
  }
};

const namesOf = (expression: RuleExpression): readonly string[] => {
  switch (expression.kind) {
    case 'rule':
      return [expression.name];
    case 'not':
      return namesOf(expression.child);
    default:
      return expression.children.flatMap(namesOf);
  }
};
