import { asn1Error } from '../errors.ts';
import type { IntegerType } from '../types.ts';
import type { BitWriter } from './bit-writer.ts';
import { ANY_SIZE } from './length-reader.ts';
import { writeItems, writeSizedOctets } from './length-writer.ts';
import { widthOf } from './width.ts';

const octetsOf = (value: bigint, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, index) => Number((value >> BigInt(8 * (count - 1 - index))) & 0xffn));

const unsignedOctets = (value: bigint): Uint8Array => {
  let count = 1;
  while (value >> BigInt(8 * count) > 0n) count += 1;
  return octetsOf(value, count);
};

const signedOctets = (value: number): Uint8Array => {
  let count = 1;
  while (value >= 2 ** (8 * count - 1) || value < -(2 ** (8 * count - 1))) count += 1;
  return octetsOf(BigInt(value), count);
};

/** Semi-constrained whole number (X.691 11.7) in the fewest octets. */
export const writeSemiConstrained = (writer: BitWriter, value: number, min: number): void =>
  writeSizedOctets(writer, ANY_SIZE, unsignedOctets(BigInt(value) - BigInt(min)));

/** Normally small non-negative whole number (X.691 11.6). */
export const writeSmall = (writer: BitWriter, value: number): void => {
  writer.flag(value > 63);
  if (value > 63) writeSemiConstrained(writer, value, 0);
  else writer.uint(value, 6);
};

/** Normally small length (X.691 11.9.3.4) of `count` presence bits, which `put` writes. */
export const writeSmallLength = (writer: BitWriter, count: number, put: (from: number, to: number) => void): void => {
  writer.flag(count > 64);
  if (count > 64) return writeItems(writer, ANY_SIZE, count, put);
  writer.uint(count - 1, 6);
  put(0, count);
};

const isInside = (type: IntegerType, value: number): boolean =>
  (type.min === undefined || value >= type.min) && (type.max === undefined || value <= type.max);

/** Any INTEGER (X.691 13); throws `asn1.value` for a number outside its range. */
export const writeInteger = (writer: BitWriter, type: IntegerType, value: number): void => {
  if (!Number.isSafeInteger(value)) throw asn1Error('asn1.value', { reason: `${value} is no safe integer` });
  const inside = isInside(type, value);
  if (!inside && !type.extensible)
    throw asn1Error('asn1.value', { reason: `${value} is outside ${type.min ?? 'MIN'}..${type.max ?? 'MAX'}` });
  if (type.extensible) writer.flag(!inside);
  if (!inside || type.min === undefined) return writeSizedOctets(writer, ANY_SIZE, signedOctets(value));
  if (type.max === undefined) return writeSemiConstrained(writer, value, type.min);
  return writer.uint(value - type.min, widthOf(type.max - type.min));
};
