import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bmpString, encodeDer, int, oid, printableString, seq, setOf, TAG, utf8String } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import {
  ATTRIBUTE,
  encodeName,
  isUnderName,
  nameKey,
  nameOf,
  nameText,
  parseName,
  parseNameText,
  sameName,
} from './index.ts';
import type { Name } from './index.ts';

const text = (value: string): string => nameText(parseNameText(value));

describe('names', () => {
  it.each([
    'CN=Steve Kille,O=Isode Limited,C=GB',
    'OU=Sales+CN=J. Smith,O=Widget Inc.,C=US',
    String.raw`CN=L. Eagle,O=Sue\, Grabbit and Runn,C=GB`,
    String.raw`CN=Before\0dAfter,O=Test,C=GB`,
    '1.3.6.1.4.1.1466.0=#04024869,O=Test,C=GB',
    'SN=Lučić',
    String.raw`CN=\ a\ `,
    String.raw`CN=\#a,OU=a#b`,
    'DC=example,DC=net',
    '',
  ])('have the text of RFC 4514: %s', (given) => {
    expect(text(given)).toBe(given);
    expect(nameText(parseName(encodeName(parseNameText(given))))).toBe(given);
  });

  it('are read with blanks, long words and escapes in hex', () => {
    expect(text('cn = a b , o=c')).toBe('CN=a b,O=c');
    expect(text(String.raw`SN=Lu\C4\8Di\C4\87`)).toBe('SN=Lučić');
    expect(text('2.5.4.3=x')).toBe('CN=x');
    expect(parseNameText('CN=a,C=CN')).toEqual(nameOf({ C: 'CN', CN: 'a' }));
  });

  it.each([
    'CN',
    'XY=a',
    'CN=a;b',
    'CN="a"',
    String.raw`CN=\q`,
    'CN=#zz',
    'CN=#0401ffx',
    'CN=a,',
    '=a',
    'x'.repeat(16_385),
  ])('are refused: %s', (given) => {
    expect(() => encodeName(parseNameText(given))).toThrow(/value/);
  });

  it('match without regard to case, blanks and string types (RFC 5280 7.1)', () => {
    const der = (...values: readonly Der[]): Uint8Array => encodeDer(seq(...values.map((value) => setOf(value))));
    const cn = oid(ATTRIBUTE.CN);
    const a = der(seq(cn, printableString('Che  Dun ')));
    expect(sameName(a, der(seq(cn, utf8String('CHE DUN'))))).toBe(true);
    expect(sameName(a, der(seq(cn, bmpString('che dun'))))).toBe(true);
    expect(sameName(a, der(seq(cn, utf8String('chedun'))))).toBe(false);
    expect(sameName(a, der(seq(oid(ATTRIBUTE.O), utf8String('che dun'))))).toBe(false);
    expect(nameKey(nameOf({ CN: 'ＡＢＣ' }))).toBe(nameKey(nameOf({ CN: 'abc' })));
    expect(nameKey(nameOf({ O: 'a', CN: 'b' }))).not.toBe(nameKey(nameOf({ CN: 'b', O: 'a' })));
    const two = (x: string, y: string): Name => [
      [
        { type: ATTRIBUTE.CN, value: x },
        { type: ATTRIBUTE.CN, value: y },
      ],
    ];
    expect(nameKey(two('a', 'b'))).toBe(nameKey(two('b', 'A')));
    expect(sameName(der(seq(cn, int(5))), der(seq(cn, int(6))))).toBe(false);
  });

  it('lie under one another part by part', () => {
    const base = nameOf({ C: 'CN', O: 'CheDun' });
    expect(isUnderName(nameOf({ C: 'cn', O: 'chedun', CN: 'x' }), base)).toBe(true);
    expect(isUnderName(base, base)).toBe(true);
    expect(isUnderName(nameOf({ C: 'CN' }), base)).toBe(false);
    expect(isUnderName(nameOf({ C: 'CN', O: 'CheDunX' }), base)).toBe(false);
    expect(isUnderName(base, [])).toBe(true);
  });

  it('are bounded', () => {
    const many: Name = Array.from({ length: 65 }, () => [{ type: ATTRIBUTE.CN, value: 'a' }]);
    expect(() => parseName(encodeName(many))).toThrow(/x509\.limit/);
    const wide: Name = [Array.from({ length: 17 }, (_, at) => ({ type: ATTRIBUTE.CN, value: `${at}` }))];
    expect(() => parseName(encodeName(wide))).toThrow(/x509\.limit/);
    expect(() => parseName(encodeName(nameOf({ CN: 'a'.repeat(5000) })))).toThrow(/x509\.limit/);
    expect(() => parseName(encodeDer(seq(setOf())))).toThrow(/x509\.structure/);
    expect(() => encodeName([[{ type: ATTRIBUTE.CN, value: 'a', tag: TAG.t61String }]])).toThrow(/x509\.unsupported/);
  });

  it('any text of an attribute comes back from text and from DER', () => {
    const valueArb = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    const nameArb = fc.array(
      fc.array(fc.record({ type: fc.constantFrom(ATTRIBUTE.CN, ATTRIBUTE.O, '1.2.3.4'), value: valueArb }), {
        minLength: 1,
        maxLength: 3,
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(nameArb, (name) => {
        expect(parseNameText(nameText(name))).toEqual(name);
        const der = encodeName(name);
        expect(Buffer.from(encodeName(parseName(der))).equals(der)).toBe(true);
        expect(nameKey(parseName(der))).toBe(nameKey(name));
      }),
    );
  });
});
