import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../testing/hex.ts';
import { Cursor } from './cursor.ts';
import { decodePadded, decodeText, encodeText } from './text.ts';
import { Writer } from './writer.ts';

describe('text', () => {
  it('is GBK', () => {
    expect(decodeText(fromHex('bdf2 413132333435'))).toBe('津A12345');
    expect(toHex(encodeText('津A12345'))).toBe('bdf2413132333435');
  });

  it('is GB 18030 where GBK has no code', () => {
    for (const text of ['€', '𠀀', '㐂', '😀']) expect(decodeText(encodeText(text))).toBe(text);
    expect(toHex(encodeText('😀'))).toBe('9439fc36');
  });

  it('of fixed width loses its padding only', () => {
    expect(decodePadded(fromHex('41 42 00 00'))).toBe('AB');
    expect(decodePadded(fromHex('00 41 00 42 00'))).toBe('\0A\0B');
    expect(decodePadded(fromHex('0000'))).toBe('');
    expect(decodeText(fromHex('41 00'))).toBe('A\0');
  });

  it('of any bytes comes back', () => {
    expect(decodeText(fromHex('ff 41'))).toBe('\udcffA');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        expect(toHex(encodeText(decodeText(bytes)))).toBe(toHex(bytes));
      }),
      { numRuns: 400 },
    );
  });

  it('refuses lone surrogates that are no escaped byte', () => {
    expect(() => encodeText('\ud800')).toThrow(/jtt808\.range/);
  });
});

describe('the cursor', () => {
  it('reads big-endian and stops at its end', () => {
    const cursor = new Cursor(fromHex('01 0203 04050607 26 41 42'));
    expect([cursor.uint(1), cursor.uint(2), cursor.uint(4), cursor.bcd(1), cursor.text(1)]).toEqual([
      1,
      0x203,
      0x4050607,
      '26',
      'A',
    ]);
    expect(cursor.left).toBe(1);
    expect(cursor.uint(2)).toBe(0);
    expect(cursor.failed).toBe(true);
    expect([cursor.uint(1), cursor.raw(1).length, cursor.bcd(1), cursor.padded(1), cursor.at]).toEqual([
      0,
      0,
      '',
      '',
      9,
    ]);
  });

  it('keeps to the part it was given', () => {
    const cursor = new Cursor(fromHex('0102030405'), 1, 3);
    expect(cursor.uint(2)).toBe(0x203);
    expect(cursor.uint(1)).toBe(0);
    expect(cursor.failed).toBe(true);
  });
});

describe('the writer', () => {
  it('grows and copies', () => {
    const writer = new Writer();
    writer.uint(1, 1, 'a');
    writer.raw(new Uint8Array(600).fill(7));
    writer.padded(4, 'A', 'b');
    writer.bcd(2, '1234', 'c');
    const bytes = writer.done();
    expect(writer.length).toBe(607);
    expect(toHex(bytes.subarray(601))).toBe('410000001234');
    writer.uint(1, 9, 'd');
    expect(bytes).toHaveLength(607);
  });

  it('checks every field', () => {
    const writer = new Writer();
    expect(() => writer.uint(1, 256, 'x')).toThrow(/range/);
    expect(() => writer.uint(2, -1, 'x')).toThrow(/range/);
    expect(() => writer.uint(4, Number.NaN, 'x')).toThrow(/range/);
    expect(() => writer.padded(1, '津', 'x')).toThrow(/do not fit/);
    expect(() => writer.bcd(1, '1', 'x')).toThrow(/digits/);
    expect(() => writer.raw(new Uint8Array(17 * 1024 * 1024))).toThrow(/at most/);
    expect(writer.length).toBe(0);
  });
});
