import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, valueArb } from '../../testing/index.ts';
import {
  bits,
  boolean,
  choice,
  enumerated,
  extensibleInteger,
  ia5,
  integer,
  listOf,
  nothing,
  octets,
  openBits,
  openChoice,
  openEnumerated,
  openSequence,
  optional,
  sequence,
  utf8,
} from '../schema.ts';
import type { Type } from '../types.ts';
import type { Value } from '../value.ts';
import { decodeOer, decodeOerAt, encodeOer } from './index.ts';
import { slowOer } from './testing/slow-oer.ts';

const everything = openSequence(
  {
    flag: boolean,
    empty: optional(nothing),
    small: integer(0, 6),
    word: integer(0, 65_535),
    long: integer(0, 2 ** 32 - 1),
    signed: integer(-1, 100),
    wide: optional(integer(-900_000_000, 900_000_001)),
    huge: integer(0, 2 ** 53 - 1),
    deepest: integer(-(2 ** 40), 2 ** 40),
    from: integer(-5),
    aid: integer(0),
    free: optional(integer()),
    open: extensibleInteger(1, 3),
    colour: enumerated(['red', 'yellow', 'green']),
    state: optional(openEnumerated(['a', 'b'], ['c'])),
    mask: bits(8),
    odd: bits(5),
    some: optional(bits(0, 300)),
    more: openBits(4, 9),
    id: octets(8),
    any: optional(octets()),
    name: ia5(1, 63),
    four: ia5(4, 4),
    text: optional(utf8()),
    rows: listOf(sequence({ x: integer(1, 63), y: optional(boolean) }), 1, 63),
    way: optional(choice({ left: integer(0, 1), right: nothing, on: ia5() })),
    kind: openChoice({ one: boolean, two: listOf(integer(0, 255)) }, { three: openSequence({ deep: boolean }) }),
  },
  { later: integer(0, 255), list: optional(listOf(boolean, 0, 3)), nothing },
);

const kinds: readonly (readonly [string, Type])[] = [
  ...Object.entries(everything.fields).map(
    ([name, field]) => [name, field.kind === 'optional' ? field.of : field] as const,
  ),
  ['everything', everything],
];

/** A value as it comes back: additions of which none is present leave no trace. */
const cleaned = (value: Value): Value => {
  if (Array.isArray(value)) return (value as Value[]).map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, one]) =>
      name !== '$additions' ||
      (one as Value[]).some((part) => part !== null) ||
      hasAdditions(value as Record<string, Value>),
  );
  return Object.fromEntries(kept.map(([name, one]) => [name, cleaned(one as Value)]));
};
const hasAdditions = (value: Record<string, Value>): boolean =>
  ['later', 'list', 'nothing'].some((name) => value[name] !== undefined);

describe('canonical OER', () => {
  it.each(kinds)('of %s is what a second encoder writes, and comes back', (_, type) => {
    fc.assert(
      fc.property(valueArb(type) as fc.Arbitrary<Value>, (value) => {
        const bytes = encodeOer(type, value as never);
        expect(toHex(bytes)).toBe(slowOer(type, value));
        const decoded = decodeOer(type, bytes, { canonical: true });
        expect(decoded.value).toEqual(cleaned(value));
        expect(encodeOer(type, decoded.value)).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it('starts anywhere, stops at its end, and refuses bytes behind it when it should fill the input', () => {
    fc.assert(
      fc.property(valueArb(everything), fc.uint8Array({ minLength: 1, maxLength: 5 }), (value, more) => {
        const bytes = encodeOer(everything, value);
        const long = new Uint8Array(Buffer.concat([more, bytes, more]));
        expect(decodeOerAt(everything, long, more.length).end).toBe(more.length + bytes.length);
        expect(() => decodeOer(everything, new Uint8Array(Buffer.concat([bytes, more])))).toThrow(/behind the value/);
      }),
      { numRuns: 60 },
    );
  });

  it('throws for every cut', () => {
    fc.assert(
      fc.property(valueArb(everything), fc.nat(), (value, at) => {
        const bytes = encodeOer(everything, value);
        expect(() => decodeOer(everything, bytes.subarray(0, at % bytes.length))).toThrow(/^asn1\.truncated/);
      }),
      { numRuns: 150 },
    );
  });

  it('of changed bytes is an error of the catalogue or a value that is written again', () => {
    fc.assert(
      fc.property(valueArb(everything), fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = encodeOer(everything, value);
        bytes[at % bytes.length] = byte;
        try {
          const read = decodeOer(everything, bytes, { canonical: true });
          expect(encodeOer(everything, read.value)).toEqual(bytes);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^asn1\.(truncated|invalid|limit)$/);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('of random bytes never throws anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          decodeOer(everything, bytes);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^asn1\.(truncated|invalid|limit)$/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('writes examples of X.696 as the standard prints them', () => {
    // X.696 10.4: INTEGER of a range, and one without an upper bound.
    expect(toHex(encodeOer(integer(0, 65_535), 256))).toBe('0100');
    expect(toHex(encodeOer(integer(0), 128))).toBe('0180');
    expect(toHex(encodeOer(integer(), 128))).toBe('020080');
    expect(toHex(encodeOer(integer(), -1))).toBe('01ff');
    expect(decodeOer(integer(-(2 ** 31), 2 ** 31 - 1), fromHex('80000000')).value).toBe(-(2 ** 31));
    expect(toHex(encodeOer(octets(), { octets: 'ab'.repeat(200) })).slice(0, 4)).toBe('81c8');
    expect(toHex(encodeOer(listOf(boolean), [true, false]))).toBe('0102ff00');
  });
});
