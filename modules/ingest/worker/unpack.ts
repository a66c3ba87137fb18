import { zstdDecompressSync } from 'node:zlib';

/** A frame that we wrote is at most 1 MiB plus one record; anything larger was not written by us. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
/** Node's zlib takes no piece smaller than this. */
const LEAST_PIECE = 64;
/** Piece of output where the frame does not state its size. */
const USUAL_PIECE = 64 * 1024;
const MAGIC = 0xfd2fb528;

/**
 * Size of the content as the header of a zstd frame states it (RFC 8878, 3.1.1.1), in bytes; undefined where it states
 * none or the bytes are no zstd frame. Only a hint: the bytes behind it may say otherwise.
 */
export const statedSize = (packed: Uint8Array): number | undefined => {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (bytes.length < 18 || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  const descriptor = bytes.readUInt8(4);
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = 5 + (single ? 0 : 1) + dictionary;
  switch (descriptor >> 6) {
    case 0:
      return single ? bytes.readUInt8(at) : undefined;
    case 1:
      return bytes.readUInt16LE(at) + 256;
    case 2:
      return bytes.readUInt32LE(at);
    default:
      return Number(bytes.readBigUInt64LE(at));
  }
};

/**
 * Unpacks the payload of a frame. The stated size makes it one piece of output: with pieces of 16 KiB, as by default,
 * every frame is put together from two dozen of them. Throws what zlib throws, also above 64 MiB.
 */
export const unpack = (packed: Uint8Array): Buffer => {
  const size = Math.min(statedSize(packed) ?? USUAL_PIECE, MAX_FRAME_BYTES);
  // One byte of room: a piece that is filled to the last byte makes zlib ask for another one.
  const chunkSize = Math.max(size + 1, LEAST_PIECE);
  return zstdDecompressSync(packed, { maxOutputLength: MAX_FRAME_BYTES, chunkSize });
};
