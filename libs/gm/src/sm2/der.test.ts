import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digits } from '../../testing/curve.ts';
import { concat, hex, toBigInt, toBytes32 } from '../bytes.ts';
import { GmError } from '../errors.ts';
import { DerReader, element, integer, TAG } from './der.ts';

const offsetOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error instanceof GmError && error.code === 'gm.encoding' ? error.detail.offset : String(error);
  }
  return 'nothing thrown';
};

describe('writing and reading', () => {
  test('lengths of one to four bytes', () => {
    for (const [length, head] of [
      [0, '0400'],
      [127, '047f'],
      [128, '048180'],
      [255, '0481ff'],
      [256, '04820100'],
      [65_536, '0483010000'],
    ] as const) {
      const made = element(TAG.octets, new Uint8Array(length));
      expect(digits(made.subarray(0, head.length / 2))).toBe(head);
      expect(new DerReader(made).content(TAG.octets)).toHaveLength(length);
    }
    expect(() => element(TAG.octets, new Uint8Array(2 ** 24))).toThrow(/gm.length/);
  });

  test('integers come back, and are the shortest', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (value) => {
        const made = integer(toBytes32(value));
        expect(toBigInt(new DerReader(made).number())).toBe(value);
        const digitsOf = value.toString(16);
        const wanted = Math.floor((digitsOf.length === 1 && value === 0n ? 0 : value.toString(2).length) / 8) + 1;
        expect(made).toHaveLength(2 + wanted);
      }),
    );
    expect(digits(integer(new Uint8Array(4)))).toBe('020100');
    expect(digits(integer(hex('0080')))).toBe('02020080');
  });

  test('nested elements are read in their order, and what is left is told', () => {
    const reader = new DerReader(element(TAG.sequence, integer(hex('05')), element(TAG.octets, hex('aabb'))));
    const inner = reader.enter(TAG.sequence);
    expect(reader.isAtEnd).toBe(true);
    expect(inner.tag).toBe(TAG.integer);
    expect(toBigInt(inner.number())).toBe(5n);
    expect(inner.offset).toBe(5);
    expect(offsetOf(() => inner.finish())).toBe(5);
    expect(digits(inner.content(TAG.octets))).toBe('aabb');
    expect(inner.tag).toBeUndefined();
    inner.finish();
  });
});

describe('what is refused, with its place', () => {
  const faults: readonly (readonly [string, string, number])[] = [
    ['nothing', '', 0],
    ['another tag', '0201', 0],
    ['no length', '04', 1],
    ['an indefinite length', '0480', 1],
    ['a length of four bytes', '048401000000', 1],
    ['a length that is cut', '048201', 1],
    ['a length in two bytes that fits one', '04817f' + '00'.repeat(127), 1],
    ['a length in three bytes that fits two', '048200ff' + '00'.repeat(255), 1],
    ['more content than there is', '0405aabb', 0],
  ];
  test.each(faults)('%s', (_, text, offset) => {
    expect(offsetOf(() => new DerReader(hex(text)).content(TAG.octets))).toBe(offset);
  });

  const integers: readonly (readonly [string, string])[] = [
    ['an empty integer', '0200'],
    ['a negative integer', '020180'],
    ['an integer with a zero too many', '0202007f'],
    ['an integer with two zeros', '0203000080'],
    ['an integer of 257 bits', `022101${'00'.repeat(32)}`],
    ['33 bytes behind the sign', `02220080${'00'.repeat(32)}`],
  ];
  test.each(integers)('%s', (_, text) => {
    expect(offsetOf(() => new DerReader(hex(text)).number())).toBe(0);
  });

  test('an inner element may not be longer than the outer one', () => {
    const reader = new DerReader(concat(hex('30040404'), hex('aabbccdd'))).enter(TAG.sequence);
    expect(offsetOf(() => reader.content(TAG.octets))).toBe(2);
  });

  test('any bytes: an answer or gm.encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const reader = new DerReader(bytes);
        const result = offsetOf(() => {
          while (!reader.isAtEnd) reader.enter(reader.tag ?? 0);
        });
        expect(typeof result === 'number' || result === 'nothing thrown').toBe(true);
      }),
    );
  });
});
