import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DerReader, encodeDer, generalizedTime, primitive, TAG, time, utcTime } from './index.ts';
import { generalizedText, isUtcYear, utcText } from './time.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const utc = (text: string): number => new DerReader(encodeDer(primitive(TAG.utcTime, bytesOf(text)))).time();
const generalized = (text: string): number =>
  new DerReader(encodeDer(primitive(TAG.generalizedTime, bytesOf(text)))).time();

describe('UTCTime', () => {
  it.each([
    ['700101000000Z', 0],
    ['500101000000Z', Date.UTC(1950, 0, 1)],
    ['491231235959Z', Date.UTC(2049, 11, 31, 23, 59, 59)],
    ['991231235959Z', Date.UTC(1999, 11, 31, 23, 59, 59)],
    ['000229000000Z', Date.UTC(2000, 1, 29)],
    ['240229120000Z', Date.UTC(2024, 1, 29, 12)],
    ['261127201630Z', Date.UTC(2026, 10, 27, 20, 16, 30)],
  ])('%s', (text, millis) => {
    expect(utc(text)).toBe(millis);
    expect(utcText(millis)).toBe(text);
  });

  it.each([
    '',
    'Z',
    '2611272016Z',
    '261127201630',
    '261127201630+0000',
    '26112720163 Z',
    '260027201630Z',
    '261327201630Z',
    '261100201630Z',
    '261131201630Z',
    '230229201630Z',
    '261127241630Z',
    '261127206030Z',
    '261127201660Z',
    '2611272016300Z',
    '20261127201630Z',
  ])('not %s', (text) => {
    expect(() => utc(text)).toThrow(/asn1\.invalid/);
  });
});

describe('GeneralizedTime', () => {
  it.each([
    ['19700101000000Z', 0],
    ['20500101000000Z', Date.UTC(2050, 0, 1)],
    ['99991231235959Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ['20000229000000Z', Date.UTC(2000, 1, 29)],
    ['20261127201630.5Z', Date.UTC(2026, 10, 27, 20, 16, 30, 500)],
    ['20261127201630.05Z', Date.UTC(2026, 10, 27, 20, 16, 30, 50)],
    ['20261127201630.123Z', Date.UTC(2026, 10, 27, 20, 16, 30, 123)],
    ['00000101000000Z', Date.parse('0000-01-01T00:00:00Z')],
    ['16000229000000Z', Date.UTC(1600, 1, 29)],
  ])('%s', (text, millis) => {
    expect(generalized(text)).toBe(millis);
    expect(generalizedText(millis)).toBe(text);
  });

  it.each([
    '',
    '20261127201630',
    '20261127201630+0800',
    '202611272016Z',
    '20261127201630.Z',
    '20261127201630.0Z',
    '20261127201630.10Z',
    '20261127201630,5Z',
    '20261127201630.5',
    '20261127201630.xZ',
    '19000229000000Z',
    '21000229000000Z',
    '2026112720163aZ',
  ])('not %s', (text) => {
    expect(() => generalized(text)).toThrow(/asn1\.invalid/);
  });

  it('is read to milliseconds only', () => {
    expect(() => generalized('20261127201630.1234Z')).toThrow(/asn1\.limit/);
  });
});

describe('times', () => {
  it('are those of the calendar of JavaScript, every day of 800 years', () => {
    for (let day = -220_000; day < 72_000; day += 1) {
      const millis = day * 86_400_000;
      expect(generalized(generalizedText(millis))).toBe(millis);
    }
  });

  it('choose their type by the year (RFC 5280 4.1.2.5) and lose milliseconds', () => {
    expect(encodeDer(time(Date.UTC(2049, 11, 31, 23, 59, 59, 999)))[0]).toBe(TAG.utcTime);
    expect(encodeDer(time(Date.UTC(2050, 0, 1)))[0]).toBe(TAG.generalizedTime);
    expect(encodeDer(time(Date.UTC(1949, 11, 31)))[0]).toBe(TAG.generalizedTime);
    expect(new DerReader(encodeDer(time(Date.UTC(2060, 0, 1) + 7))).time()).toBe(Date.UTC(2060, 0, 1));
    expect(isUtcYear(Date.UTC(1950, 0, 1))).toBe(true);
    expect(isUtcYear(Date.UTC(2050, 0, 1))).toBe(false);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, Date.UTC(10_000, 0, 1), -62_167_219_200_001])(
    'cannot be %s',
    (millis) => {
      expect(() => encodeDer(generalizedTime(millis))).toThrow(/asn1\.value/);
      expect(() => encodeDer(utcTime(millis))).toThrow(/asn1\.value/);
    },
  );

  it('any text of digits is refused or comes back', () => {
    const digits = fc.array(fc.nat(9), { minLength: 14, maxLength: 14 }).map((list) => `${list.join('')}Z`);
    fc.assert(
      fc.property(digits, (text) => {
        let millis: number;
        try {
          millis = generalized(text);
        } catch (error) {
          expect(String(error)).toContain('asn1.invalid');
          return;
        }
        expect(generalizedText(millis)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});
