import { describe, expect, it } from 'vitest';
import { fromBits, fromHex, toBits } from '../../testing/index.ts';
import { boolean, choice, integer, listOf, nothing, openChoice, openSequence, optional, sequence } from '../schema.ts';
import { decodeUper } from './decode.ts';
import { encodeUper } from './encode.ts';

const byte = integer(0, 255);
const older = openSequence({ a: byte, b: optional(byte) });
const newer = openSequence({ a: byte, b: optional(byte) }, { c: byte, d: optional(listOf(byte)) });

describe('SEQUENCE', () => {
  it('starts with the extension bit and the presence bits in order', () => {
    expect(toBits(encodeUper(older, { a: 1 }))).toBe('0000000001000000');
    expect(toBits(encodeUper(older, { a: 1, b: 255 }))).toBe('010000000111111111000000');
    expect(decodeUper(older, fromBits('0 1 00000001 11111111')).value).toEqual({ a: 1, b: 255 });
  });

  it('has no preamble without marker and optional fields', () => {
    expect(encodeUper(sequence({ a: byte, b: byte }), { a: 1, b: 2 })).toEqual(Uint8Array.of(1, 2));
  });

  it('writes additions as count, presence and open types', () => {
    const bits = '1 0 00000001 0 000001 10 00000001 00000111'.replaceAll(' ', '');
    expect(toBits(encodeUper(newer, { a: 1, c: 7 })).slice(0, bits.length)).toBe(bits);
    expect(decodeUper(newer, fromBits(bits)).value).toEqual({ a: 1, c: 7 });
  });

  it('skips and keeps additions that a newer sender knows, and writes them back as they were', () => {
    const bytes = encodeUper(newer, { a: 1, b: 2, d: [3, 4] });
    const decoded = decodeUper(older, bytes);
    expect(decoded.value).toEqual({ a: 1, b: 2, $additions: [null, '020304'] });
    expect(decoded.unknown).toEqual([{ path: '', kind: 'addition', index: 1, bytes: 3 }]);
    expect(encodeUper(older, decoded.value)).toEqual(bytes);
  });

  it('reports where in the message the unknown addition stands', () => {
    const type = sequence({ list: listOf(older) });
    const bytes = encodeUper(sequence({ list: listOf(newer) }), { list: [{ a: 1 }, { a: 2, c: 9 }] });
    expect(decodeUper(type, bytes).unknown).toEqual([{ path: 'list.1', kind: 'addition', index: 0, bytes: 1 }]);
  });

  it('takes more than 64 additions', () => {
    const value = { a: 1, $additions: Array.from({ length: 70 }, (_, index) => (index % 9 === 0 ? '0a0b' : null)) };
    const bytes = encodeUper(older, value);
    expect(toBits(bytes).slice(10, 19)).toBe('101000110');
    expect(decodeUper(older, bytes).value).toEqual(value);
  });

  it('reads an extension in which nothing is present, and writes it back', () => {
    const bits = '1 0 00000001 0 000000 0';
    const decoded = decodeUper(older, fromBits(bits));
    expect(decoded.value).toEqual({ a: 1, $additions: [null] });
    expect(encodeUper(older, decoded.value)).toEqual(fromBits(bits));
  });

  it('refuses an extension without presence bits, or with thousands of them', () => {
    expect(() => decodeUper(older, fromBits('1 0 00000001 1 00000000'))).toThrow(
      'asn1.invalid: an extension has at least one presence bit',
    );
    const many = fromBits(`1 0 00000001 1 10 11111111111111 ${'0'.repeat(20_000)}`);
    expect(() => decodeUper(older, many)).toThrow('asn1.limit');
  });

  it('refuses a known addition that does not fill its open type', () => {
    const bits = '1 0 00000001 0 000001 10 00000010 00000111 00000000';
    expect(() => decodeUper(newer, fromBits(bits))).toThrow('asn1.invalid: 1 bytes too many in the extension c');
    expect(() => decodeUper(newer, fromBits('1 0 00000001 0 000001 10 00000000'))).toThrow('asn1.truncated');
  });

  it('names the field that is missing, wrong or too much', () => {
    const field = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return (error as { detail: { field?: string } }).detail.field;
      }
    };
    expect(field(() => encodeUper(sequence({ list: listOf(older) }), { list: [{ a: 1 }, { a: 256 }] }))).toBe(
      'list.1.a',
    );
    expect(field(() => encodeUper(older, {} as never))).toBe('a');
    expect(field(() => decodeUper(sequence({ list: listOf(older, 1, 2) }), fromBits('0 0 1 00000000 1')))).toBe(
      'list.0.b',
    );
    expect(() => encodeUper(older, { a: 1, z: 1 } as never)).toThrow('asn1.value: there is no field z');
    expect(() => encodeUper(sequence({ a: byte }), { a: 1, $additions: [] } as never)).toThrow('no field $additions');
    expect(() => encodeUper(older, [] as never)).toThrow('asn1.value: a SEQUENCE is an object');
    expect(() => encodeUper(older, { a: 1, $additions: 'ff' } as never)).toThrow('$additions is an array');
  });
});

describe('CHOICE', () => {
  const closed = choice({ x: byte, y: nothing, z: boolean });
  const open = openChoice({ x: byte, y: nothing });
  const wider = openChoice({ x: byte, y: nothing }, { later: byte });

  it('is its index and the alternative', () => {
    expect(toBits(encodeUper(closed, { z: true }))).toBe('10100000');
    expect(toBits(encodeUper(open, { x: 255 }))).toBe('0011111111000000');
    expect(decodeUper(open, fromBits('0 1')).value).toEqual({ y: null });
  });

  it('writes alternatives behind the marker as small number and open type', () => {
    expect(toBits(encodeUper(wider, { later: 5 }))).toBe('1 0000000 00000001 00000101'.replaceAll(' ', ''));
    expect(decodeUper(wider, fromHex('800105')).value).toEqual({ later: 5 });
  });

  it('keeps and reports alternatives that it does not know', () => {
    const decoded = decodeUper(open, fromHex('800105'));
    expect(decoded.value).toEqual({ $unknown: { index: 0, octets: '05' } });
    expect(decoded.unknown).toEqual([{ path: '', kind: 'alternative', index: 0, bytes: 1 }]);
    expect(encodeUper(open, decoded.value)).toEqual(fromHex('800105'));
  });

  it('refuses an index that is not there, no alternative, two, and an unknown one that has a name', () => {
    expect(() => decodeUper(closed, fromBits('11'))).toThrow('asn1.invalid: 3 is above 2');
    expect(() => encodeUper(closed, {} as never)).toThrow('the CHOICE has no such alternative');
    expect(() => encodeUper(closed, { x: 1, y: null } as never)).toThrow('a CHOICE has one alternative');
    expect(() => encodeUper(closed, { $unknown: { index: 0, octets: '' } })).toThrow('no such alternative');
    expect(() => encodeUper(wider, { $unknown: { index: 0, octets: '05' } })).toThrow('known by name');
    expect(() => encodeUper(open, { $unknown: { index: 0, octets: 'x' } })).toThrow('octets are hex text');
  });
});
