import { oscalError } from './errors.ts';

const YEAR_1900 = Date.UTC(1900, 0, 1);
const YEAR_3000 = Date.UTC(3000, 0, 1);

/** A text of one line (OSCAL `string` and `markup-line`): white space made single, ends cut. Throws `oscal.text-empty`. */
export const lineOf = (text: string, field: string): string => {
  const line = text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line === '') throw oscalError('oscal.text-empty', { field });
  return line;
};

/** A text of several lines (OSCAL `markup-multiline`). Throws `oscal.text-empty`. */
export const proseOf = (text: string, field: string): string => {
  const prose = text.toWellFormed().trim();
  if (prose === '') throw oscalError('oscal.text-empty', { field });
  return prose;
};

/** A point in time (ms since 1970) as OSCAL `dateTime-with-timezone`, in UTC. Throws `oscal.time-invalid`. */
export const timeOf = (at: number, field: string): string => {
  if (!(at >= YEAR_1900 && at < YEAR_3000)) throw oscalError('oscal.time-invalid', { field, at });
  return new Date(at).toISOString();
};

/**
 * An OSCAL `token` (an NCName) for any id: `prefix-` and the id, in which everything that is no letter, number, `.` or
 * `-` is written as `_` hex `_`. Different ids give different tokens. `prefix` begins with a letter.
 */
export const tokenOf = (prefix: string, id: string): string =>
  `${prefix}-${id.replaceAll(/[^\p{L}\p{N}.-]/gu, (char) => `_${(char.codePointAt(0) ?? 0).toString(16)}_`)}`;

/** Adds `name` to an object only when it holds something: OSCAL knows no empty lists. */
export const listed = <Name extends string, Item>(
  name: Name,
  items: readonly Item[],
): { readonly [key in Name]?: readonly Item[] } =>
  items.length === 0 ? {} : ({ [name]: items } as { readonly [key in Name]: readonly Item[] });

/** Adds `name` to an object only when there is a value. */
export const given = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [key in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [key in Name]: Value });
