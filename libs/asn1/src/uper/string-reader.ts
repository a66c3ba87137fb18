import { asn1Error } from '../errors.ts';
import type { BitsType, OctetsType, TextType } from '../types.ts';
import type { Bits, Octets } from '../value.ts';
import type { BitReader } from './bit-reader.ts';
import { ANY_SIZE, readItems, readSizedOctets } from './length-reader.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Hex of bytes. */
export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

/** BIT STRING (X.691 16). */
export const readBits = (reader: BitReader, type: BitsType, most: number): Bits => {
  let bits = '';
  const take = (count: number): void => {
    for (let left = count; left > 0; left -= 32) {
      const width = Math.min(32, left);
      bits += reader.uint(width).toString(2).padStart(width, '0');
    }
  };
  readItems(reader, type.size, { leastBits: 1, most: most * 8, take });
  return { bits };
};

/** OCTET STRING (X.691 17). */
export const readOctets = (reader: BitReader, type: OctetsType, most: number): Octets => ({
  octets: hexOf(readSizedOctets(reader, type.size, most)),
});

const readIa5 = (reader: BitReader, type: TextType, most: number): string => {
  let text = '';
  const take = (count: number): void => {
    for (let index = 0; index < count; index += 1) text += String.fromCharCode(reader.uint(7));
  };
  readItems(reader, type.size, { leastBits: 7, most, take });
  return text;
};

/** IA5String with 7 bits a character, or UTF8String behind a count of bytes (X.691 30). */
export const readText = (reader: BitReader, type: TextType, most: number): string => {
  if (type.alphabet === 'ia5') return readIa5(reader, type, most);
  const bytes = readSizedOctets(reader, ANY_SIZE, Math.min(most, type.size.max ?? most));
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw asn1Error('asn1.invalid', { offset: reader.at >>> 3, reason: `no UTF-8: ${String(cause)}` });
  }
};
