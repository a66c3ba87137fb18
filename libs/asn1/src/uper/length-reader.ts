import { asn1Error } from '../errors.ts';
import type { Size } from '../types.ts';
import type { BitReader } from './bit-reader.ts';
import { FRAGMENT, isShort, widthOf } from './width.ts';

/** A size without bounds. */
export const ANY_SIZE: Size = { min: 0, max: undefined, extensible: false };

/** What one item costs at least, how many are allowed, and what to do with them. */
export interface ItemReading {
  readonly leastBits: number;
  readonly most: number;
  /** Reads the next `count` items; called once per fragment. */
  readonly take: (count: number) => void;
}

const refuse = (reader: BitReader, reason: string): Error =>
  asn1Error('asn1.invalid', { offset: reader.at >>> 3, reason });

const takeChecked = (reader: BitReader, count: number, before: number, items: ItemReading): void => {
  if (before + count > items.most)
    throw asn1Error('asn1.limit', {
      offset: reader.at >>> 3,
      reason: `${before + count} items, ${items.most} are allowed`,
    });
  reader.need(count * items.leastBits);
  items.take(count);
};

/** General length determinant with fragments (X.691 11.9.3.5 to 11.9.3.8); gives the total. */
const readGeneral = (reader: BitReader, items: ItemReading): number => {
  let total = 0;
  for (;;) {
    const long = reader.flag();
    const fragment = long && reader.flag();
    const count = fragment ? reader.uint(6) * FRAGMENT : reader.uint(long ? 14 : 7);
    if (fragment && (count === 0 || count > 4 * FRAGMENT)) throw refuse(reader, 'a fragment has 1 to 4 units of 16K');
    takeChecked(reader, count, total, items);
    total += count;
    if (!fragment) return total;
  }
};

/**
 * Reads a count and its items. Every fragment is checked against the bits that are left and against `most` before
 * `take` may allocate. Throws `asn1.truncated`, `asn1.limit`, or `asn1.invalid` for a count outside the size.
 */
export const readItems = (reader: BitReader, size: Size, items: ItemReading): void => {
  const extended = size.extensible && reader.flag();
  if (extended || !isShort(size)) {
    const total = readGeneral(reader, items);
    if (!extended && (total < size.min || (size.max !== undefined && total > size.max)))
      throw refuse(reader, `${total} items do not keep the size ${size.min}..${size.max ?? 'MAX'}`);
    return;
  }
  const count = size.min + reader.uint(widthOf(size.max - size.min));
  if (count > size.max) throw refuse(reader, `${count} items, at most ${size.max} are defined`);
  takeChecked(reader, count, 0, items);
};

/** A field of octets behind a general length determinant, as open types have it; at most `most` bytes. */
export const readSizedOctets = (reader: BitReader, size: Size, most: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  readItems(reader, size, {
    leastBits: 8,
    most,
    take: (count) => {
      parts.push(reader.octets(count));
    },
  });
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : new Uint8Array(Buffer.concat(parts));
};
