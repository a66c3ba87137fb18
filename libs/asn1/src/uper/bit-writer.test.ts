import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toBits } from '../../testing/index.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';

describe('the writer of bits', () => {
  it('fills bytes from their highest bit and the last one with zeros', () => {
    const writer = new BitWriter(10);
    writer.flag(true);
    writer.uint(1, 2);
    writer.uint(17, 5);
    writer.flag(true);
    expect(toBits(writer.done())).toBe('1011000110000000');
    expect(writer.at).toBe(9);
  });

  it('writes one zero byte for nothing', () => {
    expect(new BitWriter(1).done()).toEqual(Uint8Array.of(0));
  });

  it('writes what the reader reads, whatever the widths', () => {
    const field = fc
      .integer({ min: 0, max: 53 })
      .chain((width) => fc.tuple(fc.constant(width), fc.bigInt({ min: 0n, max: 2n ** BigInt(width) - 1n })));
    fc.assert(
      fc.property(fc.array(field, { maxLength: 60 }), (fields) => {
        const writer = new BitWriter(10_000);
        for (const [width, value] of fields) writer.uint(Number(value), width);
        const reader = new BitReader(writer.done());
        for (const [width, value] of fields) expect(BigInt(reader.uint(width))).toBe(value);
        expect(reader.at).toBe(writer.at);
        expect(reader.left < 8 || writer.at === 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('writes octets at any bit', () => {
    const writer = new BitWriter(10);
    writer.uint(0, 4);
    writer.octets(fromHex('abcd'));
    expect(writer.done()).toEqual(fromHex('0abcd0'));
  });

  it('grows to its limit and not over it', () => {
    const writer = new BitWriter(300);
    writer.octets(new Uint8Array(299).fill(7));
    writer.uint(255, 8);
    expect(writer.done()).toHaveLength(300);
    expect(() => writer.flag(true)).toThrow('asn1.limit: an encoding has at most 300 bytes');
    expect(writer.done()).toHaveLength(300);
  });

  it('gives a copy that later writes do not change', () => {
    const writer = new BitWriter(10);
    writer.uint(1, 8);
    const first = writer.done();
    writer.uint(255, 8);
    expect(first).toEqual(Uint8Array.of(1));
    expect(writer.done()).toEqual(Uint8Array.of(1, 255));
  });
});
