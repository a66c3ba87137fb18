import { HOT_VALUE_LIMIT } from '../event.ts';

/** A parsed JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for an object that is no array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Hot-column text of a value: '' when absent, cut to {@link HOT_VALUE_LIMIT}; the first item of an array. */
export const hot = (value: unknown): string => {
  if (typeof value === 'string') return value.length > HOT_VALUE_LIMIT ? value.slice(0, HOT_VALUE_LIMIT) : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return typeof value[0] === 'string' ? hot(value[0]) : '';
  return '';
};

/** Like {@link hot}, and '' for the dash that many formats write for an absent value. */
export const hotDash = (value: unknown): string => (value === '-' ? '' : hot(value));

/** Port number of a value, 0 when it is none. */
export const port = (value: unknown): number => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= 65_535 ? number : 0;
};

/** A string, or undefined where the value is absent, empty or something else. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
