import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { join, Reader, sameSecret, u16, u24, vector } from './bytes.ts';

describe('reading', () => {
  test('numbers are read most significant byte first, and vectors behind their lengths', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3, 4, 5, 6, 0, 2, 8, 9));
    expect([reader.number(1), reader.number(2), reader.number(3)]).toEqual([1, 0x0203, 0x040506]);
    expect([...reader.vector(2)]).toEqual([8, 9]);
    expect(reader.left).toBe(0);
    reader.finish();
  });

  test('what is cut or left over is told with its place', () => {
    const short = new Reader(Uint8Array.of(7, 9));
    short.number(1);
    expect(() => short.vector(1)).toThrow(
      expect.objectContaining({ code: 'tlcp.decode', detail: { reason: 'a message ends inside a field', offset: 2 } }),
    );
    const long = new Reader(Uint8Array.of(7));
    expect(() => long.finish()).toThrow(expect.objectContaining({ code: 'tlcp.decode' }));
  });
});

describe('writing', () => {
  test('vectors are read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(2 as const, 3 as const), (body, size) => {
        const reader = new Reader(vector(size, body));
        expect([...reader.vector(size)]).toEqual([...body]);
        reader.finish();
      }),
    );
    expect([...join(u16(0x0102), u24(0x030405), [6])]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a length that does not fit is refused', () => {
    expect(() => vector(1, new Uint8Array(256))).toThrow(expect.objectContaining({ code: 'tlcp.value' }));
    expect(vector(1, new Uint8Array(255))).toHaveLength(256);
  });
});

test('secrets are equal when all bytes and the lengths are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (left, right) => {
      expect(sameSecret(left, right)).toBe(Buffer.from(left).equals(right));
      expect(sameSecret(left, Uint8Array.from(left))).toBe(true);
    }),
  );
});
