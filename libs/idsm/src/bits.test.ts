import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxOf, readBits, writeBits } from './bits.ts';

describe('bit fields', () => {
  it.each([
    ['ff00', 0, 8, 0xff],
    ['ff00', 4, 8, 0xf0],
    ['80000001', 0, 32, 0x80000001],
    ['80000001', 31, 1, 1],
    ['01ffffffff', 8, 32, 0xffffffff],
    ['03ffffffe0', 6, 32, 0xffffff80 + 0x78],
    ['a5', 1, 3, 0b010],
  ])('of %s at %i, %i wide, is %i', (hex, at, width, value) => {
    expect(readBits(Buffer.from(hex, 'hex'), at, width)).toBe(value);
  });

  it('beyond the end are 0', () => {
    expect(readBits(Uint8Array.of(0xff), 4, 8)).toBe(0xf0);
    expect(readBits(new Uint8Array(0), 0, 32)).toBe(0);
  });

  it('come back as they were written and leave their neighbours alone', () => {
    const field = fc
      .tuple(fc.nat(40), fc.integer({ min: 1, max: 32 }))
      .chain(([at, width]) => fc.tuple(fc.constant(at), fc.constant(width), fc.integer({ min: 0, max: maxOf(width) })));
    fc.assert(
      fc.property(field, ([at, width, value]) => {
        const bytes = new Uint8Array(10);
        writeBits(bytes, at, width, value);
        expect(readBits(bytes, at, width)).toBe(value);
        const text = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
        expect(text).toBe(
          value
            .toString(2)
            .padStart(width, '0')
            .padStart(at + width, '0')
            .padEnd(80, '0'),
        );
      }),
    );
  });
});
