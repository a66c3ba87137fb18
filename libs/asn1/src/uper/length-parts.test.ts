import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBits, fromHex, toHex } from '../../testing/index.ts';
import type { Size } from '../types.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { ANY_SIZE, readItems, readSizedOctets } from './length-reader.ts';
import { writeItems, writeSizedOctets } from './length-writer.ts';
import { FRAGMENT, isShort, LARGE } from './width.ts';

const sizeArb = fc
  .tuple(fc.nat(20), fc.option(fc.nat(70_000), { nil: undefined }), fc.boolean())
  .map(([min, more, extensible]): Size => ({ min, max: more === undefined ? undefined : min + more, extensible }));

/** Counts that are given to `take`, one per fragment. */
const takes = (bytes: Uint8Array, size: Size, most = 1_000_000): readonly number[] => {
  const reader = new BitReader(bytes);
  const counts: number[] = [];
  readItems(reader, size, {
    leastBits: 1,
    most,
    take: (count) => {
      counts.push(count);
      for (let left = count; left > 0; left -= 32) reader.uint(Math.min(32, left));
    },
  });
  return counts;
};

describe('counts', () => {
  it('come back for every size and number of items', () => {
    fc.assert(
      fc.property(sizeArb, fc.nat(70_000), (size, wish) => {
        const count = size.extensible ? wish : Math.min(Math.max(wish, size.min), size.max ?? wish + size.min);
        const writer = new BitWriter(200_000);
        let written = 0;
        writeItems(writer, size, count, (from, to) => {
          expect(from).toBe(written);
          written = to;
          for (let left = to - from; left > 0; left -= 32) writer.uint(0, Math.min(32, left));
        });
        expect(written).toBe(count);
        expect(takes(writer.done(), size).reduce((sum, one) => sum + one, 0)).toBe(count);
      }),
      { numRuns: 300 },
    );
  });

  it('are short up to a bound of 64K', () => {
    expect(isShort({ min: 0, max: LARGE - 1, extensible: false })).toBe(true);
    expect(isShort({ min: 0, max: LARGE, extensible: false })).toBe(false);
    expect(isShort(ANY_SIZE)).toBe(false);
  });

  it('are taken fragment by fragment, the last one possibly empty', () => {
    const whole = Buffer.concat([
      fromHex('c2'),
      Buffer.alloc((2 * FRAGMENT) / 8),
      fromHex('c1'),
      Buffer.alloc(FRAGMENT / 8),
      fromHex('00'),
    ]);
    expect(takes(whole, ANY_SIZE)).toEqual([2 * FRAGMENT, FRAGMENT, 0]);
  });

  it('beyond what is allowed stop at the fragment that goes too far', () => {
    const whole = Buffer.concat([fromHex('c1'), Buffer.alloc(FRAGMENT / 8), fromHex('02ff')]);
    expect(takes(whole, ANY_SIZE, FRAGMENT + 2)).toEqual([FRAGMENT, 2]);
    expect(() => takes(whole, ANY_SIZE, FRAGMENT + 1)).toThrow('asn1.limit: 16386 items, 16385 are allowed');
    expect(() => takes(whole, ANY_SIZE, 100)).toThrow('asn1.limit: 16384 items, 100 are allowed');
  });

  it('without the bits of their items are truncated before take is called', () => {
    let called = 0;
    const reader = new BitReader(fromBits('00000011 11111111'));
    const items = { leastBits: 3, most: 100, take: () => void (called += 1) };
    expect(() => readItems(reader, ANY_SIZE, items)).toThrow('asn1.truncated: 9 bits wanted, 8 left');
    expect(called).toBe(0);
  });

  it('behind an extension bit may be any number, also one of the root', () => {
    const size: Size = { min: 2, max: 3, extensible: true };
    expect(takes(fromBits('1 00000010 11'), size)).toEqual([2]);
    expect(takes(fromBits('0 0 11'), size)).toEqual([2]);
    expect(takes(fromBits('1 00000101 11111'), size)).toEqual([5]);
  });
});

describe('octets behind their count', () => {
  it('are one piece, also from fragments', () => {
    const bytes = new Uint8Array(FRAGMENT + 3).map((_, index) => index & 0xff);
    const writer = new BitWriter(100_000);
    writeSizedOctets(writer, ANY_SIZE, bytes);
    expect(toHex(writer.done().subarray(0, 2))).toBe('c100');
    expect(readSizedOctets(new BitReader(writer.done()), ANY_SIZE, 100_000)).toEqual(bytes);
  });

  it('may be none', () => {
    expect(readSizedOctets(new BitReader(fromHex('00')), ANY_SIZE, 10)).toEqual(new Uint8Array(0));
  });

  it('of a wrong number are not written', () => {
    const writer = new BitWriter(10);
    expect(() => writeSizedOctets(writer, { min: 2, max: 2, extensible: false }, fromHex('aa'))).toThrow(
      'asn1.value: 1 items do not keep the size 2..2',
    );
  });
});
