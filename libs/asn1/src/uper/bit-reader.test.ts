import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBits, fromHex, toBits } from '../../testing/index.ts';
import { BitReader } from './bit-reader.ts';

describe('the reader of bits', () => {
  it('reads the highest bit of a byte first', () => {
    const reader = new BitReader(fromBits('10110001 01000000'));
    expect([reader.flag(), reader.uint(2), reader.uint(5), reader.uint(3)]).toEqual([true, 1, 17, 2]);
    expect([reader.at, reader.left, reader.end]).toEqual([11, 5, 16]);
  });

  it('reads nothing in no bits', () => {
    const reader = new BitReader(new Uint8Array(0));
    expect(reader.uint(0)).toBe(0);
    expect(reader.octets(0)).toEqual(new Uint8Array(0));
    expect(reader.at).toBe(0);
  });

  it('gives every width up to 53 bits at every place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 9, maxLength: 20 }), fc.nat(15), fc.nat(53), (bytes, skip, width) => {
        const reader = new BitReader(bytes);
        reader.uint(skip);
        const text = toBits(bytes).slice(skip, skip + width);
        const slow = text === '' ? 0n : BigInt(`0b${text}`);
        expect(BigInt(reader.uint(width))).toBe(slow);
        expect(reader.at).toBe(skip + width);
      }),
      { numRuns: 1000 },
    );
  });

  it('copies octets that do not start at a byte', () => {
    const reader = new BitReader(fromHex('f0a5'));
    reader.uint(4);
    const copy = reader.octets(1);
    expect(copy).toEqual(fromHex('0a'));
    expect(reader.left).toBe(4);
  });

  it('does not give a view of the input', () => {
    const input = fromHex('0102');
    const copy = new BitReader(input).octets(2);
    input.fill(0xff);
    expect(copy).toEqual(fromHex('0102'));
  });

  it('throws where the input ends, stays where it was, and says so', () => {
    const reader = new BitReader(fromHex('ff00ff'));
    reader.uint(10);
    for (const read of [() => reader.uint(15), () => reader.octets(2), () => reader.need(15)])
      expect(read).toThrow('asn1.truncated: ');
    expect(() => reader.uint(20)).toThrow('20 bits wanted, 14 left');
    expect(reader.at).toBe(10);
    expect(reader.uint(14)).toBe(0xff);
    expect(() => reader.flag()).toThrow('1 bits wanted, 0 left');
  });
});
