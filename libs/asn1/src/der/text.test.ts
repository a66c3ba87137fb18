import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bmpString,
  DerReader,
  encodeDer,
  ia5String,
  isPrintable,
  isStringTag,
  primitive,
  printableString,
  stringText,
  TAG,
  utf8String,
} from './index.ts';

const read = (tag: number, hex: string): string => stringText(Buffer.from(hex, 'hex'), 0, hex.length / 2, tag);

describe('strings', () => {
  it.each([
    ['UTF8String', TAG.utf8String, 'e8bda6e79bbe', '车盾'],
    ['UTF8String with a mark of order', TAG.utf8String, 'efbbbf41', '\ufeffA'],
    ['UTF8String beyond the first plane', TAG.utf8String, 'f09f9880', '😀'],
    ['PrintableString', TAG.printableString, '41622027282b2c2d2e2f3a3d3f29', "Ab '(+,-./:=?)"],
    ['NumericString', TAG.numericString, '302039', '0 9'],
    ['IA5String', TAG.ia5String, '6140622e636e00', 'a@b.cn\0'],
    ['VisibleString', TAG.visibleString, '207e', ' ~'],
    ['T61String as Latin 1', TAG.t61String, 'e9', 'é'],
    ['BMPString', TAG.bmpString, '8f6676fe', '车盾'],
    ['UniversalString', TAG.universalString, '00008f660001f600', '车😀'],
    ['nothing', TAG.utf8String, '', ''],
  ])('%s', (_, tag, hex, text) => {
    expect(isStringTag(tag)).toBe(true);
    expect(read(tag, hex)).toBe(text);
  });

  it.each([
    ['an overlong form', TAG.utf8String, 'c080'],
    ['a surrogate in UTF-8', TAG.utf8String, 'eda080'],
    ['half a character', TAG.utf8String, 'e8bd'],
    ['an underscore', TAG.printableString, '5f'],
    ['an asterisk', TAG.printableString, '2a'],
    ['a byte above 7F', TAG.printableString, 'c1'],
    ['a letter among digits', TAG.numericString, '3041'],
    ['a byte above 7F in IA5', TAG.ia5String, '80'],
    ['a delete', TAG.visibleString, '7f'],
    ['half a character of 2 bytes', TAG.bmpString, '8f'],
    ['a pair of surrogates', TAG.bmpString, 'd83dde00'],
    ['a character above Unicode', TAG.universalString, '00110000'],
    ['half a character of 4 bytes', TAG.universalString, '000000'],
    ['no string type', TAG.integer, '01'],
  ])('are refused: %s', (_, tag, hex) => {
    expect(() => read(tag, hex)).toThrow(/asn1\.invalid/);
  });

  it('say where the wrong character is', () => {
    const bytes = encodeDer(primitive(TAG.printableString, new TextEncoder().encode('ab@c')));
    try {
      new DerReader(bytes).text();
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'asn1.invalid', detail: { offset: 4 } });
    }
  });

  it('are printable or not', () => {
    expect(isPrintable("Che Dun (1) '+,-./:=?")).toBe(true);
    for (const text of ['a@b', 'a_b', 'a*b', '车', 'a"b', 'a&b', 'a;b']) expect(isPrintable(text)).toBe(false);
    expect(isStringTag(TAG.octetString)).toBe(false);
  });

  it('any text comes back from the types that can hold it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(new DerReader(encodeDer(utf8String(text))).text()).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(new DerReader(encodeDer(ia5String(text))).text()).toBe(text);
        expect(new DerReader(encodeDer(bmpString(text))).text()).toBe(text);
        if (isPrintable(text)) expect(new DerReader(encodeDer(printableString(text))).text()).toBe(text);
        else expect(() => printableString(text)).toThrow(/asn1\.value/);
      }),
    );
  });
});
