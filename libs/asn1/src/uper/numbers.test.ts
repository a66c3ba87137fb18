import { describe, expect, it } from 'vitest';
import { fromBits, toBits } from '../../testing/index.ts';
import { boolean, enumerated, extensibleInteger, integer, openEnumerated, sequence } from '../schema.ts';
import { decodeUper } from './decode.ts';
import { encodeUper } from './encode.ts';
import { widthOf } from './width.ts';

/** Bits of a value behind a byte boundary, padding cut off by hand in the expectation. */
const bitsOf = (type: Parameters<typeof encodeUper>[0], value: unknown): string =>
  toBits(encodeUper(type, value as never));

describe('constrained integers', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [254, 8],
    [255, 8],
    [256, 9],
    [65_535, 16],
    [1_800_000_001, 31],
    [3_600_000_000, 32],
    [2 ** 32 - 1, 32],
    [2 ** 32, 33],
    [2 ** 53 - 1, 53],
  ])('whose bounds are %d apart take %d bits', (span, width) => {
    expect(widthOf(span)).toBe(width);
    if (span > 0) expect(decodeUper(integer(0, span), encodeUper(integer(0, span), span)).bitLength).toBe(width);
  });

  it('are the distance to the lower bound', () => {
    expect(bitsOf(integer(-126, 127), -126)).toBe('00000000');
    expect(bitsOf(integer(-126, 127), 0)).toBe('01111110');
    expect(bitsOf(integer(1, 4), 4)).toBe('11000000');
    expect(bitsOf(integer(-900_000_000, 900_000_001), 399_764_645)).toBe('10011010111100011010101101001010');
  });

  it('with one value take no bits, and an encoding has a byte nevertheless', () => {
    expect(encodeUper(integer(7, 7), 7)).toEqual(Uint8Array.of(0));
    expect(decodeUper(integer(7, 7), Uint8Array.of(0))).toMatchObject({ value: 7, bitLength: 0, trailingBytes: 0 });
    expect(decodeUper(integer(7, 7), Uint8Array.of(0, 1)).trailingBytes).toBe(1);
  });

  it('above their upper bound are refused', () => {
    expect(() => decodeUper(integer(0, 28_800), fromBits('111111111111111'))).toThrow(
      'asn1.invalid: 32767 is above 28800',
    );
    expect(() => decodeUper(enumerated(['a', 'b', 'c']), fromBits('11'))).toThrow('asn1.invalid: 3 is above 2');
    expect(() => encodeUper(integer(0, 5), 6)).toThrow('asn1.value: 6 is outside 0..5');
    expect(() => encodeUper(integer(0, 5), -1)).toThrow('asn1.value: -1 is outside 0..5');
    expect(() => encodeUper(integer(0, 5), 1.5)).toThrow('asn1.value: 1.5 is no safe integer');
    expect(() => encodeUper(integer(0, 5), Number.NaN)).toThrow('asn1.value');
  });
});

describe('integers without an upper bound', () => {
  it.each([
    [0, '00000001 00000000'],
    [127, '00000001 01111111'],
    [128, '00000001 10000000'],
    [255, '00000001 11111111'],
    [256, '00000010 00000001 00000000'],
    [65_536, '00000011 00000001 00000000 00000000'],
  ])('%d is a count of octets and the fewest octets', (value, expected) => {
    expect(bitsOf(integer(0), value)).toBe(expected.replaceAll(' ', ''));
    expect(decodeUper(integer(0), fromBits(expected)).value).toBe(value);
  });

  it('count from their lower bound', () => {
    expect(bitsOf(integer(-5), -5)).toBe('0000000100000000');
    expect(bitsOf(integer(100), 101)).toBe('0000000100000001');
    expect(() => encodeUper(integer(100), 99)).toThrow('asn1.value: 99 is outside 100..MAX');
  });

  it('reach from the lowest to the highest safe integer', () => {
    const type = integer(Number.MIN_SAFE_INTEGER);
    for (const value of [Number.MIN_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER])
      expect(decodeUper(type, encodeUper(type, value)).value).toBe(value);
  });
});

describe('integers without bounds', () => {
  it.each([
    [0, '00000001 00000000'],
    [-1, '00000001 11111111'],
    [127, '00000001 01111111'],
    [128, '00000010 00000000 10000000'],
    [-128, '00000001 10000000'],
    [-129, '00000010 11111111 01111111'],
  ])('%d is two’s complement', (value, expected) => {
    expect(bitsOf(integer(), value)).toBe(expected.replaceAll(' ', ''));
    expect(decodeUper(integer(), fromBits(expected)).value).toBe(value);
  });

  it('of no octet, more than eight, or beyond 2^53 are refused', () => {
    expect(() => decodeUper(integer(), fromBits('00000000'))).toThrow(
      'asn1.invalid: an integer has at least one octet',
    );
    expect(() => decodeUper(integer(), fromBits(`00001001${'0'.repeat(72)}`))).toThrow('asn1.limit');
    expect(() => decodeUper(integer(), fromBits(`00001000 0${'1'.repeat(63)}`))).toThrow('asn1.limit');
    expect(() => decodeUper(integer(0), fromBits(`00001000 ${'1'.repeat(64)}`))).toThrow('asn1.limit');
  });
});

describe('an extension marker', () => {
  it('of an integer lets other values through', () => {
    const type = extensibleInteger(1, 4);
    expect(bitsOf(type, 4)).toBe('01100000');
    expect(bitsOf(type, -1)).toBe('100000001111111110000000'.slice(0, 24));
    expect(decodeUper(type, encodeUper(type, 1000)).value).toBe(1000);
  });

  it('of an enumeration is one bit, and names behind it have small numbers', () => {
    const type = openEnumerated(['a', 'b', 'c'], ['d', 'e']);
    expect(bitsOf(type, 'c')).toBe('01000000');
    expect(bitsOf(type, 'd')).toBe('10000000');
    expect(bitsOf(type, 'e')).toBe('10000001');
    expect(decodeUper(type, fromBits('10000001')).value).toBe('e');
  });

  it('keeps and reports numbers that have no name', () => {
    const type = sequence({ first: boolean, kind: openEnumerated(['a'], ['b']) });
    const bytes = encodeUper(type, { first: true, kind: { $addition: 1 } });
    const decoded = decodeUper(type, bytes);
    expect(decoded.value).toEqual({ first: true, kind: { $addition: 1 } });
    expect(decoded.unknown).toEqual([{ path: 'kind', kind: 'name', index: 1, bytes: 0 }]);
    const far = encodeUper(type, { first: true, kind: { $addition: 64 } });
    expect(toBits(far).startsWith('11 1 00000001 01000000'.replaceAll(' ', ''))).toBe(true);
    expect(decodeUper(type, far).value.kind).toEqual({ $addition: 64 });
  });

  it('is needed for names that are not in the list', () => {
    expect(() => encodeUper(enumerated(['a']), 'z' as 'a')).toThrow('asn1.value: the ENUMERATED has no such name');
    expect(() => encodeUper(enumerated(['a']), { $addition: 0 })).toThrow('the ENUMERATED has no extensions');
    expect(() => encodeUper(openEnumerated(['a']), { $addition: -1 })).toThrow('$addition is an index from 0');
  });
});
