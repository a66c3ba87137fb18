import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oidBytes, oidText } from './index.ts';

const hexOf = (text: string): string => Buffer.from(oidBytes(text)).toString('hex');
const textOf = (hex: string): string => oidText(Buffer.from(hex, 'hex'), 0, hex.length / 2);

describe('object identifiers', () => {
  it.each([
    ['0.0', '00'],
    ['0.39', '27'],
    ['1.0', '28'],
    ['1.39', '4f'],
    ['2.0', '50'],
    ['2.39', '77'],
    ['2.40', '78'],
    ['2.47', '7f'],
    ['2.48', '8100'],
    ['2.999', '8837'],
    ['1.2.840.113549', '2a864886f70d'],
    ['1.2.156.10197.1.301', '2a811ccf5501822d'],
    ['1.2.156.10197.1.501', '2a811ccf55018375'],
    ['1.3.6.1.5.5.7.48.1', '2b06010505073001'],
    ['2.5.29.19', '551d13'],
    ['2.16.840.1.101.3.4.2.1', '608648016503040201'],
    ['1.2.127', '2a7f'],
    ['1.2.128', '2a8100'],
    ['1.2.16383', '2aff7f'],
    ['1.2.16384', '2a818000'],
    ['1.2.9007199254740991', '2a8fffffffffffff7f'],
    ['1.2.9007199254740993', '2a9080808080808001'],
  ])('%s', (text, hex) => {
    expect(hexOf(text)).toBe(hex);
    expect(textOf(hex)).toBe(text);
  });

  it.each(['', '1', '3.1', '1.40', '0.40', '01.2', '1.02', '1..2', '1.2.', '.1.2', '1.-2', '1.2 ', 'a.b', '1.2.3e4'])(
    'not %s',
    (text) => {
      expect(() => oidBytes(text)).toThrow(/asn1\.value/);
    },
  );

  it.each([
    ['nothing', ''],
    ['an end inside an arc', '2a86'],
    ['a first arc with zeros before it', '8001'],
    ['a later arc with zeros before it', '2a8000'],
    ['only continuation', 'ff'],
  ])('are refused: %s', (_, hex) => {
    expect(() => textOf(hex)).toThrow(/asn1\.invalid/);
  });

  it('are at most 64 bytes, both ways', () => {
    expect(textOf('2a'.repeat(64)).split('.')).toHaveLength(65);
    expect(() => textOf('2a'.repeat(65))).toThrow(/asn1\.limit/);
    expect(() => oidBytes(`1.2${'.1'.repeat(64)}`)).toThrow(/asn1\.value/);
  });

  it('hold arcs of 128 bits (X.667)', () => {
    const uuid = '2.25.329800735698586629295641978511506172918';
    expect(textOf(hexOf(uuid))).toBe(uuid);
  });

  it('are read between offsets', () => {
    const bytes = Buffer.from('ff2a03ff', 'hex');
    expect(oidText(bytes, 1, 3)).toBe('1.2.3');
  });

  it('any bytes are refused or come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
        let text: string;
        try {
          text = oidText(bytes, 0, bytes.length);
        } catch (error) {
          expect(String(error)).toContain('asn1.invalid');
          return;
        }
        expect(Buffer.from(oidBytes(text)).equals(bytes)).toBe(true);
      }),
    );
  });
});
