import { describe, expect, it } from 'vitest';
import { fromBits, toBits, toHex } from '../../testing/index.ts';
import { bits, boolean, ia5, integer, listOf, octets, openBits, utf8 } from '../schema.ts';
import { decodeUper } from './decode.ts';
import { encodeUper } from './encode.ts';

const bytesOf = (count: number): string =>
  Buffer.from(Uint8Array.from({ length: count }, (_, index) => (index * 7 + 3) & 0xff)).toString('hex');

describe('sizes with bounds', () => {
  it('are the distance to the smallest in the fewest bits', () => {
    const type = listOf(integer(0, 3), 1, 9);
    expect(toBits(encodeUper(type, [3]))).toBe('00001100');
    expect(toBits(encodeUper(type, [0, 1, 2]))).toBe('0010000110000000');
    expect(decodeUper(type, fromBits('0010 00 01 10')).value).toEqual([0, 1, 2]);
  });

  it('that are fixed are not sent', () => {
    expect(toHex(encodeUper(octets(3), { octets: 'a1b2c3' }))).toBe('a1b2c3');
    expect(toBits(encodeUper(bits(5), { bits: '10110' }))).toBe('10110000');
    expect(decodeUper(bits(5), fromBits('10110')).value).toEqual({ bits: '10110' });
  });

  it('reject counts between the largest and the next power of two', () => {
    expect(() => decodeUper(listOf(boolean, 1, 9), fromBits(`1001${'0'.repeat(40)}`))).toThrow(
      'asn1.invalid: 10 items, at most 9 are defined',
    );
    expect(() => encodeUper(listOf(boolean, 1, 2), [])).toThrow('asn1.value: 0 items do not keep the size 1..2');
    expect(() => encodeUper(octets(3), { octets: 'a1b2' })).toThrow('asn1.value');
    expect(() => encodeUper(ia5(1, 3), 'abcd')).toThrow('asn1.value');
  });

  it('with an extension marker allow more behind a general length', () => {
    const type = openBits(4);
    expect(toBits(encodeUper(type, { bits: '1010' }))).toBe('01010000');
    expect(toBits(encodeUper(type, { bits: '10101' }))).toBe('1000001011010100'.slice(0, 16));
    expect(decodeUper(type, fromBits('1 00000101 10101')).value).toEqual({ bits: '10101' });
    expect(decodeUper(type, fromBits('1 00000000')).value).toEqual({ bits: '' });
  });
});

describe('general lengths', () => {
  it.each([
    [0, '00'],
    [1, '01'],
    [127, '7f'],
    [128, '8080'],
    [16_383, 'bfff'],
  ])('of %d octets start with %s', (count, head) => {
    const value = { octets: bytesOf(count) };
    const encoded = encodeUper(octets(), value);
    expect(toHex(encoded)).toBe(head + value.octets);
    expect(decodeUper(octets(), encoded).value).toEqual(value);
  });

  it.each([
    [16_384, ['c1', 16_384, '00']],
    [16_385, ['c1', 16_384, '01', 1]],
    [65_536, ['c4', 65_536, '00']],
    [65_536 + 16_384 + 200, ['c4', 65_536, 'c1', 16_384, '80c8', 200]],
  ])('of %d octets come in fragments of 16K', (count, parts) => {
    const value = { octets: bytesOf(count) };
    let at = 0;
    const expected = parts.map((part) => {
      if (typeof part === 'string') return part;
      at += 2 * part;
      return value.octets.slice(at - 2 * part, at);
    });
    const encoded = encodeUper(octets(), value);
    expect(toHex(encoded)).toBe(expected.join(''));
    expect(decodeUper(octets(), encoded).value).toEqual(value);
  });

  it('of lists, texts and bits are fragmented as well', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => index % 3 === 0);
    expect(decodeUper(listOf(boolean), encodeUper(listOf(boolean), list)).value).toEqual(list);
    const text = 'abcdefg'.repeat(3_000);
    expect(decodeUper(ia5(), encodeUper(ia5(), text)).value).toBe(text);
    expect(decodeUper(utf8(), encodeUper(utf8(), text)).value).toBe(text);
    const mask = { bits: '0110100'.repeat(10_000) };
    expect(decodeUper(bits(0, 70_000), encodeUper(bits(0, 70_000), mask)).value).toEqual(mask);
  });

  it('of more than 64K are used where the bound is above 64K', () => {
    expect(toHex(encodeUper(octets(0, 65_536), { octets: 'aa' }))).toBe('01aa');
    expect(toHex(encodeUper(octets(0, 65_535), { octets: 'aa' }))).toBe('0001aa');
    expect(() => decodeUper(octets(2, 70_000), fromBits('00000001 10101010'))).toThrow(
      'asn1.invalid: 1 items do not keep the size 2..70000',
    );
  });

  it('with a fragment of none or of more than four units are refused', () => {
    for (const head of [0xc0, 0xc5, 0xff])
      expect(() => decodeUper(octets(), new Uint8Array(100_000).fill(head, 0, 1))).toThrow(
        'asn1.invalid: a fragment has 1 to 4 units of 16K',
      );
  });

  it('that promise more than there is are refused before anything is allocated', () => {
    expect(() => decodeUper(octets(), Uint8Array.of(0xc4, 1, 2, 3))).toThrow('asn1.truncated: 524288 bits wanted');
    expect(() => decodeUper(ia5(), Uint8Array.of(0xbf, 0xff, 1))).toThrow('asn1.truncated');
    expect(() => decodeUper(listOf(integer(0, 255)), Uint8Array.of(0x7f, 1))).toThrow('asn1.truncated: 1016 bits');
  });
});
