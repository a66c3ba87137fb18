const SPECIAL = /[\s+\-&|!(){}[\]^"~*?:\\/<>=]/;

/** A value as it stands in a query: bare when it is one plain word, else quoted. */
export const queryValue = (value: string): string =>
  value !== '' && !SPECIAL.test(value) && !/^(AND|OR|NOT)$/i.test(value)
    ? value
    : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** `field:value`. */
export const queryTerm = (field: string, value: string | number): string => `${field}:${queryValue(String(value))}`;

/** Splits a query at a word that stands outside of quotes and parentheses. */
const splitOutside = (query: string, word: 'AND' | 'OR'): readonly string[] => {
  const mark = ` ${word} `;
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < query.length; at += 1) {
    const char = query[at];
    if (char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '(' || char === '[' || char === '{')) depth += 1;
    else if (!quoted && (char === ')' || char === ']' || char === '}')) depth -= 1;
    else if (!quoted && depth === 0 && query.slice(at, at + mark.length).toUpperCase() === mark) {
      parts.push(query.slice(start, at));
      start = at + mark.length;
      at = start - 1;
    }
  }
  return [...parts, query.slice(start)].map((part) => part.trim());
};

/** Narrows a query by one more term, or shuts the term out. */
export const narrow = (query: string, term: string, how: 'with' | 'without'): string => {
  const added = how === 'with' ? term : `NOT ${term}`;
  const base = query.trim();
  if (base === '' || base === '*') return added;
  if (splitOutside(base, 'OR').length > 1) return `(${base}) AND ${added}`;
  return splitOutside(base, 'AND').includes(added) ? base : `${base} AND ${added}`;
};
