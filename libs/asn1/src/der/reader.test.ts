import { describe, expect, it } from 'vitest';
import { checkDer, DerReader, TAG } from './index.ts';

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const readerOf = (hex: string): DerReader => new DerReader(bytesOf(hex));
const textAs = (tag: string, text: string): string => {
  const body = Buffer.from(text, 'latin1').toString('hex');
  return `${tag}${text.length.toString(16).padStart(2, '0')}${body}`;
};

describe('the reader', () => {
  it('walks a sequence without a tree', () => {
    const reader = readerOf('300b 020105 0101ff a003 020102');
    const outer = reader.open(TAG.sequence);
    expect(reader.small(10)).toBe(5);
    expect(reader.boolean()).toBe(true);
    expect(reader.openIf(0xa1)).toBe(-1);
    const inner = reader.openIf(0xa0);
    expect(reader.integer()).toBe(2n);
    reader.close(inner);
    expect([reader.done(), reader.peek()]).toEqual([true, -1]);
    reader.close(outer);
    reader.finish();
  });

  it('gives slices of the input', () => {
    const bytes = bytesOf('3006 0402abcd 0500');
    const reader = new DerReader(bytes);
    reader.open(TAG.sequence);
    const slice = reader.octets();
    expect([slice.buffer, slice.byteOffset, slice.length]).toEqual([bytes.buffer, 4, 2]);
    expect(reader.element()).toEqual(bytesOf('0500'));
  });

  it.each<[string, string, (reader: DerReader) => unknown, RegExp]>([
    ['half a head', '30', (r) => r.skip(), /truncated/],
    ['a length too long', '0405 0000', (r) => r.octets(), /truncated/],
    ['an indefinite length', '3080 0000', (r) => r.skip(), /invalid/],
    ['a long length for a short one', '04810100', (r) => r.skip(), /invalid/],
    ['a zero before a length', '0482007f', (r) => r.skip(), /invalid/],
    ['a length of five bytes', '04850000000001', (r) => r.skip(), /limit/],
    ['a length that ends', '0482ff', (r) => r.skip(), /truncated/],
    ['a tag above 30', '1f8100', (r) => r.skip(), /limit/],
    ['another tag', '020100', (r) => r.boolean(), /invalid/],
    ['nothing', '', (r) => r.null(), /truncated/],
    ['BOOLEAN 1', '010101', (r) => r.boolean(), /invalid/],
    ['a long BOOLEAN', '0102ffff', (r) => r.boolean(), /invalid/],
    ['NULL with content', '050100', (r) => r.null(), /invalid/],
    ['an empty INTEGER', '0200', (r) => r.integer(), /invalid/],
    ['a zero before an INTEGER', '02020001', (r) => r.integer(), /invalid/],
    ['FF before a negative INTEGER', '0202ff80', (r) => r.integer(), /invalid/],
    ['a large INTEGER', '020401000000', (r) => r.integer(3), /limit/],
    ['a negative number', '0201ff', (r) => r.unsignedBytes(), /invalid/],
    ['a small number too large', '02020100', (r) => r.small(255), /limit/],
    ['a negative small number', '0201ff', (r) => r.small(255), /limit/],
    ['an empty OID', '0600', (r) => r.oid(), /invalid/],
    ['an OID that ends in an arc', '06022a86', (r) => r.oid(), /invalid/],
    ['an arc with a zero before it', '06032a8001', (r) => r.oid(), /invalid/],
    ['a long OID', `0641${'01'.repeat(65)}`, (r) => r.oid(), /limit/],
    ['an empty BIT STRING', '0300', (r) => r.bits(), /invalid/],
    ['eight unused bits', '030208ff', (r) => r.bits(), /invalid/],
    ['unused bits of nothing', '030101', (r) => r.bits(), /invalid/],
    ['unused bits that are set', '030201ff', (r) => r.bits(), /invalid/],
    ['a key of seven bits', '03020180', (r) => r.bitBytes(), /invalid/],
    ['named bits with zeros', '03020700', (r) => r.namedBits(), /invalid/],
    ['too many named bits', '0306000000000001', (r) => r.namedBits(), /limit/],
    ['bytes behind', '05000500', (r) => (r.null(), r.finish()), /invalid/],
    ['a time without Z', textAs('17', '9105062345400'), (r) => r.time(), /invalid/],
    ['a time without seconds', textAs('17', '9105062345Z'), (r) => r.time(), /invalid/],
    ['30 February', textAs('17', '910230234540Z'), (r) => r.time(), /invalid/],
    ['29 February 2023', textAs('18', '20230229000000Z'), (r) => r.time(), /invalid/],
    ['second 60', textAs('17', '910506234560Z'), (r) => r.time(), /invalid/],
    ['letters in a time', textAs('17', '91O506234540Z'), (r) => r.time(), /invalid/],
    ['a fraction ending with 0', textAs('18', '20230228000000.10Z'), (r) => r.time(), /invalid/],
    ['an empty fraction', textAs('18', '20230228000000.Z'), (r) => r.time(), /invalid/],
    ['a comma', textAs('18', '20230228000000,1Z'), (r) => r.time(), /invalid/],
    ['a letter in a fraction', textAs('18', '20230228000000.xZ'), (r) => r.time(), /invalid/],
    ['microseconds', textAs('18', '20230228000000.1234Z'), (r) => r.time(), /limit/],
    ['a number as time', '020101', (r) => r.time(), /invalid/],
    ['wrong UTF-8', '0c02c328', (r) => r.text(), /invalid/],
    ['@ in PrintableString', '130140', (r) => r.text(), /invalid/],
    ['Latin 1 in IA5String', '1601e9', (r) => r.text(), /invalid/],
    ['a letter in NumericString', '120141', (r) => r.text(), /invalid/],
    ['a control in VisibleString', '1a010a', (r) => r.text(), /invalid/],
    ['half a BMP character', '1e03004100', (r) => r.text(), /invalid/],
    ['a surrogate in BMPString', '1e02d800', (r) => r.text(), /invalid/],
    ['a NULL as text', '0500', (r) => r.text(), /invalid/],
  ])('refuses %s with the offset', (_, hex, read, code) => {
    expect(() => read(readerOf(hex))).toThrow(code);
    try {
      read(readerOf(hex));
    } catch (error) {
      expect(error).toMatchObject({ detail: { offset: expect.any(Number) } });
    }
  });

  it('reads what the standards show', () => {
    expect(readerOf('06052b06010401').oid()).toBe('1.3.6.1.4.1');
    expect(readerOf('0603883703').oid()).toBe('2.999.3');
    expect(readerOf('06017f').oid()).toBe('2.47');
    expect(readerOf(textAs('17', '500101000000Z')).time()).toBe(Date.UTC(1950, 0, 1));
    expect(readerOf(textAs('17', '491231235959Z')).time()).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(readerOf(textAs('18', '20240229120000.25Z')).time()).toBe(Date.UTC(2024, 1, 29, 12, 0, 0, 250));
    expect(readerOf(textAs('18', '00010101000000Z')).time()).toBe(Date.parse('0001-01-01T00:00:00Z'));
    expect(readerOf(textAs('14', 'caf\u00e9')).text()).toBe('café');
    expect(readerOf('1c040001f600').text()).toBe('😀');
    expect(readerOf('0c00').text()).toBe('');
    expect(readerOf('02020080').unsignedBytes()).toEqual(Uint8Array.of(0x80));
    expect(readerOf('020100').unsignedBytes()).toEqual(Uint8Array.of(0));
    expect(readerOf('0201ff').integer()).toBe(-1n);
    expect(readerOf('0a0105').small(9, TAG.enumerated)).toBe(5);
  });
});

describe('a check of everything', () => {
  const nested = (depth: number): Uint8Array => {
    let bytes: Uint8Array = new Uint8Array();
    for (let n = 0; n < depth; n += 1) bytes = Buffer.concat([Buffer.of(0x30, bytes.length), bytes]);
    return new Uint8Array(bytes);
  };

  it('bounds depth and elements', () => {
    expect(() => checkDer(nested(60))).not.toThrow();
    expect(() => checkDer(nested(60), { depth: 20 })).toThrow(/limit/);
    expect(() => checkDer(bytesOf('3006 0500 0500 0500'), { elements: 3 })).toThrow(/limit/);
  });

  it.each([
    ['two elements', '05000500', /invalid/],
    ['nothing', '', /truncated/],
    ['a set out of order', '3106 020102 020101', /invalid/],
    ['an OCTET STRING in pieces', '2404 0402abcd', /invalid/],
    ['a wrong BOOLEAN deep inside', '3005 a003 010101', /invalid/],
    ['wrong text', '3003 0c01ff', /invalid/],
  ])('refuses %s', (_, hex, code) => {
    expect(() => checkDer(bytesOf(hex))).toThrow(code);
  });

  it('takes the same twice in a set, and what it does not know', () => {
    expect(() => checkDer(bytesOf('3106 020101 020101'))).not.toThrow();
    expect(() => checkDer(bytesOf('3004 80020102'))).not.toThrow();
  });
});
