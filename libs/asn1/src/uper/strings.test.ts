import { describe, expect, it } from 'vitest';
import { fromBits, fromHex, toBits, toHex } from '../../testing/index.ts';
import { bits, boolean, ia5, nothing, octets, sequence, utf8 } from '../schema.ts';
import { decodeUper } from './decode.ts';
import { encodeUper } from './encode.ts';

describe('IA5String', () => {
  it('has seven bits a character', () => {
    expect(toBits(encodeUper(ia5(1, 4), 'Az'))).toBe('01 1000001 1111010'.replaceAll(' ', ''));
    expect(decodeUper(ia5(1, 4), fromBits('01 1000001 1111010')).value).toBe('Az');
  });

  it('holds every character up to 7F and no other', () => {
    const all = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));
    expect(decodeUper(ia5(), encodeUper(ia5(), all)).value).toBe(all);
    expect(() => encodeUper(ia5(), '路')).toThrow('asn1.value: an IA5String has characters up to 7F only');
    expect(() => encodeUper(ia5(), 7 as never)).toThrow('asn1.value: a string type is text');
  });
});

describe('UTF8String', () => {
  it('is bytes behind their count, whatever the bound says', () => {
    expect(toHex(encodeUper(utf8(), '车盾'))).toBe('06e8bda6e79bbe');
    expect(toHex(encodeUper(utf8(10), 'a'))).toBe('0161');
    expect(decodeUper(utf8(), fromHex('06e8bda6e79bbe')).value).toBe('车盾');
    expect(decodeUper(utf8(), fromHex('03efbbbf')).value).toBe('\ufeff');
  });

  it('must be well formed and within its bound', () => {
    expect(() => decodeUper(utf8(), fromHex('02c328'))).toThrow('asn1.invalid: no UTF-8');
    expect(() => decodeUper(utf8(1), fromHex('026161'))).toThrow('asn1.limit');
    expect(() => encodeUper(utf8(), '\ud800')).toThrow('asn1.value: the text has half a surrogate pair');
    expect(() => encodeUper(utf8(2), '车')).toThrow('asn1.value: 3 bytes, 2 are allowed');
  });
});

describe('BIT STRING and OCTET STRING', () => {
  it('need not start at a byte', () => {
    const type = sequence({ flag: boolean, id: octets(2), mask: bits(40) });
    const value = { flag: true, id: { octets: 'ff01' }, mask: { bits: '1'.repeat(39).padStart(40, '0') } };
    expect(toBits(encodeUper(type, value)).slice(0, 57)).toBe(`1${'1'.repeat(8)}00000001${value.mask.bits}`);
    expect(decodeUper(type, encodeUper(type, value)).value).toEqual(value);
  });

  it('are written from hex, and from zeros and ones', () => {
    expect(toHex(encodeUper(octets(2), { octets: 'ABcd' }))).toBe('abcd');
    for (const wrong of ['abc', 'xy', 7, undefined])
      expect(() => encodeUper(octets(), { octets: wrong } as never)).toThrow('asn1.value: octets are hex text');
    for (const wrong of [{ bits: '012' }, '01', null, { octets: '01' }])
      expect(() => encodeUper(bits(0, 9), wrong as never)).toThrow('asn1.value: a BIT STRING is { bits } of 0 and 1');
  });
});

describe('BOOLEAN and NULL', () => {
  it('are one bit and none', () => {
    expect(toBits(encodeUper(sequence({ a: boolean, n: nothing, b: boolean }), { a: false, n: null, b: true }))).toBe(
      '01000000',
    );
    expect(() => encodeUper(boolean, 1 as never)).toThrow('asn1.value: a BOOLEAN is true or false');
    expect(() => encodeUper(nothing, 0 as never)).toThrow('asn1.value: a NULL is null');
  });
});

describe('padding', () => {
  it('that is not zero is given back', () => {
    expect(decodeUper(boolean, Uint8Array.of(0b1000_0101))).toMatchObject({ value: true, bitLength: 1, padding: 5 });
  });

  it('is not missed where the input is empty', () => {
    expect(() => decodeUper(boolean, new Uint8Array(0))).toThrow('asn1.truncated: 1 bits wanted, 0 left');
  });
});
