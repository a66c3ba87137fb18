import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../testing/index.ts';
import {
  bits,
  boolean,
  choice,
  enumerated,
  ia5,
  integer,
  listOf,
  nothing,
  octets,
  openChoice,
  openEnumerated,
  openSequence,
  optional,
  reference,
  sequence,
  utf8,
} from '../schema.ts';
import type { Type } from '../types.ts';
import type { Value } from '../value.ts';
import { decodeOer, decodeOerAt, defaulted, encodeOer, OER_LIMITS } from './index.ts';

const read = (type: Type, hex: string, canonical = false): unknown =>
  decodeOer(type, fromHex(hex), { canonical }).value;
const write = (type: Type, value: Value): string => toHex(encodeOer(type, value as never));

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    const { code, detail } = error as { code: string; detail: { offset?: number; field?: string } };
    return [code, detail.offset, detail.field].filter((part) => part !== undefined).join(' ');
  }
  return 'nothing';
};

describe('defaults', () => {
  const type = sequence({ chain: defaulted(integer(), 1), who: defaulted(bits(8), { bits: '10000000' }) });

  it('are left away when a value equals them, and written when it does not', () => {
    expect(write(type, { chain: 1, who: { bits: '10000000' } })).toBe('00');
    expect(write(type, { chain: 2 })).toBe('800102');
    expect(write(type, { who: { bits: '11000000' } })).toBe('40c0');
  });

  it('stay absent in the value when they are absent in the bytes', () => {
    expect(read(type, '00')).toEqual({});
  });

  it('that stand in the bytes are read, but are not canonical', () => {
    expect(read(type, '800101')).toEqual({ chain: 1 });
    expect(codeOf(() => read(type, '800101', true))).toBe('asn1.invalid 0');
  });
});

describe('what is not canonical', () => {
  it.each([
    ['a long length', octets(), '8101aa', { octets: 'aa' }],
    ['a length with zeros', octets(), '820001aa', { octets: 'aa' }],
    ['a number with zeros', integer(0), '020001', 1],
    ['a count with zeros', listOf(boolean), '020001ff', [true]],
    ['a boolean of 1', boolean, '01', true],
    ['padding of a bit string', bits(5), 'ff', { bits: '11111' }],
    ['bits behind the preamble', sequence({ a: optional(boolean) }), '7f', {}],
    ['an enumerated in the long form', enumerated(['a', 'b']), '8101', 'b'],
    ['additions that are all absent', openSequence({}, { a: boolean }), '80020700', {}],
  ] as const)('%s is read, and refused when asked to', (_, type, hex, value) => {
    expect(read(type, hex)).toEqual(value);
    expect(codeOf(() => read(type, hex, true))).toMatch(/^asn1\.invalid/);
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', boolean, '', 'asn1.truncated 0'],
    ['a number outside its range', integer(1, 3), '04', 'asn1.invalid 0'],
    ['a number of no bytes', integer(), '00', 'asn1.invalid 0'],
    ['a number beyond 2^53', integer(0), '0820000000000000', 'asn1.truncated 1'],
    ['a number beyond 2^53 that is whole', integer(0), '080020000000000000', 'asn1.invalid 1'],
    ['a negative number beyond', integer(), '09ff0000000000000000', 'asn1.invalid 1'],
    ['an unknown name', enumerated(['a']), '01', 'asn1.invalid 0'],
    ['an enumerated of no bytes', enumerated(['a']), '80', 'asn1.invalid 0'],
    ['a negative enumerated', openEnumerated(['a']), '81ff', 'asn1.invalid 0'],
    ['another class of tag', choice({ a: boolean }), '00ff', 'asn1.invalid 0'],
    ['an unknown alternative', choice({ a: boolean }), '81ff', 'asn1.invalid 0'],
    ['a tag number without end', openChoice({ a: boolean }), 'bfffffffff', 'asn1.limit 0'],
    ['a list too long', listOf(boolean, 0, 1), '0102ffff', 'asn1.invalid 0'],
    ['a string too long', octets(1, 2), '03aabbcc', 'asn1.invalid 0'],
    ['a length without bytes', octets(), '80', 'asn1.invalid 0'],
    ['a length of 5 bytes', octets(), '850000000001aa', 'asn1.invalid 0'],
    ['a length beyond the input', octets(), '847fffffff', 'asn1.limit 0'],
    ['a character above 7F', ia5(), '0180', 'asn1.invalid 0'],
    ['bytes that are no UTF-8', utf8(), '01ff', 'asn1.invalid 0'],
    ['a bit string without its count', bits(0, 9), '00', 'asn1.invalid 0'],
    ['eight unused bits', bits(0, 9), '0208ff', 'asn1.invalid 0'],
    ['unused bits of nothing', bits(0, 9), '0101', 'asn1.invalid 0'],
    ['a bitmap without bits', openSequence({ a: boolean }), '80ff0100', 'asn1.invalid 2'],
    ['an addition that is too long', openSequence({}, { a: boolean }), '80020780' + '02ff00', 'asn1.invalid 6'],
    [
      'an addition that is too short',
      openSequence({}, { a: integer(0, 999) }),
      '80020780' + '01ff',
      'asn1.truncated 5 a',
    ],
    ['a field that is cut', sequence({ a: boolean, b: octets(4) }), 'ffaabb', 'asn1.truncated 1 b'],
    ['an item that is wrong', sequence({ a: listOf(integer(0, 9)) }), '01020563', 'asn1.invalid 3 a.1'],
  ] as const)('%s', (_, type, hex, expected) => {
    expect(codeOf(() => read(type, hex))).toBe(expected);
  });

  it('values that do not fit', () => {
    const wrong: readonly (readonly [Type, Value])[] = [
      [boolean, 1],
      [nothing, 0],
      [integer(0, 9), 10],
      [integer(0, 9), 1.5],
      [integer(0, 9), '1'],
      [enumerated(['a']), 'b'],
      [enumerated(['a']), { $addition: 0 }],
      [enumerated(['a']), null],
      [bits(2), { bits: '012' }],
      [bits(2), { bits: '0' }],
      [octets(2), { octets: 'abc' }],
      [octets(2), { octets: 'ab' }],
      [octets(2), 'abab'],
      [ia5(), 'é'],
      [utf8(), '\ud800'],
      [listOf(boolean, 1), []],
      [listOf(boolean), true],
      [sequence({ a: boolean }), {}],
      [sequence({ a: boolean }), { a: true, b: true }],
      [sequence({ a: boolean }), { a: true, $additions: ['00'] }],
      [openSequence({}), { $additions: 'no' }],
      [openSequence({}), { $additions: ['zz'] }],
      [openSequence({}, { a: boolean }), { a: true, $bitmap: 0 }],
      [choice({ a: boolean }), {}],
      [choice({ a: boolean, b: boolean }), { a: true, b: true }],
      [choice({ a: boolean }), { c: true }],
      [choice({ a: boolean }), { $unknown: { index: 0, octets: '' } }],
      [openChoice({ a: boolean }, { b: boolean }), { $unknown: { index: 0, octets: '' } }],
      [openChoice({ a: boolean }), { $unknown: { index: 20_000, octets: '' } }],
    ];
    for (const [type, value] of wrong)
      expect(
        codeOf(() => write(type, value)),
        JSON.stringify(value),
      ).toMatch(/^asn1\.value/);
  });
});

describe('what a newer or older sender adds', () => {
  const type = openSequence({ a: boolean }, { b: boolean, c: integer(0, 9) });

  it('comes back byte for byte', () => {
    const whole = ['00ff', `80ff${'020680'}${'01ff'}`, `80ff${'0203c8'}${'01ff'}${'0107'}${'02abcd'}`];
    for (const hex of whole) expect(write(type, read(type, hex, true) as Value)).toBe(hex);
  });

  it('keeps the width of a bitmap that is shorter than ours', () => {
    const hex = '80ff' + '020780' + '01ff';
    expect(read(type, hex, true)).toEqual({ a: true, b: true, $bitmap: 1 });
  });

  it('keeps alternatives that it does not know', () => {
    const either = openChoice({ a: boolean }, { b: boolean });
    expect(read(either, '8502abcd', true)).toEqual({ $unknown: { index: 4, octets: 'abcd' } });
    expect(read(either, '8101ff', true)).toEqual({ b: true });
  });
});

describe('limits and places', () => {
  const nest: Type = openChoice({ leaf: boolean, deeper: reference(() => nest) });

  it('hold for depth, items and bytes', () => {
    expect(codeOf(() => read(nest, '81'.repeat(70) + '80ff'))).toMatch(/^asn1\.limit/);
    expect(codeOf(() => read(listOf(nothing), '0301ffff'))).toMatch(/^asn1\.limit/);
    expect(codeOf(() => decodeOer(octets(), new Uint8Array(9), { limits: { bytes: 8 } }))).toMatch(/^asn1\.limit/);
    expect(codeOf(() => encodeOer(octets(), { octets: 'ab'.repeat(9) }, { bytes: 8 }))).toMatch(/^asn1\.limit/);
    let deep: Value = { leaf: true };
    for (let at = 0; at < OER_LIMITS.depth; at += 1) deep = { deeper: deep };
    expect(codeOf(() => write(nest, deep))).toMatch(/^asn1\.limit/);
  });

  it('says where tracked types stand', () => {
    const inner = sequence({ x: octets() });
    const outer = sequence({ head: boolean, items: listOf(inner) });
    const decoded = decodeOerAt(outer, fromHex('0000' + 'ff' + '0102' + '02aabb' + '00'), 2, { track: [inner] });
    expect(decoded.spans).toEqual([
      { type: inner, path: 'items.0', start: 5, end: 8 },
      { type: inner, path: 'items.1', start: 8, end: 9 },
    ]);
    expect(decoded.end).toBe(9);
  });
});
