import { asn1Error } from '../errors.ts';
import type { IntegerType } from '../types.ts';
import type { BitReader } from './bit-reader.ts';
import { ANY_SIZE, readItems, readSizedOctets } from './length-reader.ts';
import { widthOf } from './width.ts';

const MOST_OCTETS = 8;

const refuse = (reader: BitReader, reason: string): Error =>
  asn1Error('asn1.invalid', { offset: reader.at >>> 3, reason });

const bigOf = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

const safe = (reader: BitReader, value: bigint): number => {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw asn1Error('asn1.limit', { offset: reader.at >>> 3, reason: 'an integer beyond 2^53 is not supported' });
};

const someOctets = (reader: BitReader): Uint8Array => {
  const bytes = readSizedOctets(reader, ANY_SIZE, MOST_OCTETS);
  if (bytes.length === 0) throw refuse(reader, 'an integer has at least one octet');
  return bytes;
};

/** Constrained whole number `min`..`max` (X.691 11.5); a value above `max` is `asn1.invalid`. */
export const readConstrained = (reader: BitReader, min: number, max: number): number => {
  const value = min + reader.uint(widthOf(max - min));
  if (value > max) throw refuse(reader, `${value} is above ${max}`);
  return value;
};

/** Semi-constrained whole number from `min` (X.691 11.7), at most 8 octets and a safe integer. */
export const readSemiConstrained = (reader: BitReader, min: number): number =>
  safe(reader, BigInt(min) + bigOf(someOctets(reader)));

/** Unconstrained whole number in two's complement (X.691 11.8), at most 8 octets and a safe integer. */
export const readUnconstrained = (reader: BitReader): number => {
  const bytes = someOctets(reader);
  return safe(reader, BigInt.asIntN(8 * bytes.length, bigOf(bytes)));
};

/** Normally small non-negative whole number (X.691 11.6): indices behind extension markers. */
export const readSmall = (reader: BitReader): number =>
  reader.flag() ? readSemiConstrained(reader, 0) : reader.uint(6);

/** Normally small length (X.691 11.9.3.4), at least 1 and at most `most`: how many presence bits follow. */
export const readSmallLength = (reader: BitReader, most: number): number => {
  if (!reader.flag()) return reader.uint(6) + 1;
  let total = 0;
  // the count alone is wanted: the presence bits behind it are its items
  readItems(reader, ANY_SIZE, { leastBits: 1, most, take: (count) => void (total += count) });
  if (total === 0) throw refuse(reader, 'an extension has at least one presence bit');
  return total;
};

/** Any INTEGER (X.691 13). */
export const readInteger = (reader: BitReader, type: IntegerType): number => {
  if (type.extensible && reader.flag()) return readUnconstrained(reader);
  if (type.min === undefined) return readUnconstrained(reader);
  return type.max === undefined ? readSemiConstrained(reader, type.min) : readConstrained(reader, type.min, type.max);
};
