import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBits, slowUper, toBits, valueArb } from '../../testing/index.ts';
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
import { decodeUper } from './decode.ts';
import { encodeUper } from './encode.ts';

const everything = openSequence(
  {
    flag: boolean,
    empty: optional(nothing),
    small: integer(0, 6),
    wide: optional(integer(-900_000_000, 900_000_001)),
    huge: integer(0, 2 ** 53 - 1),
    from: integer(-5),
    free: optional(integer()),
    open: extensibleInteger(1, 3),
    colour: enumerated(['red', 'yellow', 'green']),
    state: optional(openEnumerated(['a', 'b'], ['c'])),
    mask: bits(5),
    some: optional(bits(0, 300)),
    more: openBits(4, 9),
    id: octets(8),
    any: optional(octets()),
    name: ia5(1, 63),
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

describe('unaligned PER', () => {
  it.each(kinds)('of %s is what a second encoder writes, and comes back', (_, type) => {
    fc.assert(
      fc.property(valueArb(type) as fc.Arbitrary<Value>, (value) => {
        const bytes = encodeUper(type, value as never);
        const slow = slowUper(type, value);
        expect(toBits(bytes).slice(0, slow.length)).toBe(slow);
        expect(bytes).toEqual(slow === '' ? Uint8Array.of(0) : fromBits(slow));
        const decoded = decodeUper(type, bytes);
        expect(decoded.value).toEqual(value);
        expect(decoded).toMatchObject({ bitLength: slow.length, padding: 0, trailingBytes: 0 });
        expect(encodeUper(type, decoded.value)).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves what follows alone, and counts it', () => {
    fc.assert(
      fc.property(valueArb(everything), fc.uint8Array({ maxLength: 5 }), (value, behind) => {
        const bytes = encodeUper(everything, value);
        const decoded = decodeUper(everything, new Uint8Array(Buffer.concat([bytes, behind])));
        expect(decoded.value).toEqual(value);
        expect(decoded.trailingBytes).toBe(behind.length);
      }),
      { numRuns: 100 },
    );
  });

  it('throws for every cut that takes a whole byte', () => {
    fc.assert(
      fc.property(valueArb(everything), fc.nat(), (value, at) => {
        const bytes = encodeUper(everything, value);
        expect(() => decodeUper(everything, bytes.subarray(0, at % bytes.length))).toThrow(/^asn1\.truncated/);
      }),
      { numRuns: 200 },
    );
  });
});
