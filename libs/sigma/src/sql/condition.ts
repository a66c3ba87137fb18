import { SigmaFault, fault } from '../errors.ts';
import { fold } from '../eval/fold.ts';
import type { Comparison, Expression, Predicate, TextOperator } from '../ir/expression.ts';
import { say } from '../reason/reason.ts';
import type { SqlBinder } from './binder.ts';
import { globToRe2, regexToRe2 } from './patterns-sql.ts';

/** Forms of the values of a field, each a column with a list. */
export type ValueForm = 'raws' | 'texts' | 'folded' | 'numbers' | 'addresses';

/** What a condition needs from the query around it. */
export interface ConditionContext {
  readonly binder: SqlBinder;
  /** Name of the column with this form of a field's values; `null` asks all values of the event. */
  readonly column: (field: string | null, form: ValueForm) => string;
}

type TextTest = Extract<Predicate, { kind: 'text' }>;

/** Needles that one `multiSearchAny` takes. */
const MOST_NEEDLES = 255;
/** Alternatives that are written out one by one. */
const MOST_WRITTEN = 64;

const OPERATORS: Readonly<Record<Comparison, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

/**
 * Writes an expression as a condition over columns with the values of fields; every value of the rule is bound.
 * Throws a `SigmaFault` where SQL cannot say exactly the same.
 */
export const conditionSql = (expression: Expression, context: ConditionContext): string => {
  switch (expression.kind) {
    case 'and':
      return joined(
        expression.children.map((child) => conditionSql(child, context)),
        ' AND ',
        '1',
      );
    case 'or':
      return alternatives(expression, context);
    case 'not':
      return `NOT ${conditionSql(expression.child, context)}`;
    case 'constant':
      return expression.value ? '1' : '0';
    case 'selection':
    case 'item':
      return conditionSql(expression.child, context);
    case 'test':
      return testSql(expression.field, expression.predicate, context);
  }
};

const joined = (parts: readonly string[], operator: ' AND ' | ' OR ', empty: '0' | '1'): string =>
  parts.length < 2 ? (parts[0] ?? empty) : `(${parts.join(operator)})`;

const flattened = (expression: Expression): readonly Expression[] => {
  if (expression.kind === 'selection' || expression.kind === 'item') return flattened(expression.child);
  return expression.kind === 'or' ? expression.children.flatMap(flattened) : [expression];
};

/** Alternatives that ask the same of the same field become one question with a list. */
const alternatives = (expression: Expression, context: ConditionContext): string => {
  const groups = new Map<string, { field: string | null; test: TextTest; texts: string[] }>();
  const parts: string[] = [];
  for (const each of flattened(expression)) {
    if (each.kind !== 'test' || each.predicate.kind !== 'text') {
      parts.push(conditionSql(each, context));
      continue;
    }
    const { field, predicate: test } = each;
    const key = JSON.stringify([field, test.op, test.cased]);
    const group = groups.get(key) ?? { field, test, texts: [] };
    groups.set(key, group);
    group.texts.push(wanted(test.text, test.cased));
  }
  for (const { field, test, texts } of groups.values()) {
    const column = context.column(field, test.cased ? 'texts' : 'folded');
    parts.push(anyText(column, test.op, [...new Set(texts)], context.binder));
  }
  return joined(parts, ' OR ', '0');
};

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The text as it is compared. Half of a surrogate pair cannot be written in UTF-8. */
const wanted = (text: string, cased: boolean): string => {
  if (HALF.test(text)) throw fault('sigma.value', say('sql-surrogate'));
  return cased ? text : fold(text);
};

const compared = (op: TextOperator, value: string, text: string): string => {
  switch (op) {
    case 'equals':
      return `${value} = ${text}`;
    case 'startswith':
      return `startsWith(${value}, ${text})`;
    case 'endswith':
      return `endsWith(${value}, ${text})`;
    case 'contains':
      return `position(${value}, ${text}) > 0`;
  }
};

const anyText = (column: string, op: TextOperator, texts: readonly string[], binder: SqlBinder): string => {
  const [only = ''] = texts;
  if (op === 'equals') {
    if (texts.length === 1) return `has(${column}, ${binder.bind(only, 'String')})`;
    return `hasAny(${column}, ${binder.bind(texts, 'Array(String)')})`;
  }
  if (op === 'contains' && texts.length > 1 && !texts.includes('')) {
    const chunks: string[] = [];
    for (let at = 0; at < texts.length; at += MOST_NEEDLES)
      chunks.push(`multiSearchAny(x, ${binder.bind(texts.slice(at, at + MOST_NEEDLES), 'Array(String)')})`);
    return `arrayExists(x -> ${joined(chunks, ' OR ', '0')}, ${column})`;
  }
  if (texts.length <= MOST_WRITTEN) {
    const tests = texts.map((text) => compared(op, 'x', binder.bind(text, 'String')));
    return `arrayExists(x -> ${joined(tests, ' OR ', '0')}, ${column})`;
  }
  return `arrayExists(x -> arrayExists(n -> ${compared(op, 'x', 'n')}, ${binder.bind(texts, 'Array(String)')}), ${column})`;
};

const bits = (address: readonly number[], prefix: number): string =>
  address
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, prefix);

const testSql = (field: string | null, predicate: Predicate, { binder, column }: ConditionContext): string => {
  switch (predicate.kind) {
    case 'text': {
      const { op, text, cased } = predicate;
      return anyText(column(field, cased ? 'texts' : 'folded'), op, [wanted(text, cased)], binder);
    }
    case 'glob': {
      const pattern = globToRe2(predicate.tokens, (text) => wanted(text, predicate.cased));
      return `arrayExists(x -> match(x, ${binder.bind(pattern, 'String')}), ${column(field, predicate.cased ? 'texts' : 'folded')})`;
    }
    case 'regex': {
      const pattern = regexToRe2(predicate.pattern, predicate.flags);
      return `arrayExists(x -> match(x, ${binder.bind(pattern, 'String')}), ${column(field, 'texts')})`;
    }
    case 'number': {
      const value = binder.bind(predicate.value, 'Float64');
      return `arrayExists(x -> x ${OPERATORS[predicate.op]} ${value}, ${column(field, 'numbers')})`;
    }
    case 'cidr': {
      const network = binder.bind(bits(predicate.address, predicate.prefix), 'String');
      return `arrayExists(x -> startsWith(x, ${network}), ${column(field, 'addresses')})`;
    }
    case 'null':
    case 'exists':
      return `arrayExists(x -> x != 'null', ${column(field, 'raws')})`;
    case 'fieldref': {
      const form = predicate.cased ? 'texts' : 'folded';
      const inner = `arrayExists(y -> ${compared(predicate.op, 'x', 'y')}, ${column(predicate.other, form)})`;
      return `arrayExists(x -> ${inner}, ${column(field, form)})`;
    }
    case 'time':
      throw fault('sigma.value', say('sql-time-part'));
  }
};

/** The reason of a refusal; other errors go on. */
export const refusalOf = (error: unknown): SigmaFault => {
  if (error instanceof SigmaFault) return error;
  throw error;
};
