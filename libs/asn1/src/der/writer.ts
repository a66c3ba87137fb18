import { asn1Error } from '../errors.ts';
import { compareDer } from './check.ts';
import { oidBytes } from './oid.ts';
import { TAG, contextOf } from './tags.ts';
import { isPrintable } from './text.ts';
import { generalizedText, isUtcYear, utcText } from './time.ts';

/** An element that is to be written: built inside out, sizes known, bytes written once by {@link encodeDer}. */
export interface Der {
  /** Identifier octet; -1 = `parts` is written as it is, without a head. */
  readonly tag: number;
  /** Bytes of the content. */
  readonly length: number;
  /** Content: bytes, or elements one behind the other. */
  readonly parts: Uint8Array | readonly Der[];
}

const utf8Encoder = new TextEncoder();
const RAW = -1;

const headSize = (length: number): number => {
  if (length < 0x80) return 2;
  if (length < 0x100) return 3;
  if (length < 0x1_0000) return 4;
  return length < 0x100_0000 ? 5 : 6;
};

const sizeOf = (der: Der): number => (der.tag === RAW ? der.length : headSize(der.length) + der.length);

const put = (out: Uint8Array, start: number, der: Der): number => {
  let at = start;
  if (der.tag !== RAW) {
    const head = headSize(der.length);
    out[at] = der.tag;
    if (head === 2) out[at + 1] = der.length;
    else {
      out[at + 1] = 0x80 | (head - 2);
      for (let i = head - 1, rest = der.length; i > 1; i -= 1, rest = Math.floor(rest / 256)) out[at + i] = rest & 0xff;
    }
    at += head;
  }
  if (der.parts instanceof Uint8Array) {
    out.set(der.parts, at);
    return at + der.parts.length;
  }
  for (const part of der.parts) at = put(out, at, part);
  return at;
};

/** Writes an element into one buffer. */
export const encodeDer = (der: Der): Uint8Array => {
  const out = new Uint8Array(sizeOf(der));
  put(out, 0, der);
  return out;
};

/** Bytes under any identifier octet. */
export const primitive = (tag: number, content: Uint8Array): Der => ({ tag, length: content.length, parts: content });

/** Elements under any identifier octet; parts that are undefined are left out (OPTIONAL, DEFAULT). */
export const constructed = (tag: number, parts: readonly (Der | undefined)[]): Der => {
  const present = parts.filter((part) => part !== undefined);
  let length = 0;
  for (const part of present) length += sizeOf(part);
  return { tag, length, parts: present };
};

/** SEQUENCE, and SEQUENCE OF. */
export const seq = (...parts: readonly (Der | undefined)[]): Der => constructed(TAG.sequence, parts);

/** SET OF: the encodings are put in order (X.690 11.6). */
export const setOf = (...parts: readonly Der[]): Der =>
  parts.length < 2
    ? constructed(TAG.set, parts)
    : constructed(TAG.set, parts.map(encodeDer).toSorted(compareDer).map(raw));

/** Bytes that are DER already. */
export const raw = (bytes: Uint8Array): Der => ({ tag: RAW, length: bytes.length, parts: bytes });

/** An element under an EXPLICIT context tag. */
export const explicit = (number: number, part: Der): Der => constructed(contextOf(number), [part]);

/** The same content under an IMPLICIT context tag; constructed stays constructed. Throws `asn1.value` for {@link raw}. */
export const implicit = (number: number, part: Der): Der => {
  if (part.tag === RAW) throw asn1Error('asn1.value', { reason: 'raw bytes take no implicit tag' });
  return { ...part, tag: 0x80 | (part.tag & 0x20) | number };
};

/** Two's complement of an integer in its shortest form. */
const integerContent = (value: bigint): Uint8Array => {
  let bytes = 1;
  while (BigInt.asIntN(bytes * 8, value) !== value) bytes += 1;
  const out = new Uint8Array(bytes);
  for (let at = bytes - 1, rest = value; at >= 0; at -= 1, rest >>= 8n) out[at] = Number(rest & 0xffn);
  return out;
};

/** INTEGER. Numbers have to be safe integers. */
export const int = (value: number | bigint, tag: number = TAG.integer): Der => {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw asn1Error('asn1.value', { reason: `${value} is no safe integer` });
  if (typeof value === 'number' && value >= 0 && value < 0x80) return primitive(tag, Uint8Array.of(value));
  return primitive(tag, integerContent(BigInt(value)));
};

/** INTEGER of unsigned big-endian bytes, such as serial numbers, coordinates and moduli; an empty array is 0. */
export const unsigned = (bytes: Uint8Array): Der => {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const value = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(from);
  if ((value[0] ?? 0) < 0x80) return primitive(TAG.integer, value);
  const content = new Uint8Array(value.length + 1);
  content.set(value, 1);
  return primitive(TAG.integer, content);
};

/** ENUMERATED. */
export const enumerated = (value: number): Der => int(value, TAG.enumerated);

/** BOOLEAN. */
export const bool = (value: boolean): Der => primitive(TAG.boolean, Uint8Array.of(value ? 0xff : 0));

/** NULL. */
export const nul: Der = primitive(TAG.null, new Uint8Array());

/** OBJECT IDENTIFIER. */
export const oid = (text: string): Der => primitive(TAG.oid, oidBytes(text));

/** OCTET STRING of bytes, or around an element. */
export const octetString = (content: Uint8Array | Der): Der =>
  content instanceof Uint8Array ? primitive(TAG.octetString, content) : constructed(TAG.octetString, [content]);

/** BIT STRING. Bits that do not count are written as 0. */
export const bitString = (bytes: Uint8Array, unused = 0): Der => {
  if (unused < 0 || unused > 7 || (bytes.length === 0 && unused > 0))
    throw asn1Error('asn1.value', { reason: 'unused bits are 0 to 7' });
  const content = new Uint8Array(bytes.length + 1);
  content[0] = unused;
  content.set(bytes, 1);
  if (unused > 0) content[bytes.length] = (content[bytes.length] ?? 0) & (0xff << unused);
  return primitive(TAG.bitString, content);
};

/** BIT STRING with named bits: bit n of the number is the bit named n; zero bits at the end are left out (X.690 11.2.2). */
export const namedBits = (value: number): Der => {
  const count = 32 - Math.clz32(value);
  const bytes = new Uint8Array(Math.ceil(count / 8));
  for (let n = 0; n < count; n += 1)
    if ((value & (1 << n)) !== 0) bytes[n >> 3] = (bytes[n >> 3] ?? 0) | (0x80 >> (n & 7));
  return bitString(bytes, bytes.length * 8 - count);
};

/** UTF8String. Throws `asn1.value` for half a surrogate pair. */
export const utf8String = (text: string): Der => {
  if (!text.isWellFormed()) throw asn1Error('asn1.value', { reason: 'half a surrogate pair' });
  return primitive(TAG.utf8String, utf8Encoder.encode(text));
};

const asciiString = (tag: number, text: string): Der => {
  const content = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) throw asn1Error('asn1.value', { reason: 'a character outside ASCII' });
    content[at] = code;
  }
  return primitive(tag, content);
};

/** IA5String. Throws `asn1.value` for other characters. */
export const ia5String = (text: string): Der => asciiString(TAG.ia5String, text);

/** PrintableString. Throws `asn1.value` for other characters. */
export const printableString = (text: string): Der => {
  if (!isPrintable(text)) throw asn1Error('asn1.value', { reason: 'a character outside PrintableString' });
  return asciiString(TAG.printableString, text);
};

/** BMPString. Throws `asn1.value` for characters above U+FFFF. */
export const bmpString = (text: string): Der => {
  const content = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xe000) throw asn1Error('asn1.value', { reason: 'a character above U+FFFF' });
    content[at * 2] = code >> 8;
    content[at * 2 + 1] = code & 0xff;
  }
  return primitive(TAG.bmpString, content);
};

/** UTCTime of milliseconds since 1970, cut to seconds. */
export const utcTime = (millis: number): Der => asciiString(TAG.utcTime, utcText(millis));

/** GeneralizedTime of milliseconds since 1970. */
export const generalizedTime = (millis: number): Der => asciiString(TAG.generalizedTime, generalizedText(millis));

/** Time of RFC 5280 4.1.2.5, cut to seconds: UTCTime to 2049, GeneralizedTime from 2050. */
export const time = (millis: number): Der =>
  isUtcYear(millis) ? utcTime(millis) : generalizedTime(Math.floor(millis / 1000) * 1000);
