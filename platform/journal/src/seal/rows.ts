import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { frameFlags } from '../frame.ts';

/** A frame of ours is at most 1 MiB and one record before it is compressed. */
const MAX_UNPACKED = 64 * 1024 * 1024;
const LENGTH_BYTES = 4;

/** The payload of a frame without compression; undefined when it cannot be unpacked. */
const unpacked = (payload: Uint8Array, flags: number): Buffer | undefined => {
  try {
    if ((flags & frameFlags.zstd) !== 0) return zstdDecompressSync(payload, { maxOutputLength: MAX_UNPACKED });
    if ((flags & frameFlags.gzip) !== 0) return gunzipSync(payload, { maxOutputLength: MAX_UNPACKED });
    return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  } catch {
    return undefined;
  }
};

/**
 * Rows of a frame: each is a length of four bytes, big-endian, and so many bytes. undefined when the payload cannot be
 * unpacked or has another layout. Where a row came from stands at its beginning and is part of it.
 */
export const rowsOf = (payload: Uint8Array, flags: number): readonly Uint8Array[] | undefined => {
  const bytes = unpacked(payload, flags);
  if (bytes === undefined) return undefined;
  const rows: Uint8Array[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= bytes.length) {
    const end = at + LENGTH_BYTES + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    rows.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return at === bytes.length ? rows : undefined;
};

/** First row in which two frames differ; undefined where one of them has no rows, or they are the same. */
export const differingRow = (
  left: readonly Uint8Array[] | undefined,
  right: readonly Uint8Array[] | undefined,
): number | undefined => {
  if (left === undefined || right === undefined) return undefined;
  const at = left.findIndex((row, index) => !Buffer.from(row).equals(right[index] ?? Buffer.alloc(0)));
  if (at >= 0) return at;
  return left.length === right.length ? undefined : left.length;
};
