import { inflateRawSync } from 'node:zlib';
import { certificatesError } from '../errors.ts';

/** A file of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MOST_COMMENT = 65_535;
/** A request is far smaller; larger files are no requests. */
const MOST_FILE = 256 * 1024;

const bad = (reason: string): Error => certificatesError('certificates.batch-unreadable', { reason });

const findEnd = (view: DataView): number => {
  for (let at = view.byteLength - END_BYTES; at >= Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT); at -= 1)
    if (view.getUint32(at, true) === END) return at;
  throw bad('the archive has no end');
};

const contentAt = (
  bytes: Uint8Array,
  view: DataView,
  local: number,
  packed: number,
  size: number,
  method: number,
): Uint8Array => {
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL)
    throw bad('a file of the archive has no head');
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (size > MOST_FILE || from + packed > bytes.length) throw bad('a file of the archive is too large or cut off');
  const part = bytes.subarray(from, from + packed);
  if (method === 0) return part;
  if (method !== 8) throw bad('a file of the archive is packed in an unknown way');
  try {
    return new Uint8Array(inflateRawSync(part, { maxOutputLength: MOST_FILE }));
  } catch {
    throw bad('a file of the archive is damaged');
  }
};

/**
 * Reads the files of a ZIP archive (APPNOTE 6.3; stored or deflated, no ZIP64, no encryption), folders left out. At most
 * `most` files of 256 KiB each. Throws `certificates.batch-unreadable`.
 */
export const readZip = (bytes: Uint8Array, most: number): readonly ZipFile[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < END_BYTES) throw bad('the archive has no end');
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > most) throw bad(`over ${most} files`);
  const files: ZipFile[] = [];
  for (let entry = 0, at = view.getUint32(end + 16, true); entry < count; entry += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw bad('the list of files is damaged');
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw bad('the archive is encrypted');
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
    const method = view.getUint16(at + 10, true);
    if (!name.endsWith('/'))
      files.push({ name, content: contentAt(bytes, view, view.getUint32(at + 42, true), packed, size, method) });
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
};
