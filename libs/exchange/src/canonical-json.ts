import type { Json } from '@chedun/kernel';
import { exchangeError } from './errors.ts';

const MOST_DEPTH = 64;

const text = (value: string): string => {
  if (!value.isWellFormed()) throw exchangeError('exchange.json', { reason: 'a text has half of a surrogate pair' });
  return JSON.stringify(value);
};

const byUnits = ([a]: readonly [string, Json], [b]: readonly [string, Json]): number => (a < b ? -1 : 1);

const write = (value: Json, depth: number): string => {
  if (depth > MOST_DEPTH) throw exchangeError('exchange.json', { reason: `nested deeper than ${MOST_DEPTH}` });
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw exchangeError('exchange.json', { reason: 'a number is not finite' });
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each: Json) => write(each, depth + 1)).join(',')}]`;
  const members = Object.entries(value).toSorted(byUnits);
  return `{${members.map(([name, each]) => `${text(name)}:${write(each, depth + 1)}`).join(',')}}`;
};

/**
 * JSON in the canonical form of RFC 8785 (JCS): no white space, members by UTF-16 code units, numbers as ECMAScript writes
 * them. Throws `exchange.json` for numbers that are not finite, halves of surrogate pairs, more than 64 levels.
 */
export const canonicalJson = (value: Json): string => write(value, 0);

/** The same as bytes of UTF-8. */
export const canonicalBytes = (value: Json): Uint8Array => new TextEncoder().encode(canonicalJson(value));

/**
 * Reads JSON that has to be in the canonical form, so that one value has one sequence of bytes and no member occurs twice.
 * `name` is named in errors. Throws `exchange.json`.
 */
export const parseCanonical = (bytes: Uint8Array, name: string): Json => {
  const refused = (why: string): Error => exchangeError('exchange.json', { reason: `${name}: ${why}` });
  let value: Json;
  let given: string;
  try {
    given = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(given) as Json;
  } catch {
    throw refused('no JSON of UTF-8');
  }
  if (canonicalJson(value) !== given) throw refused('not in the canonical form of RFC 8785');
  return value;
};
