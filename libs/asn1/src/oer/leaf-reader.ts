import { asn1Error } from '../errors.ts';
import type { BitsType, IntegerType, OctetsType, TextType } from '../types.ts';
import type { Bits, Octets } from '../value.ts';
import { integerForm } from './widths.ts';
import type { OerReader } from './reader.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LAST_ASCII = 127;
const BYTE_BITS = 8;

/** Hex of bytes. */
export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

/** BOOLEAN (X.696 9): 0 is false, any other byte true. */
export const readBoolean = (reader: OerReader): boolean => reader.byte() !== 0;

/** INTEGER (X.696 10). */
export const readInteger = (reader: OerReader, type: IntegerType, most: number): number => {
  const offset = reader.at;
  const { width, signed } = integerForm(type);
  const bytes = width === 0 ? reader.length(most) : width;
  if (bytes === 0) throw asn1Error('asn1.invalid', { offset, reason: 'an INTEGER of no bytes' });
  const value = signed ? reader.int(bytes) : reader.uint(bytes);
  const { min, max, extensible } = type;
  if (!extensible && ((min !== undefined && value < min) || (max !== undefined && value > max)))
    throw asn1Error('asn1.invalid', { offset, reason: `${value} is outside its range` });
  return value;
};

/** Index of an ENUMERATED (X.696 11): one byte, or 0x80 + count and that many bytes. */
export const readEnumeratedNumber = (reader: OerReader): number => {
  const offset = reader.at;
  const first = reader.byte();
  if (first < 0x80) return first;
  if (first === 0x80) throw asn1Error('asn1.invalid', { offset, reason: 'an ENUMERATED of no bytes' });
  const value = reader.int(first - 0x80);
  if (value < 0) throw asn1Error('asn1.invalid', { offset, reason: 'a negative ENUMERATED' });
  return value;
};

const checkSize = (count: number, { size }: BitsType | OctetsType | TextType, offset: number): void => {
  if (!size.extensible && (count < size.min || (size.max !== undefined && count > size.max)))
    throw asn1Error('asn1.invalid', { offset, reason: `a size of ${count} is not allowed` });
};

const isFixed = ({ size }: BitsType | OctetsType | TextType): boolean => !size.extensible && size.min === size.max;

/** BIT STRING (X.696 13): fixed size without, else with length and count of unused bits. */
export const readBits = (reader: OerReader, type: BitsType, most: number): Bits => {
  const offset = reader.at;
  if (isFixed(type))
    return { bits: bitText(reader.take(Math.ceil(type.size.min / BYTE_BITS))).slice(0, type.size.min) };
  const count = reader.length(most);
  if (count === 0) throw asn1Error('asn1.invalid', { offset, reason: 'a BIT STRING without its count of unused bits' });
  const unused = reader.byte();
  const text = bitText(reader.take(count - 1));
  if (unused >= BYTE_BITS || unused > text.length)
    throw asn1Error('asn1.invalid', { offset, reason: `${unused} unused bits` });
  const bits = text.slice(0, text.length - unused);
  checkSize(bits.length, type, offset);
  return { bits };
};

const bitText = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += byte.toString(2).padStart(BYTE_BITS, '0');
  return text;
};

const readSized = (reader: OerReader, type: OctetsType | TextType, most: number): Uint8Array =>
  reader.take(isFixed(type) ? type.size.min : reader.length(most));

/** OCTET STRING (X.696 14). */
export const readOctets = (reader: OerReader, type: OctetsType, most: number): Octets => {
  const offset = reader.at;
  const bytes = readSized(reader, type, most);
  checkSize(bytes.length, type, offset);
  return { octets: hexOf(bytes) };
};

/** IA5String and UTF8String (X.696 27). The size of a UTF8String is not visible in the encoding; here it bounds its bytes. */
export const readText = (reader: OerReader, type: TextType, most: number): string => {
  const offset = reader.at;
  const bytes = type.alphabet === 'utf8' ? reader.take(reader.length(most)) : readSized(reader, type, most);
  checkSize(bytes.length, type, offset);
  if (type.alphabet === 'ia5') return ia5Of(bytes, offset);
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw asn1Error('asn1.invalid', { offset, reason: `no UTF-8: ${String(cause)}` });
  }
};

const ia5Of = (bytes: Uint8Array, offset: number): string => {
  for (const byte of bytes)
    if (byte > LAST_ASCII) throw asn1Error('asn1.invalid', { offset, reason: 'a character that is not in IA5' });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
};
