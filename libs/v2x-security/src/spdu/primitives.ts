import type { SpduView } from './view.ts';

const LONG = 0x80;
const HIGH = 2 ** 32;

/** Byte at an offset, -1 behind the end. */
export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? -1;

/** Four bytes as an unsigned number; the caller has checked that they are there. */
export const uint32At = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

/** Eight bytes as a number, -1 above 2^53 - 1; the caller has checked that they are there. */
export const uint64At = (bytes: Uint8Array, at: number): number => {
  const value = uint32At(bytes, at) * HIGH + uint32At(bytes, at + 4);
  return value <= Number.MAX_SAFE_INTEGER ? value : -1;
};

/** Reads a canonical length at the cursor and moves behind it; -1 when it is not one, or names more than is there. */
export const takeLength = (bytes: Uint8Array, view: SpduView): number => {
  const first = byteAt(bytes, view.at);
  if (first < 0) return -1;
  view.at += 1;
  let length = first;
  if (first >= LONG) {
    const width = first - LONG;
    if (width < 1 || width > 3 || view.at + width > bytes.length) return -1;
    length = 0;
    for (let done = 0; done < width; done += 1) length = length * 256 + byteAt(bytes, view.at + done);
    if (length < (width === 1 ? LONG : 256 ** (width - 1))) return -1;
    view.at += width;
  }
  return view.at + length <= bytes.length ? length : -1;
};

/** Moves the cursor over `count` bytes; false when they are not there. */
export const skip = (bytes: Uint8Array, view: SpduView, count: number): boolean => {
  view.at += count;
  return view.at <= bytes.length;
};
