import { inflateRawSync } from 'node:zlib';
import { assetsError } from '../errors.ts';

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const MAX_ENTRIES = 256;

const bad = (reason: string): never => {
  throw assetsError('assets.import-malformed', { reason: `not a sound XLSX file: ${reason}` });
};

const findEnd = (zip: Buffer): number => {
  const lowest = Math.max(0, zip.length - 22 - 65_535);
  for (let at = zip.length - 22; at >= lowest; at -= 1) if (zip.readUInt32LE(at) === END) return at;
  return bad('no end of central directory');
};

const inflatedLength = (packed: Buffer, limit: number): number | undefined => {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) }).length;
  } catch {
    return undefined;
  }
};

/** Uncompressed size of one entry, found by inflating it up to the size it claims. */
const checkEntry = (zip: Buffer, at: number, budget: number): number => {
  const flags = zip.readUInt16LE(at + 8);
  const method = zip.readUInt16LE(at + 10);
  const packed = zip.readUInt32LE(at + 20);
  const claimed = zip.readUInt32LE(at + 24);
  const local = zip.readUInt32LE(at + 42);
  if ((flags & 1) !== 0) return bad('it is encrypted');
  if (claimed > budget) throw assetsError('assets.import-too-large', { reason: 'the file expands to too much' });
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL) return bad('a header is missing');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length) return bad('an entry is cut off');
  if (method === 0) return packed === claimed ? packed : bad('a size is wrong');
  if (method !== 8) return bad('an unknown compression');
  const actual = inflatedLength(zip.subarray(start, start + packed), claimed);
  if (actual === undefined) return bad('an entry is broken or larger than it claims');
  return actual === claimed ? claimed : bad('a size is wrong');
};

/**
 * Proves that a ZIP file expands to no more than `budget` bytes before a library opens it: every entry is inflated with its
 * claimed size as the limit, so a lie about the size is found out. ZIP64 and encryption are refused.
 */
export const guardZip = (bytes: Uint8Array, budget: number): void => {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (zip.length < 22) bad('it is too short');
  const end = findEnd(zip);
  const entries = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (entries > MAX_ENTRIES)
    throw assetsError('assets.import-too-large', { reason: 'the file holds too many entries' });
  let left = budget;
  for (let i = 0; i < entries; i += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) bad('the central directory is broken');
    left -= checkEntry(zip, at, left);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
};
