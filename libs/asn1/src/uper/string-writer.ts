import { asn1Error } from '../errors.ts';
import type { BitsType, OctetsType, TextType } from '../types.ts';
import type { Value } from '../value.ts';
import type { BitWriter } from './bit-writer.ts';
import { ANY_SIZE } from './length-reader.ts';
import { writeItems, writeSizedOctets } from './length-writer.ts';

const HEX = /^(?:[0-9a-fA-F]{2})*$/;
const ZEROS_AND_ONES = /^[01]*$/;

const wrong = (reason: string): Error => asn1Error('asn1.value', { reason });

const partOf = (value: Value | undefined, name: 'bits' | 'octets'): Value | undefined =>
  typeof value === 'object' && value !== null && name in value
    ? (value as { readonly [field: string]: Value })[name]
    : undefined;

/** Bytes of hex text; throws `asn1.value` for anything else. */
export const octetsOf = (value: Value | undefined): Uint8Array => {
  if (typeof value !== 'string' || !HEX.test(value)) throw wrong('octets are hex text');
  return new Uint8Array(Buffer.from(value, 'hex'));
};

/** BIT STRING (X.691 16). */
export const writeBits = (writer: BitWriter, type: BitsType, value: Value | undefined): void => {
  const bits = partOf(value, 'bits');
  if (typeof bits !== 'string' || !ZEROS_AND_ONES.test(bits)) throw wrong('a BIT STRING is { bits } of 0 and 1');
  writeItems(writer, type.size, bits.length, (from, to) => {
    for (let at = from; at < to; at += 32) {
      const part = bits.slice(at, Math.min(at + 32, to));
      writer.uint(Number.parseInt(part, 2), part.length);
    }
  });
};

/** OCTET STRING (X.691 17). */
export const writeOctets = (writer: BitWriter, type: OctetsType, value: Value | undefined): void =>
  writeSizedOctets(writer, type.size, octetsOf(partOf(value, 'octets')));

const writeIa5 = (writer: BitWriter, type: TextType, text: string): void =>
  writeItems(writer, type.size, text.length, (from, to) => {
    for (let index = from; index < to; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) throw wrong('an IA5String has characters up to 7F only');
      writer.uint(code, 7);
    }
  });

/** IA5String or UTF8String (X.691 30). */
export const writeText = (writer: BitWriter, type: TextType, value: Value | undefined): void => {
  if (typeof value !== 'string') throw wrong('a string type is text');
  if (type.alphabet === 'ia5') return writeIa5(writer, type, value);
  if (!value.isWellFormed()) throw wrong('the text has half a surrogate pair');
  const bytes = new TextEncoder().encode(value);
  if (type.size.max !== undefined && bytes.length > type.size.max)
    throw wrong(`${bytes.length} bytes, ${type.size.max} are allowed`);
  return writeSizedOctets(writer, ANY_SIZE, bytes);
};
