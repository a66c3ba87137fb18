import fc from 'fast-check';
import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { fromBits, valueArb } from '../../testing/index.ts';
import {
  boolean,
  ia5,
  integer,
  listOf,
  nothing,
  octets,
  openChoice,
  openSequence,
  optional,
  reference,
  sequence,
} from '../schema.ts';
import type { SequenceType, Type } from '../types.ts';
import type { Value } from '../value.ts';
import { decodeUper } from './decode.ts';
import { encodeUper } from './encode.ts';

const tree: SequenceType = sequence({ leaf: boolean, below: optional(reference((): Type => tree)) });

const nested = (depth: number): Value => {
  let value: Value = { leaf: true };
  for (let done = 1; done < depth; done += 1) value = { leaf: true, below: value };
  return value;
};

describe('limits', () => {
  it('let types contain themselves, to a depth', () => {
    const bytes = encodeUper(tree, nested(30) as never);
    expect(decodeUper(tree, bytes).value).toEqual(nested(30));
    expect(() => decodeUper(tree, bytes, { depth: 20 })).toThrow('asn1.limit: nested deeper than 20');
    expect(() => decodeUper(tree, new Uint8Array(1000).fill(0xff))).toThrow('asn1.limit: nested deeper than 64');
    expect(() => encodeUper(tree, nested(40) as never)).toThrow('asn1.limit: nested deeper than 64');
  });

  it('count the items of all lists of a message together', () => {
    const type = sequence({ a: listOf(boolean), b: listOf(boolean) });
    const value = { a: Array.from({ length: 60 }, () => true), b: Array.from({ length: 60 }, () => false) };
    const bytes = encodeUper(type, value);
    expect(decodeUper(type, bytes, { items: 120 }).value).toEqual(value);
    expect(() => decodeUper(type, bytes, { items: 119 })).toThrow('asn1.limit: more than 119 list items');
    expect(() => decodeUper(type, bytes, { items: 59 })).toThrow('asn1.limit: 60 items, 59 are allowed');
  });

  it('stop lists whose items take no bits', () => {
    const bomb = Uint8Array.from([0xc4, 0xc4, 0xc4, 0xc4, 0]);
    expect(() => decodeUper(listOf(nothing), bomb)).toThrow('asn1.limit');
    expect(() => decodeUper(listOf(integer(3, 3)), bomb)).toThrow('asn1.limit');
  });

  it('bound the bytes of a message when reading and writing', () => {
    expect(() => decodeUper(boolean, new Uint8Array(11), { bytes: 10 })).toThrow(
      'asn1.limit: 11 bytes, 10 are allowed',
    );
    expect(() => encodeUper(octets(), { octets: '00'.repeat(10) }, { bytes: 10 })).toThrow('at most 10 bytes');
  });
});

describe('hostile bytes', () => {
  const type = openSequence({
    id: octets(2, 9),
    name: optional(ia5(0, 400)),
    rows: listOf(openChoice({ n: integer(0, 40), t: ia5(), list: listOf(boolean) }, { more: integer() }), 0, 63),
    free: optional(octets()),
  });

  const survive = (bytes: Uint8Array): void => {
    try {
      const { value, bitLength, trailingBytes } = decodeUper(type, bytes);
      expect(Math.max(1, Math.ceil(bitLength / 8)) + trailingBytes).toBe(bytes.length);
      // what was read can be written, and reads the same again
      expect(decodeUper(type, encodeUper(type, value)).value).toEqual(value);
    } catch (error) {
      expect(isDomainError(error, 'asn1.truncated', 'asn1.invalid', 'asn1.limit')).toBe(true);
    }
  };

  it('throw the errors of this library only', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), survive), { numRuns: 3000 });
  });

  it('made by flipping bits do so as well', () => {
    fc.assert(
      fc.property(valueArb(type), fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (value, flips) => {
        const bytes = encodeUper(type, value);
        for (const flip of flips) {
          const at = flip % (bytes.length * 8);
          bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (0x80 >> (at & 7));
        }
        survive(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('are read whatever buffer they lie in', () => {
    const around = Buffer.from(`ff${Buffer.from(fromBits('1010')).toString('hex')}ff`, 'hex');
    expect(decodeUper(listOf(boolean, 3, 3), around.subarray(1, 2)).value).toEqual([true, false, true]);
  });
});
