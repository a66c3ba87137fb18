import { asn1Error } from '../errors.ts';
import type { Size } from '../types.ts';
import type { BitWriter } from './bit-writer.ts';
import { FRAGMENT, isShort, widthOf } from './width.ts';

/** Writes items `from` up to, not including, `to`. */
export type PutItems = (from: number, to: number) => void;

const writeGeneral = (writer: BitWriter, count: number, put: PutItems): void => {
  let done = 0;
  while (count - done >= FRAGMENT) {
    const units = Math.min(4, Math.floor((count - done) / FRAGMENT));
    writer.uint(0b1100_0000 | units, 8);
    put(done, done + units * FRAGMENT);
    done += units * FRAGMENT;
  }
  const last = count - done;
  if (last < 128) writer.uint(last, 8);
  else writer.uint(0x8000 | last, 16);
  put(done, count);
};

/** Writes a count as its size constraint wants it, and the items; throws `asn1.value` for a count outside the size. */
export const writeItems = (writer: BitWriter, size: Size, count: number, put: PutItems): void => {
  const inside = count >= size.min && (size.max === undefined || count <= size.max);
  if (!inside && !size.extensible)
    throw asn1Error('asn1.value', { reason: `${count} items do not keep the size ${size.min}..${size.max ?? 'MAX'}` });
  if (size.extensible) writer.flag(!inside);
  if (!inside || !isShort(size)) return writeGeneral(writer, count, put);
  writer.uint(count - size.min, widthOf(size.max - size.min));
  put(0, count);
};

/** Octets behind their count. */
export const writeSizedOctets = (writer: BitWriter, size: Size, bytes: Uint8Array): void =>
  writeItems(writer, size, bytes.length, (from, to) => writer.octets(bytes.subarray(from, to)));
