import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitString,
  bmpString,
  bool,
  checkDer,
  compareDer,
  context,
  DerReader,
  encodeDer,
  enumerated,
  explicit,
  generalizedTime,
  ia5String,
  implicit,
  int,
  namedBits,
  nul,
  octetString,
  oid,
  printableString,
  raw,
  seq,
  setOf,
  TAG,
  time,
  unsigned,
  utcTime,
  utf8String,
} from './index.ts';
import type { Der } from './index.ts';

const hex = (der: Der): string => Buffer.from(encodeDer(der)).toString('hex');
const readerOf = (der: Der): DerReader => new DerReader(encodeDer(der));

describe('the writer', () => {
  it.each<[string, Der, string]>([
    ['0', int(0), '020100'],
    ['127', int(127), '02017f'],
    ['128', int(128), '02020080'],
    ['256', int(256n), '02020100'],
    ['-128', int(-128), '020180'],
    ['-129', int(-129n), '0202ff7f'],
    ['ENUMERATED', enumerated(5), '0a0105'],
    ['an unsigned number', unsigned(Uint8Array.of(0, 0, 0x80)), '02020080'],
    ['an unsigned nothing', unsigned(new Uint8Array()), '020100'],
    ['TRUE', bool(true), '0101ff'],
    ['NULL', nul, '0500'],
    ['rsadsi', oid('1.2.840.113549'), '06062a864886f70d'],
    ['an arc in 2', oid('2.999.3'), '0603883703'],
    ['named bits', namedBits(0b110_0000), '03020106'],
    ['named bits 0 and 8', namedBits(0b1_0000_0001), '0303078080'],
    ['no named bits', namedBits(0), '030100'],
    ['bits', bitString(Uint8Array.of(0xff), 4), '030204f0'],
    ['UTCTime', utcTime(Date.UTC(1991, 4, 6, 23, 45, 40)), '170d3931303530363233343534305a'],
    ['a time of 2050', time(Date.UTC(2050, 0, 1)), '180f32303530303130313030303030305a'],
    ['a time of 2049', time(Date.UTC(2049, 11, 31)), '170d3439313233313030303030305a'],
    ['text', utf8String('车'), '0c03e8bda6'],
    ['BMPString', bmpString('车'), '1e028f66'],
    ['explicit', explicit(0, int(2)), 'a003020102'],
    ['implicit', implicit(1, octetString(Uint8Array.of(7))), '810107'],
    ['implicit of a sequence', implicit(1, seq(int(1))), 'a103020101'],
    ['a set in order', setOf(int(300), int(2), bool(false)), '310a0101000201020202012c'],
    ['around', octetString(seq()), '04023000'],
    ['nothing optional', seq(undefined, nul, undefined), '30020500'],
  ])('writes %s', (_, der, expected) => {
    expect(hex(der)).toBe(expected);
  });

  it('writes lengths of every width', () => {
    for (const size of [127, 128, 255, 256, 65_535, 65_536]) {
      const bytes = encodeDer(octetString(new Uint8Array(size)));
      expect(new DerReader(bytes).octets()).toHaveLength(size);
      checkDer(bytes);
    }
    expect(hex(octetString(new Uint8Array(65_536))).slice(0, 10)).toBe('0483010000');
  });

  it.each<[string, () => unknown]>([
    ['a fraction', () => int(1.5)],
    ['a wide character in IA5', () => ia5String('é')],
    ['@ in PrintableString', () => printableString('a@b')],
    ['half a pair', () => utf8String('\ud800')],
    ['a pair in BMP', () => bmpString('😀')],
    ['nine unused bits', () => bitString(Uint8Array.of(1), 9)],
    ['unused bits of nothing', () => bitString(new Uint8Array(), 1)],
    ['an oid in 3', () => oid('3.1')],
    ['an oid of one arc', () => oid('1')],
    ['arc 40 under 1', () => oid('1.40')],
    ['a long oid', () => oid(`1.2.${'9'.repeat(200)}`)],
    ['the year 2050 as UTCTime', () => utcTime(Date.UTC(2050, 0, 1))],
    ['no time', () => generalizedTime(Number.NaN)],
    ['the year 10000', () => generalizedTime(Date.UTC(10_000, 0, 1))],
    ['an implicit tag on raw bytes', () => implicit(0, raw(Uint8Array.of(5, 0)))],
  ])('refuses %s', (_, build) => {
    expect(build).toThrow(/^asn1\.value/);
  });
});

const arcArb = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 1n << 128n }));
const oidArb = fc
  .tuple(
    fc.constantFrom(0n, 1n, 2n),
    fc.bigInt({ min: 0n, max: 39n }),
    fc.array(arcArb, { minLength: 1, maxLength: 3 }),
  )
  .map(([top, second, rest]) => [top, second, ...rest].join('.'));

const leafArb: fc.Arbitrary<Der> = fc.oneof(
  fc.bigInt({ min: -(1n << 70n), max: 1n << 70n }).map((n) => int(n)),
  fc.boolean().map(bool),
  fc.constant(nul),
  oidArb.map(oid),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => octetString(bytes)),
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.nat(7)).map(([bytes, unused]) => bitString(bytes, unused)),
  fc.nat(0x7fff_ffff).map(namedBits),
  fc.string({ unit: 'grapheme' }).map(utf8String),
  fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }).map(generalizedTime),
  fc.string({ unit: 'grapheme-ascii' }).map(ia5String),
);
const { tree: derArb } = fc.letrec<{ tree: Der }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leafArb,
    fc.array(tie('tree'), { maxLength: 4 }).map((parts) => seq(...parts)),
    fc.array(tie('tree'), { maxLength: 4 }).map((parts) => setOf(...parts)),
    fc.tuple(fc.nat(30), tie('tree')).map(([n, part]) => explicit(n, part)),
  ),
}));

/** Reads any element and writes what was read. */
const rewrite = (reader: DerReader): Der => {
  const tag = reader.peek();
  if ((tag & 0x20) !== 0) {
    const outer = reader.open(tag);
    const parts: Der[] = [];
    while (!reader.done()) parts.push(rewrite(reader));
    reader.close(outer);
    if (tag === TAG.set) return setOf(...parts);
    return tag === TAG.sequence ? seq(...parts) : { ...seq(...parts), tag };
  }
  if (tag === TAG.integer) return int(reader.integer());
  if (tag === TAG.boolean) return bool(reader.boolean());
  if (tag === TAG.oid) return oid(reader.oid());
  if (tag === TAG.utf8String) return utf8String(reader.text());
  if (tag === TAG.generalizedTime) return generalizedTime(reader.time());
  if (tag === TAG.bitString) {
    const { bytes, unused } = reader.bits();
    return bitString(bytes, unused);
  }
  return raw(reader.element());
};

describe('written and read', () => {
  it('any element is DER and comes back', () => {
    fc.assert(
      fc.property(derArb, (der) => {
        const bytes = encodeDer(der);
        checkDer(bytes, { depth: 200 });
        const reader = new DerReader(bytes);
        const again = encodeDer(rewrite(reader));
        reader.finish();
        expect(Buffer.from(again).equals(bytes)).toBe(true);
      }),
    );
  });

  it('changed bytes are refused, or are the encoding of what they say', () => {
    fc.assert(
      fc.property(derArb, fc.nat(), fc.nat(255), (der, place, byte) => {
        const bytes = encodeDer(der);
        bytes[place % bytes.length] = byte;
        try {
          checkDer(bytes, { depth: 200 });
        } catch (error) {
          expect(String(error)).toMatch(/asn1\.(truncated|invalid|limit)/);
          return;
        }
        expect(Buffer.from(encodeDer(rewrite(new DerReader(bytes)))).equals(bytes)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('values are the same', () => {
    fc.assert(
      fc.property(fc.bigInt(), oidArb, fc.integer({ min: 0, max: 2_524_607_999 }), (n, id, seconds) => {
        expect(readerOf(int(n)).integer()).toBe(n);
        expect(readerOf(oid(id)).oid()).toBe(id);
        expect(readerOf(time(seconds * 1000)).time()).toBe(seconds * 1000);
        expect(readerOf(namedBits(seconds & 0x7fff_ffff)).namedBits()).toBe(seconds & 0x7fff_ffff);
      }),
    );
    expect(readerOf(bmpString('车盾')).text()).toBe('车盾');
    expect(readerOf(implicit(6, ia5String('a'))).textAs(context(6), TAG.ia5String)).toBe('a');
  });

  it('sets are ordered as bytes, the shorter first', () => {
    expect(compareDer(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBeLessThan(0);
    expect(compareDer(Uint8Array.of(2), Uint8Array.of(1, 2, 3))).toBeGreaterThan(0);
    expect(compareDer(Uint8Array.of(2), Uint8Array.of(2))).toBe(0);
  });
});
