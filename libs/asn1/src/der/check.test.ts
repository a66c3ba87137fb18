import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDer, compareDer, encodeDer, int, nul, octetString, oid, raw, seq, setOf, utf8String } from './index.ts';

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('a check of DER', () => {
  it.each([
    ['an integer', '020105'],
    ['a sequence of several types', '3012 020105 0101ff 0500 0603551d13 0c0141 0400'],
    ['a set in order', '3109 0101ff 020105 0c0141'],
    ['a context tag with anything inside', 'a003 020105'],
    ['a primitive context tag with bytes', '8003 ffffff'],
    ['bytes in an octet string that are no DER', '0403 30ff00'],
    ['an empty sequence', '3000'],
  ])('takes %s', (_, hex) => {
    expect(() => checkDer(bytesOf(hex))).not.toThrow();
  });

  it.each([
    ['an integer with a zero before it', '30040202 0005'],
    ['a boolean of 01', '3003 010101'],
    ['a null with content', '3003 050100'],
    ['a bit string with wrong bits', '3004 030204ff'],
    ['an enumerated that is empty', '3002 0a00'],
    ['an object identifier that ends', '3003 060186'],
    ['a time that does not exist', '300f 170d 393930323330303030303030 5a'],
    ['a printable string with @', '3003 130140'],
    ['a constructed octet string', '2404 0402abcd'],
    ['a constructed UTF8String', '2c03 0c0141'],
    ['a set whose members fall', '3106 020105 010100'],
    ['a length that is too long', '3005 020105'],
    ['something behind', '3000 3000'],
  ])('refuses %s', (_, hex) => {
    expect(() => checkDer(bytesOf(hex))).toThrow(/asn1\.(invalid|truncated)/);
  });

  it('bounds its work', () => {
    let der = nul;
    for (let depth = 0; depth < 70; depth += 1) der = seq(der);
    expect(() => checkDer(encodeDer(der))).toThrow(/asn1\.limit/);
    expect(() => checkDer(encodeDer(der), { depth: 70 })).not.toThrow();
    const wide = encodeDer(seq(...Array.from({ length: 50 }, () => nul)));
    expect(() => checkDer(wide, { elements: 50 })).toThrow(/asn1\.limit/);
    expect(() => checkDer(wide, { elements: 51 })).not.toThrow();
  });

  it('knows the order in which a set is written', () => {
    const members = fc.array(
      fc.oneof(
        fc.integer().map((n) => int(n)),
        fc.string().map(utf8String),
        fc.uint8Array().map((bytes) => octetString(bytes)),
      ),
    );
    fc.assert(
      fc.property(members, (list) => {
        checkDer(encodeDer(setOf(...list)));
        const encoded = list.map(encodeDer);
        const isOrdered = encoded.every((each, at) => at === 0 || compareDer(encoded[at - 1] ?? each, each) <= 0);
        const unordered = encodeDer({ ...seq(...encoded.map(raw)), tag: 0x31 });
        if (isOrdered) checkDer(unordered);
        else expect(() => checkDer(unordered)).toThrow(/asn1\.invalid/);
      }),
    );
  });

  it('takes what we write', () => {
    expect(() => checkDer(encodeDer(seq(oid('1.2.3'), setOf(int(3), int(300)), octetString(seq(nul)))))).not.toThrow();
  });
});
