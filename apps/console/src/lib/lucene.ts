const SPECIAL = /[\s+\-&|!(){}[\]^"~*?:\\/<>=]/;

/** A value as it stands in a query: bare when it is one plain word, else quoted. */
export const queryValue = (value: string): string =>
  value !== '' && !SPECIAL.test(value) && !/^(AND|OR|NOT)$/i.test(value)
    ? value
    : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** `field:value`. */
export const queryTerm = (field: string, value: string | number): string => `${field}:${queryValue(String(value))}`;

const needsParentheses = (query: string): boolean => /\sOR\s/i.test(query);

/** Narrows a query by one more term, or shuts the term out. */
export const narrow = (query: string, term: string, how: 'with' | 'without'): string => {
  const added = how === 'with' ? term : `NOT ${term}`;
  const base = query.trim();
  if (base === '' || base === '*') return added;
  if (base.includes(added)) return base;
  return `${needsParentheses(base) ? `(${base})` : base} AND ${added}`;
};

/** Conditions joined by AND; empty ones fall away. */
export const allOf = (terms: readonly (string | undefined)[]): string =>
  terms.filter((term) => term !== undefined && term !== '').join(' AND ');
