import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, hex, sameBytes, toBigInt, toBytes32, uint32 } from './bytes.ts';

test('numbers and bytes are the same thing', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (value) => {
      expect(toBytes32(value)).toHaveLength(32);
      expect(toBigInt(toBytes32(value))).toBe(value);
    }),
  );
  expect(toBigInt(new Uint8Array(0))).toBe(0n);
});

test('four bytes, most significant first', () => {
  expect([...uint32(0x01020304)]).toEqual([1, 2, 3, 4]);
  expect([...uint32(0xfffffffe)]).toEqual([255, 255, 255, 254]);
});

test('parts in their order, digits, sameness', () => {
  expect([...concat(hex('00ff'), hex(''), hex('7f'))]).toEqual([0, 255, 127]);
  expect(sameBytes(hex('0102'), hex('0102'))).toBe(true);
  expect(sameBytes(hex('0102'), hex('0103'))).toBe(false);
  expect(sameBytes(hex('0102'), hex('010203'))).toBe(false);
});
