/** What a hit or firing gives for its fields. */
export type ReadValue = (field: string) => string | number | undefined;

/** Longest text of a value; what is beyond does not count. */
const MOST_TEXT = 4_096;

const textOf = (value: string | number): string =>
  typeof value === 'number' ? String(value) : value.length > MOST_TEXT ? value.slice(0, MOST_TEXT) : value;

/**
 * One text for the values of several fields; `undefined` when one is missing. One field gives its value as it is, several are
 * joined with their lengths, so that different values never give the same text.
 */
export const joinValues = (fields: readonly string[], read: ReadValue): string | undefined => {
  const [only] = fields;
  if (fields.length === 1 && only !== undefined) {
    const value = read(only);
    return value === undefined ? undefined : textOf(value);
  }
  let joined = '';
  for (const field of fields) {
    const value = read(field);
    if (value === undefined) return undefined;
    const text = textOf(value);
    joined += `${text.length}:${text}`;
  }
  return joined;
};

/** The values that {@link joinValues} joined. */
export const splitValues = (joined: string, fields: number): readonly string[] => {
  if (fields === 1) return [joined];
  const values: string[] = [];
  let at = 0;
  while (at < joined.length) {
    const colon = joined.indexOf(':', at);
    const end = colon + 1 + Number(joined.slice(at, colon));
    values.push(joined.slice(colon + 1, end));
    at = end;
  }
  return values;
};
