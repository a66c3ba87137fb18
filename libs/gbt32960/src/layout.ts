/**
 * The language of the data-unit tables: an information body is a sequence of parts, each part a run of fixed fields, a
 * counted list of numbers, or a counted list of groups. Both editions are nothing but tables in this language.
 */

/** value = (raw + offset) / divisor; the division keeps decimal results exact to the last digit. */
export interface Scale {
  readonly offset: number;
  readonly divisor: number;
}

/** One unsigned big-endian integer. Without a scale it is a code or a number that has no unit. */
export interface Field {
  readonly name: string;
  readonly size: 1 | 2 | 4;
  readonly scale: Scale | undefined;
}

/** One part of an information body. A count of FE/FF (FFFE/FFFF) announces an empty list. */
export type Part =
  | { readonly kind: 'fields'; readonly fields: readonly Field[]; readonly size: number }
  | { readonly kind: 'list'; readonly name: string; readonly countSize: 1 | 2; readonly elementSize: 1 | 2 | 4 }
  | { readonly kind: 'groups'; readonly name: string; readonly layout: Layout };

/** An information body. */
export type Layout = readonly Part[];

/** The layouts of one edition by information type. */
export type LayoutTable = ReadonlyMap<number, Layout>;

/** A code, an identifier or a bit field: raw only. */
export const code = (name: string, size: 1 | 2 | 4 = 1): Field => ({ name, size, scale: undefined });

/** A quantity with the abnormal and invalid sentinels: value = (raw + offset) / divisor. */
export const quantity = (name: string, size: 1 | 2 | 4, divisor = 1, offset = 0): Field => ({
  name,
  size,
  scale: { offset, divisor },
});

/** A temperature of one byte, raw - 40 °C. */
export const celsius = (name: string): Field => quantity(name, 1, 1, -40);

/** A run of fixed fields. */
export const fields = (...all: readonly Field[]): Part => ({
  kind: 'fields',
  fields: all,
  size: all.reduce((sum, field) => sum + field.size, 0),
});

/** A count and that many integers. */
export const list = (name: string, countSize: 1 | 2, elementSize: 1 | 2 | 4): Part => ({
  kind: 'list',
  name,
  countSize,
  elementSize,
});

/** A count byte and that many groups. */
export const groups = (name: string, ...layout: Layout): Part => ({ kind: 'groups', name, layout });

const SENTINEL_FROM = { 1: 0xfe, 2: 0xfffe, 4: 0xffff_fffe } as const;

/** True for the abnormal (..FE) and invalid (..FF) marks of a field of `size` bytes (clause 6.2.4). */
export const isSentinel = (raw: number, size: 1 | 2 | 4): boolean => raw >= SENTINEL_FROM[size];

/** The invalid mark (all bits set) of a field of `size` bytes. */
const invalidMark = (size: 1 | 2 | 4): number => SENTINEL_FROM[size] + 1;

/** Scaled value of a field, null for a sentinel. Only for fields with a scale. */
export const scaled = (raw: number, size: 1 | 2 | 4, scale: Scale): number | null =>
  isSentinel(raw, size) ? null : (raw + scale.offset) / scale.divisor;

/** Raw integer nearest to a scaled value; null becomes the invalid mark. The writer checks the range. */
export const unscaled = (value: number | null, size: 1 | 2 | 4, scale: Scale): number =>
  value === null ? invalidMark(size) : Math.round(value * scale.divisor) - scale.offset;
