import { sql } from 'kysely';
import type { Json } from '@chedun/kernel';

const clean = (value: Json): Json => {
  if (typeof value === 'string') return toText(value);
  if (Array.isArray(value)) return value.map((item: Json) => clean(item));
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value as { readonly [name: string]: Json }).filter(([, item]) => item !== undefined);
  return Object.fromEntries(fields.map(([name, item]) => [toText(name), clean(item)]));
};

/**
 * JSON text that `jsonb` takes: code point 0 and lone surrogates, which PostgreSQL refuses, become U+FFFD, in names of
 * fields as well as in values.
 */
export const toJsonText = (value: Json): string => JSON.stringify(clean(value));

/** Text that PostgreSQL takes, see {@link toJsonText}. */
export const toText = (value: string): string => value.replaceAll('\0', '\uFFFD').toWellFormed();

/** The same text for the same value, whatever the order of its keys: keys sorted by code unit, no spaces. */
export const canonicalJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value as { readonly [name: string]: Json }).filter(([, item]) => item !== undefined);
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`;
};

/**
 * A value for a column of type `jsonb`. It fits any column: what stands in the column is stated by the table of the module.
 */
export const jsonb = (value: unknown): never => sql`${toJsonText(value as Json)}::jsonb` as never;
