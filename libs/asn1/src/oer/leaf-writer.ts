import { asn1Error } from '../errors.ts';
import type { BitsType, IntegerType, OctetsType, Size, TextType } from '../types.ts';
import type { Value } from '../value.ts';
import { integerForm } from './widths.ts';
import { signedWidth, unsignedWidth } from './writer.ts';
import type { OerWriter } from './writer.ts';

const BYTE_BITS = 8;
const HEX = /^(?:[0-9a-f]{2})*$/i;
const BITS = /^[01]*$/;
// eslint-disable-next-line no-control-regex
const IA5 = /^[\u0000-\u007f]*$/;

const wrong = (reason: string): Error => asn1Error('asn1.value', { reason });

const field = (value: Value | undefined, name: string): Value | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Value>>)[name]
    : undefined;

/** Bytes of hex text; throws `asn1.value` for anything else. */
export const octetsOf = (text: Value | undefined, what: string): Uint8Array => {
  if (typeof text !== 'string' || !HEX.test(text)) throw wrong(`${what} is text of hex digits`);
  return new Uint8Array(Buffer.from(text, 'hex'));
};

const checkSize = (count: number, { min, max, extensible }: Size): void => {
  if (!extensible && (count < min || (max !== undefined && count > max)))
    throw wrong(`a size of ${count} is not allowed`);
};

const isFixed = ({ min, max, extensible }: Size): boolean => !extensible && min === max;

/** INTEGER. */
export const writeInteger = (writer: OerWriter, type: IntegerType, value: Value | undefined): void => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrong('an INTEGER is a safe integer');
  const { min, max, extensible } = type;
  if (!extensible && ((min !== undefined && value < min) || (max !== undefined && value > max)))
    throw wrong(`${value} is outside its range`);
  const { width, signed } = integerForm(type);
  if (width > 0) return writer.int(value, width);
  const bytes = signed ? signedWidth(value) : unsignedWidth(value);
  writer.length(bytes);
  writer.int(value, bytes);
};

/** Number of an ENUMERATED. */
export const writeEnumeratedNumber = (writer: OerWriter, value: number): void => {
  if (value < 0x80) return writer.byte(value);
  const width = signedWidth(value);
  writer.byte(0x80 + width);
  writer.int(value, width);
};

/** BIT STRING. */
export const writeBits = (writer: OerWriter, type: BitsType, value: Value | undefined): void => {
  const bits = field(value, 'bits');
  if (typeof bits !== 'string' || !BITS.test(bits)) throw wrong('a BIT STRING is { bits: text of 0 and 1 }');
  checkSize(bits.length, type.size);
  const count = Math.ceil(bits.length / BYTE_BITS);
  if (!isFixed(type.size)) {
    writer.length(count + 1);
    writer.byte(count * BYTE_BITS - bits.length);
  }
  const filled = bits.padEnd(count * BYTE_BITS, '0');
  for (let at = 0; at < filled.length; at += BYTE_BITS)
    writer.byte(Number.parseInt(filled.slice(at, at + BYTE_BITS), 2));
};

const writeSized = (writer: OerWriter, bytes: Uint8Array, fixed: boolean): void => {
  if (!fixed) writer.length(bytes.length);
  writer.put(bytes);
};

/** OCTET STRING. */
export const writeOctets = (writer: OerWriter, type: OctetsType, value: Value | undefined): void => {
  const bytes = octetsOf(field(value, 'octets'), 'an OCTET STRING { octets }');
  checkSize(bytes.length, type.size);
  writeSized(writer, bytes, isFixed(type.size));
};

/** IA5String and UTF8String. */
export const writeText = (writer: OerWriter, type: TextType, value: Value | undefined): void => {
  if (typeof value !== 'string' || !value.isWellFormed()) throw wrong('a string is well-formed text');
  if (type.alphabet === 'ia5' && !IA5.test(value)) throw wrong('a character that is not in IA5');
  const bytes = new TextEncoder().encode(value);
  checkSize(bytes.length, type.size);
  writeSized(writer, bytes, type.alphabet === 'ia5' && isFixed(type.size));
};
