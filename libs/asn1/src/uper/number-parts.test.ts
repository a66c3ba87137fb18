import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBits, toBits } from '../../testing/index.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import {
  readConstrained,
  readSemiConstrained,
  readSmall,
  readSmallLength,
  readUnconstrained,
} from './number-reader.ts';
import { writeSemiConstrained, writeSmall, writeSmallLength } from './number-writer.ts';

const written = (write: (writer: BitWriter) => void): Uint8Array => {
  const writer = new BitWriter(10_000);
  write(writer);
  return writer.done();
};

describe('small numbers', () => {
  it.each([
    [0, '0 000000'],
    [63, '0 111111'],
    [64, '1 00000001 01000000'],
    [256, '1 00000010 00000001 00000000'],
  ])('%d is %s', (value, bits) => {
    const text = bits.replaceAll(' ', '');
    expect(toBits(written((writer) => writeSmall(writer, value))).slice(0, text.length)).toBe(text);
    expect(readSmall(new BitReader(fromBits(bits)))).toBe(value);
  });

  it('come back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(200), fc.maxSafeInteger().map(Math.abs)), (value) => {
        expect(readSmall(new BitReader(written((writer) => writeSmall(writer, value))))).toBe(value);
      }),
    );
  });

  it('in their long form are read although they are small', () => {
    expect(readSmall(new BitReader(fromBits('1 00000001 00000101')))).toBe(5);
  });
});

describe('small lengths', () => {
  it.each([1, 2, 64, 65, 127, 128, 4_000])('of %d presence bits come back', (count) => {
    const bytes = written((writer) =>
      writeSmallLength(writer, count, (from, to) => {
        for (let index = from; index < to; index += 1) writer.flag(index % 2 === 0);
      }),
    );
    const reader = new BitReader(bytes);
    expect(readSmallLength(reader, 4_096)).toBe(count);
    expect(reader.flag()).toBe(true);
    expect(reader.left).toBeGreaterThanOrEqual(count - 1);
  });

  it('of none and of too many are refused', () => {
    expect(() => readSmallLength(new BitReader(fromBits('1 00000000')), 4_096)).toThrow('asn1.invalid');
    const many = written((writer) =>
      writeSmallLength(writer, 5_000, (from, to) => {
        for (let index = from; index < to; index += 1) writer.flag(true);
      }),
    );
    expect(() => readSmallLength(new BitReader(many), 4_096)).toThrow('asn1.limit: 5000 items, 4096 are allowed');
  });
});

describe('whole numbers', () => {
  it('between bounds use no value above the upper one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(100_000), fc.nat(2 ** 20), (min, span, raw) => {
        const width = span.toString(2).length;
        const value = raw % 2 ** width;
        const reader = new BitReader(written((writer) => writer.uint(value, span === 0 ? 0 : width)));
        if (span === 0) expect(readConstrained(reader, min, min)).toBe(min);
        else if (value <= span) expect(readConstrained(reader, min, min + span)).toBe(min + value);
        else expect(() => readConstrained(reader, min, min + span)).toThrow('asn1.invalid');
      }),
    );
  });

  it('from a bound come back, over the whole range of safe integers', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (one, other) => {
        const [min, value] = one < other ? [one, other] : [other, one];
        const bytes = written((writer) => writeSemiConstrained(writer, value, min));
        expect(readSemiConstrained(new BitReader(bytes), min)).toBe(value);
      }),
    );
  });

  it('with leading octets that are not needed are read', () => {
    expect(readSemiConstrained(new BitReader(fromBits('00000011 00000000 00000000 00000111')), 0)).toBe(7);
    expect(readUnconstrained(new BitReader(fromBits('00000010 11111111 11111110')))).toBe(-2);
  });
});
