/** How a text is compared. */
export type TextOperator = 'equals' | 'startswith' | 'endswith' | 'contains';

/** Numeric comparison. */
export type Comparison = 'lt' | 'lte' | 'gt' | 'gte';

/** Part of a time stamp, in UTC; `week` is the ISO 8601 week number. */
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** Part of a wildcard pattern: a literal, `*`, `?`, or one of the Windows dashes. */
export type GlobToken = { readonly literal: string } | { readonly any: 'many' | 'one' | 'dash' };

/** One question about one value. Plain JSON. */
export type Predicate =
  | { readonly kind: 'text'; readonly op: TextOperator; readonly text: string; readonly cased: boolean }
  | { readonly kind: 'glob'; readonly tokens: readonly GlobToken[]; readonly cased: boolean }
  | { readonly kind: 'regex'; readonly pattern: string; readonly flags: string }
  | { readonly kind: 'number'; readonly op: Comparison; readonly value: number }
  | { readonly kind: 'time'; readonly part: TimePart; readonly op: Comparison | 'eq'; readonly value: number }
  /** `prefix` bits of `address` (16 bytes; IPv4 is mapped to ::ffff:0:0/96). */
  | { readonly kind: 'cidr'; readonly text: string; readonly address: readonly number[]; readonly prefix: number }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'fieldref'; readonly op: TextOperator; readonly other: string; readonly cased: boolean };

/**
 * A rule after lowering. `field: null` asks all values of the event (keywords).
 * `selection` and `item` carry what the author wrote, for explain and highlighting; they do not change the result.
 */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly children: readonly Expression[] }
  | { readonly kind: 'not'; readonly child: Expression }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'test'; readonly field: string | null; readonly predicate: Predicate }
  | { readonly kind: 'selection'; readonly name: string; readonly child: Expression }
  | ItemExpression;

/** One `field|modifiers: values` line of a selection. */
export interface ItemExpression {
  readonly kind: 'item';
  readonly field: string | null;
  readonly modifiers: readonly string[];
  readonly wanted: readonly string[];
  readonly child: Expression;
}

/** Joins expressions; one alone stays as it is, none becomes the neutral value. */
export const join = (kind: 'and' | 'or', children: readonly Expression[]): Expression => {
  const [only] = children;
  if (only === undefined) return { kind: 'constant', value: kind === 'and' };
  return children.length === 1 ? only : { kind, children };
};
