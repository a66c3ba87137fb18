import { crc32, inflateRawSync } from 'node:zlib';
import { exchangeError } from '../errors.ts';
import { entryName, foldedName } from './names.ts';

/** A file in a ZIP. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How much a reader takes; bytes are those of the unpacked files. */
export interface ZipLimits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxTotalBytes: number;
  /** What becomes of entries that are folders. */
  readonly folders: 'refuse' | 'skip';
}

interface Central {
  readonly name: string;
  readonly isFolder: boolean;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly rawName: Uint8Array;
}

const END = 22;
const CENTRAL = 46;
const LOCAL = 30;
/** UTF-8 names and the two bits in which deflate says how hard it tried; not: encrypted, sizes behind the data. */
const ALLOWED_FLAGS = 0x0806;
const STORED = 0;
const DEFLATED = 8;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

const bad = (reason: string, offset: number): Error => exchangeError('exchange.zip', { reason, offset });
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Type bits of the UNIX mode, where the entry says that it has one. */
const typeOf = (view: DataView, at: number): number =>
  view.getUint8(at + 5) === 3 ? (view.getUint32(at + 38, true) >>> 16) & 0o170000 : 0;

const readCentral = (bytes: Uint8Array, at: number, end: number): { entry: Central; next: number } => {
  const view = viewOf(bytes);
  if (at + CENTRAL > end || view.getUint32(at, true) !== 0x02014b50) throw bad('the directory is damaged', at);
  const nameLength = view.getUint16(at + 28, true);
  const next = at + CENTRAL + nameLength;
  if (view.getUint16(at + 30, true) + view.getUint16(at + 32, true) !== 0)
    throw bad('extra fields and comments are not allowed', at);
  if (next > end) throw bad('the directory is cut off', at);
  const rawName = bytes.subarray(at + CENTRAL, next);
  const isFolder = rawName.at(-1) === 0x2f;
  const name = entryName(isFolder ? rawName.subarray(0, -1) : rawName, at + CENTRAL);
  const type = typeOf(view, at);
  if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) throw bad('an entry is a link or a device', at);
  const entry = {
    name,
    isFolder,
    rawName,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  if ((entry.flags & ~ALLOWED_FLAGS) !== 0) throw bad('an entry is encrypted or names its size behind its data', at);
  if (entry.method !== STORED && entry.method !== DEFLATED) throw bad('a way of packing is not supported', at);
  if (entry.method === STORED && entry.packed !== entry.size) throw bad('the sizes of an entry disagree', at);
  if (isFolder && entry.size !== 0) throw bad('a folder has content', at);
  return { entry, next };
};

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Where the data of an entry begins; its local header has to repeat what the directory says. */
const dataOf = (bytes: Uint8Array, entry: Central, end: number): number => {
  const at = entry.offset;
  const view = viewOf(bytes);
  if (at + LOCAL > end || view.getUint32(at, true) !== 0x04034b50) throw bad('an entry is not where it should be', at);
  const from = at + LOCAL + view.getUint16(at + 26, true);
  const agrees =
    view.getUint16(at + 6, true) === entry.flags &&
    view.getUint16(at + 8, true) === entry.method &&
    view.getUint32(at + 14, true) === entry.crc &&
    view.getUint32(at + 18, true) === entry.packed &&
    view.getUint32(at + 22, true) === entry.size &&
    view.getUint16(at + 28, true) === 0 &&
    from + entry.packed <= end &&
    sameBytes(bytes.subarray(at + LOCAL, from), entry.rawName);
  if (!agrees) throw bad('an entry differs from the directory', at);
  return from;
};

const inflate = (packed: Uint8Array, size: number, offset: number): Uint8Array => {
  try {
    // With `info`, the engine tells how much it has read: bytes behind the end of a stream would be ignored otherwise.
    const answer = inflateRawSync(packed, { maxOutputLength: size + 1, info: true });
    const { buffer, engine } = answer as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } };
    if (buffer.length === size && engine.bytesWritten === packed.length) return new Uint8Array(buffer);
  } catch {
    // Damaged, or longer than it says: told below.
  }
  throw bad('the data of an entry is damaged or has another size than it says', offset);
};

const readDirectory = (bytes: Uint8Array, limits: ZipLimits): { entries: readonly Central[]; start: number } => {
  const end = bytes.length - END;
  const view = viewOf(bytes);
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50 || view.getUint16(end + 20, true) !== 0)
    throw bad('there is no end of a ZIP, or something follows it', Math.max(0, end));
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count)
    throw bad('ZIPs of several parts are not supported', end);
  if (start + view.getUint32(end + 12, true) !== end) throw bad('the directory is not where it should be', end);
  if (count > limits.maxEntries) throw exchangeError('exchange.too-large', { reason: `${count} entries` });
  const entries: Central[] = [];
  let at = start;
  for (let left = count; left > 0; left -= 1) {
    const { entry, next } = readCentral(bytes, at, end);
    entries.push(entry);
    at = next;
  }
  if (at !== end) throw bad('something follows the directory', at);
  return { entries, start };
};

const checkSizes = (entries: readonly Central[], limits: ZipLimits): void => {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.maxTotalBytes || entries.some(({ size }) => size > limits.maxEntryBytes))
    throw exchangeError('exchange.too-large', { reason: `${total} bytes unpacked` });
  const names = new Set(entries.map(({ name }) => foldedName(name)));
  if (names.size !== entries.length) throw exchangeError('exchange.name', { reason: 'a name occurs twice' });
};

/**
 * Reads a ZIP whole (PKWARE APPNOTE 6.3.10, a strict part of it): entries lie one after the other from the first byte, in
 * the order of the directory, stored or deflated, and each local header repeats the directory; no encryption, ZIP64, extra
 * fields, comments, links, nor bytes before, between or behind. Sizes are checked before anything is unpacked, and no
 * more than the size is unpacked. Throws `exchange.zip`, `exchange.name`, `exchange.too-large`.
 */
export const readZip = (bytes: Uint8Array, limits: ZipLimits): readonly ZipEntry[] => {
  const { entries, start } = readDirectory(bytes, limits);
  checkSizes(entries, limits);
  const files: ZipEntry[] = [];
  let at = 0;
  for (const entry of entries) {
    if (entry.offset !== at) throw bad('entries overlap or leave gaps', entry.offset);
    if (entry.isFolder && limits.folders === 'refuse') throw bad('folders are not allowed', at);
    const from = dataOf(bytes, entry, start);
    at = from + entry.packed;
    const packed = bytes.subarray(from, at);
    const content = entry.method === STORED ? packed : inflate(packed, entry.size, from);
    if (crc32(content) !== entry.crc) throw bad('the checksum of an entry is wrong', from);
    if (!entry.isFolder) files.push({ name: entry.name, bytes: content });
  }
  if (at !== start) throw bad('something lies before the directory', at);
  return files;
};
