import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../testing/index.ts';
import { extensibleInteger, integer } from '../schema.ts';
import { sameValue, standardOf, defaulted } from './defaulted.ts';
import { OerReader } from './reader.ts';
import { readTag, writeTag } from './tags.ts';
import { integerForm } from './widths.ts';
import { OerWriter, signedWidth, unsignedWidth } from './writer.ts';

const written = (write: (writer: OerWriter) => void): string => {
  const writer = new OerWriter(1_000_000);
  write(writer);
  return toHex(writer.done());
};

describe('lengths', () => {
  it.each([
    [0, '00'],
    [127, '7f'],
    [128, '8180'],
    [255, '81ff'],
    [256, '820100'],
    [70_000, '83011170'],
  ])('of %i are %s', (count, hex) => {
    expect(written((writer) => writer.length(count))).toBe(hex);
    const padded = new Uint8Array(Buffer.concat([fromHex(hex), new Uint8Array(count)]));
    expect(new OerReader(padded).length(100_000)).toBe(count);
  });

  it('are checked against what is there, and against the limit', () => {
    expect(() => new OerReader(fromHex('0500')).length(100)).toThrow(/^asn1\.truncated/);
    expect(() => new OerReader(fromHex('05')).length(4)).toThrow(/^asn1\.limit/);
    expect(() => new OerReader(fromHex('80')).length(4)).toThrow(/^asn1\.invalid/);
    expect(() => new OerReader(fromHex('8300')).length(4)).toThrow(/^asn1\.truncated/);
  });
});

describe('numbers', () => {
  it('of every width come back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const width = signedWidth(value);
        const hex = written((writer) => writer.int(value, width));
        expect(hex).toHaveLength(2 * width);
        expect(new OerReader(fromHex(hex)).int(width)).toBe(value);
        expect(new OerReader(fromHex(written((writer) => writer.int(value, 8)))).int(8)).toBe(value);
        const positive = Math.abs(value);
        const short = written((writer) => writer.int(positive, unsignedWidth(positive)));
        expect(new OerReader(fromHex(short)).uint(short.length / 2)).toBe(positive);
        if (positive > 0) expect(short.startsWith('00')).toBe(false);
      }),
    );
  });

  it('have the width of their bounds', () => {
    const forms = [integer(0, 255), integer(0, 256), integer(1, 2 ** 32 - 1), integer(0, 2 ** 32), integer(0)].map(
      integerForm,
    );
    expect(forms.map(({ width }) => width)).toEqual([1, 2, 4, 8, 0]);
    expect(forms.some(({ signed }) => signed)).toBe(false);
    const negative = [
      integer(-128, 127),
      integer(-129, 0),
      integer(-1, 32_768),
      integer(-(2 ** 31) - 1, 0),
      integer(-5),
      integer(),
    ];
    expect(negative.map((type) => integerForm(type).width)).toEqual([1, 2, 4, 8, 0, 0]);
    expect(negative.every((type) => integerForm(type).signed)).toBe(true);
    expect(integerForm(extensibleInteger(0, 5))).toEqual({ width: 0, signed: true });
  });
});

describe('tags', () => {
  it('come back in one byte, two or three', () => {
    fc.assert(
      fc.property(fc.nat(16_383), (number) => {
        const hex = written((writer) => writeTag(writer, number));
        expect(hex).toHaveLength(number < 63 ? 2 : number < 128 ? 4 : 6);
        expect(readTag(new OerReader(fromHex(hex)))).toBe(number);
      }),
    );
    expect(written((writer) => writeTag(writer, 62))).toBe('be');
    expect(written((writer) => writeTag(writer, 63))).toBe('bf3f');
    expect(() => written((writer) => writeTag(writer, 16_384))).toThrow(/^asn1\.value/);
    expect(() => readTag(new OerReader(fromHex('40')))).toThrow(/another class/);
  });
});

describe('the writer', () => {
  it('grows up to its limit', () => {
    const writer = new OerWriter(1000);
    for (let at = 0; at < 1000; at += 1) writer.byte(at & 255);
    expect(writer.done()).toHaveLength(1000);
    expect(() => writer.byte(0)).toThrow(/^asn1\.limit/);
    expect(() => new OerWriter(3).put(new Uint8Array(4))).toThrow(/^asn1\.limit/);
  });

  it('wraps what was written in an open type', () => {
    const wrapped = written((writer) => {
      writer.byte(1);
      const from = writer.at;
      writer.put(new Uint8Array(200));
      writer.wrap(from);
      writer.byte(2);
    });
    expect(wrapped).toBe(`0181c8${'00'.repeat(200)}02`);
  });
});

describe('defaults', () => {
  it('are compared as values', () => {
    expect(standardOf(defaulted(integer(), 1))).toBe(1);
    expect(standardOf(integer())).toBeUndefined();
    expect(standardOf(undefined)).toBeUndefined();
    expect(sameValue({ bits: '1' }, { bits: '1' })).toBe(true);
    expect(sameValue({ bits: '1' }, { bits: '0' })).toBe(false);
    expect(sameValue(undefined, undefined)).toBe(false);
  });
});
