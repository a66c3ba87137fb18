import { crc32 } from 'node:zlib';
import { sameBytes } from '@chedun/merkle';
import { FRAME_MAGIC, parseFrame } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { frameHeaderOf, sm3Leaf } from './leaf.ts';

const POLYNOMIAL = 0xedb88320;
/** Where the part begins that the CRC covers. */
const COVERED = 8;

/** CRC-32 of one byte, for each byte. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value >>> 0;
});
/** The byte whose entry in {@link TABLE} has this highest byte: each has exactly one. */
const BY_TOP = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) BY_TOP[(TABLE[byte] ?? 0) >>> 24] = byte;

/** Undoes one zero byte of a CRC. */
const back = (value: number): number => {
  const byte = BY_TOP[value >>> 24] ?? 0;
  return (((value ^ (TABLE[byte] ?? 0)) << 8) | byte) >>> 0;
};

/** Places where one changed byte explains that the CRC differs by `difference`, and what it was changed by. */
const singleChanges = (difference: number, length: number): { readonly at: number; readonly by: number }[] => {
  const found: { at: number; by: number }[] = [];
  let value = difference >>> 0;
  for (let at = length - 1; at >= 0 && found.length < 8; at -= 1) {
    value = back(value);
    if (value > 0 && value < 256) found.push({ at, by: value });
  }
  return found;
};

/** A frame as it was sealed, and which byte of it had been changed (offset within the frame). */
export interface Repaired {
  readonly frame: Frame;
  readonly offset: number;
}

const sealedFrame = (bytes: Buffer, leaf: Uint8Array): Frame | undefined => {
  const parsed = parseFrame(bytes, 0, bytes.length);
  if (parsed.kind !== 'frame' || parsed.end !== bytes.length) return undefined;
  return sameBytes(sm3Leaf(frameHeaderOf(parsed.frame), parsed.frame.payload), leaf) ? parsed.frame : undefined;
};

/**
 * Finds the one byte of a frame that was changed: the CRC tells where it can be, and the leaf of the log proves what it
 * was. undefined when more than one byte was changed, or the CRC was made to fit.
 */
export const repairOneByte = (raw: Uint8Array, leaf: Uint8Array): Repaired | undefined => {
  const bytes = Buffer.from(raw);
  if (bytes.length < COVERED) return undefined;
  const magicAt = bytes.subarray(0, 4).findIndex((byte, at) => byte !== FRAME_MAGIC[at]);
  bytes.set(FRAME_MAGIC, 0);
  const stated = bytes.readUInt32BE(4);
  const actual = crc32(bytes.subarray(COVERED));
  if (magicAt >= 0) {
    const frame = sealedFrame(bytes, leaf);
    return frame && { frame, offset: magicAt };
  }
  for (const { at, by } of singleChanges(stated ^ actual, bytes.length - COVERED)) {
    const fixed = Buffer.from(bytes);
    fixed[COVERED + at] = (fixed[COVERED + at] ?? 0) ^ by;
    const frame = sealedFrame(fixed, leaf);
    if (frame !== undefined) return { frame, offset: COVERED + at };
  }
  // A byte of the CRC itself: everything that the leaf covers is as it was.
  bytes.writeUInt32BE(actual, 4);
  const frame = sealedFrame(bytes, leaf);
  return (
    frame && {
      frame,
      offset:
        4 +
        Math.max(
          0,
          Buffer.from(raw.subarray(4, 8)).findIndex((b, at) => b !== bytes[4 + at]),
        ),
    }
  );
};
