/** Value of one field of an event. */
export type FieldValue = string | number | boolean | readonly string[] | readonly number[];

/** Fields of one event while it is built. */
export type EventFields = Record<string, FieldValue>;

/** Raw integer to units: undefined for the mark of "unavailable" or when it is absent; at most `digits` decimals. */
export const scaled = (
  raw: number | undefined,
  unavailable: number,
  factor: number,
  digits: number,
): number | undefined =>
  raw === undefined || raw === unavailable ? undefined : Number((raw * factor).toFixed(digits));

/** Sets a field unless its value is undefined. */
export const put = (fields: EventFields, name: string, value: FieldValue | undefined): void => {
  if (value !== undefined) fields[name] = value;
};
