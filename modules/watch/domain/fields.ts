/** A field by its dotted name, written flat (`can.rule`) or nested (`can: { rule }`). */
export const fieldOf = (fields: Readonly<Record<string, unknown>>, name: string): unknown => {
  const flat = fields[name];
  if (flat !== undefined) return flat;
  let value: unknown = fields;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
};

const LONGEST = 256;

/** Text of a field, '' when it is none. */
export const textOf = (fields: Readonly<Record<string, unknown>>, name: string): string => {
  const value = fieldOf(fields, name);
  return typeof value === 'string' ? value.slice(0, LONGEST) : '';
};

/** Number of a field, also from text; undefined when it is none. */
export const numberOf = (fields: Readonly<Record<string, unknown>>, name: string): number | undefined => {
  const value = fieldOf(fields, name);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};
