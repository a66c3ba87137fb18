import type { Width } from './cursor.ts';

/** The language of the body tables: every message body is a sequence of parts, written down once, read and written by
 * the same two functions (`read.ts`, `write.ts`). */

/** What a field can hold: unsigned integer, text or BCD digits, bytes, a list, or a group of named fields. */
export type Value = number | string | Uint8Array | readonly Value[] | Values;

/** Named fields of a body or of a group in it. */
export interface Values {
  readonly [name: string]: Value | undefined;
}

/** True for a list. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** True for a group of named fields. */
export const isValues = (value: Value | undefined): value is Values =>
  typeof value === 'object' && !(value instanceof Uint8Array) && !isList(value);

/** A sequence of parts. */
export type Layout = readonly Part[];

/** One part of a body. `lengthSize` and `countSize` are the widths of the integer in front. */
export type Part =
  | { readonly kind: 'uint'; readonly name: string; readonly size: Width }
  | { readonly kind: 'bcd' | 'padded' | 'raw'; readonly name: string; readonly size: number }
  | { readonly kind: 'text' | 'bytes'; readonly name: string; readonly lengthSize: Width }
  | { readonly kind: 'rest-text' | 'rest-bytes'; readonly name: string }
  | { readonly kind: 'numbers'; readonly name: string; readonly countSize: Width; readonly size: Width }
  | { readonly kind: 'list'; readonly name: string; readonly countSize: Width; readonly layout: Layout }
  | { readonly kind: 'open-list'; readonly name: string; readonly layout: Layout }
  | { readonly kind: 'counted'; readonly name: string; readonly by: string; readonly layout: Layout }
  | { readonly kind: 'group'; readonly name: string; readonly layout: Layout }
  | { readonly kind: 'within'; readonly lengthSize: Width; readonly layout: Layout }
  | { readonly kind: 'if-bit'; readonly of: string; readonly mask: number; readonly layout: Layout }
  | { readonly kind: 'optional'; readonly layout: Layout }
  | {
      readonly kind: 'choice';
      readonly of: string;
      readonly cases: ReadonlyMap<number, Layout>;
      readonly other: Layout;
    }
  | { readonly kind: 'extras' }
  | { readonly kind: 'parameters'; readonly countSize: Width };

/** BYTE. */
export const byte = (name: string): Part => ({ kind: 'uint', name, size: 1 });
/** WORD. */
export const word = (name: string): Part => ({ kind: 'uint', name, size: 2 });
/** DWORD. */
export const dword = (name: string): Part => ({ kind: 'uint', name, size: 4 });
/** BCD[size]. */
export const bcd = (name: string, size: number): Part => ({ kind: 'bcd', name, size });
/** BCD[6], yyMMddHHmmss, GMT+8. */
export const time = (name: string): Part => bcd(name, 6);
/** STRING or BYTE[size] that holds text padded with 00. */
export const padded = (name: string, size: number): Part => ({ kind: 'padded', name, size });
/** BYTE[size] of no further structure. */
export const raw = (name: string, size: number): Part => ({ kind: 'raw', name, size });
/** Length and that much text. */
export const text = (name: string, lengthSize: Width = 1): Part => ({ kind: 'text', name, lengthSize });
/** Length and that many bytes. */
export const bytes = (name: string, lengthSize: Width): Part => ({ kind: 'bytes', name, lengthSize });
/** Text up to the end. */
export const restText = (name: string): Part => ({ kind: 'rest-text', name });
/** Bytes up to the end. */
export const restBytes = (name: string): Part => ({ kind: 'rest-bytes', name });
/** Count and that many integers. */
export const numbers = (name: string, countSize: Width, size: Width): Part => ({
  kind: 'numbers',
  name,
  countSize,
  size,
});
/** Count and that many groups. */
export const list = (name: string, countSize: Width, ...layout: Layout): Part => ({
  kind: 'list',
  name,
  countSize,
  layout,
});
/** Groups up to the end. */
export const openList = (name: string, ...layout: Layout): Part => ({ kind: 'open-list', name, layout });
/** As many groups as the earlier field `by` says. */
export const counted = (name: string, by: string, ...layout: Layout): Part => ({ kind: 'counted', name, by, layout });
/** Fields under a name of their own. */
export const group = (name: string, ...layout: Layout): Part => ({ kind: 'group', name, layout });
/** A length and parts that fill exactly that many bytes. */
export const within = (lengthSize: Width, ...layout: Layout): Part => ({ kind: 'within', lengthSize, layout });
/** Parts that are there when a bit of the earlier field `of` is set. */
export const ifBit = (of: string, bit: number, ...layout: Layout): Part => ({
  kind: 'if-bit',
  of,
  mask: 1 << bit,
  layout,
});
/** Parts that may be missing at the end. */
export const optional = (...layout: Layout): Part => ({ kind: 'optional', layout });
/** Parts that depend on the value of the earlier field `of`. */
export const choice = (of: string, cases: readonly (readonly [number, Layout])[], ...other: Layout): Part => ({
  kind: 'choice',
  of,
  cases: new Map(cases),
  other,
});
/** Additional position items {id BYTE, length BYTE, value} up to the end, clause 8.18 table 27. */
export const extras = (): Part => ({ kind: 'extras' });
/** A count and that many parameters {id DWORD, length BYTE, value}, clause 8.8 table 11. */
export const parameters = (): Part => ({ kind: 'parameters', countSize: 1 });
