import { crc32, deflateRawSync } from 'node:zlib';
import { exchangeError } from '../errors.ts';
import { entryName, foldedName } from './names.ts';
import type { ZipEntry } from './read-zip.ts';

/** `store` keeps bytes as they are: the same ZIP whatever packs it. `deflate` is the same with the same zlib. */
export type ZipMethod = 'store' | 'deflate';

/** 1980-01-01, the first day that a ZIP can name: time is no part of what we pack. */
const DAY = 0x0021;
const NEEDS = 20;
const UTF8_NAMES = 0x0800;
const MOST_ENTRIES = 65_534;

interface Header {
  readonly name: Uint8Array;
  readonly method: number;
  readonly crc: number;
  readonly packed: Uint8Array;
  readonly size: number;
}

/** The fields that local header and directory share, in this order. */
const shared = ({ name, method, crc, packed, size }: Header): Buffer => {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(NEEDS, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(DAY, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
};

const localOf = (header: Header): Uint8Array[] => [
  Buffer.from([0x50, 0x4b, 3, 4]),
  shared(header),
  header.name,
  header.packed,
];

const centralOf = (header: Header, offset: number): Uint8Array[] => {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return [Buffer.from([0x50, 0x4b, 1, 2, NEEDS, 0]), shared(header), rest, header.name];
};

const endOf = (count: number, size: number, offset: number): Uint8Array => {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
};

const headerOf = ({ name, bytes }: ZipEntry, method: ZipMethod): Header => {
  const raw = new TextEncoder().encode(name);
  entryName(raw, 0);
  const packed = method === 'store' ? bytes : deflateRawSync(bytes, { level: 9 });
  return { name: raw, method: method === 'store' ? 0 : 8, crc: crc32(bytes), packed, size: bytes.length };
};

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

/**
 * Packs files into a ZIP that {@link readZip} reads, in the order given; the same files give the same bytes. Throws
 * `exchange.name` for a name that the reader would refuse and for one that occurs twice, `exchange.value` above 4 GiB.
 */
export const writeZip = (entries: readonly ZipEntry[], method: ZipMethod): Uint8Array => {
  if (new Set(entries.map(({ name }) => foldedName(name))).size !== entries.length)
    throw exchangeError('exchange.name', { reason: 'a name occurs twice' });
  if (entries.length > MOST_ENTRIES) throw exchangeError('exchange.value', { reason: `${entries.length} entries` });
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const header = headerOf(entry, method);
    const local = localOf(header);
    directory.push(...centralOf(header, offset));
    files.push(...local);
    offset += lengthOf(local);
    if (offset > 0xffff_fffe) throw exchangeError('exchange.value', { reason: 'more than 4 GiB' });
  }
  const size = lengthOf(directory);
  return new Uint8Array(Buffer.concat([...files, ...directory, endOf(entries.length, size, offset)]));
};
