import { nativeBlockError } from './errors.ts';
import { parseType, type NativeType, type ScalarName } from './types.ts';

/** A value as the reader gives it: 64-bit integers as bigint, times as milliseconds, addresses as text, FixedString as bytes. */
export type NativeValue = number | bigint | string | Uint8Array | null | readonly NativeValue[];

/** One column of a block that was read. */
export interface NativeColumn {
  readonly name: string;
  readonly type: string;
  readonly values: readonly NativeValue[];
}

/** One block that was read. */
export interface NativeBlock {
  readonly rows: number;
  readonly columns: readonly NativeColumn[];
}

/** Bounds of {@link readBlocks}; what exceeds them is refused before memory is taken for it. */
export interface ReadLimits {
  /** Columns a block, default 1,000. */
  readonly maxColumns?: number;
  /** Rows a block, default 1,000,000. */
  readonly maxRows?: number;
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

const malformed = (cursor: Cursor, reason: string): never => {
  throw nativeBlockError('native-block.malformed', { offset: cursor.at, reason });
};

const take = (cursor: Cursor, size: number): number => {
  const start = cursor.at;
  if (size > cursor.bytes.length - start)
    malformed(cursor, `${size} bytes expected, ${cursor.bytes.length - start} left`);
  cursor.at = start + size;
  return start;
};

const readVarint = (cursor: Cursor): number => {
  let value = 0;
  for (let scale = 1; scale < 2 ** 50; scale *= 0x80) {
    const byte = cursor.bytes[take(cursor, 1)] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
  return malformed(cursor, 'a length does not fit 49 bits');
};

const readText = (cursor: Cursor): string => {
  const size = readVarint(cursor);
  const start = take(cursor, size);
  return cursor.bytes.toString('utf8', start, start + size);
};

const ipv6Text = (bytes: Buffer, at: number): string => {
  const groups: string[] = [];
  for (let index = 0; index < 16; index += 2) groups.push(bytes.readUInt16BE(at + index).toString(16));
  return groups.join(':');
};

const scalars: Readonly<Record<ScalarName, { width: number; get: (bytes: Buffer, at: number) => NativeValue }>> = {
  UInt8: { width: 1, get: (bytes, at) => bytes.readUInt8(at) },
  UInt16: { width: 2, get: (bytes, at) => bytes.readUInt16LE(at) },
  UInt32: { width: 4, get: (bytes, at) => bytes.readUInt32LE(at) },
  UInt64: { width: 8, get: (bytes, at) => bytes.readBigUInt64LE(at) },
  Int8: { width: 1, get: (bytes, at) => bytes.readInt8(at) },
  Int16: { width: 2, get: (bytes, at) => bytes.readInt16LE(at) },
  Int32: { width: 4, get: (bytes, at) => bytes.readInt32LE(at) },
  Int64: { width: 8, get: (bytes, at) => bytes.readBigInt64LE(at) },
  Float32: { width: 4, get: (bytes, at) => bytes.readFloatLE(at) },
  Float64: { width: 8, get: (bytes, at) => bytes.readDoubleLE(at) },
  DateTime: { width: 4, get: (bytes, at) => bytes.readUInt32LE(at) * 1000 },
  'DateTime64(3)': { width: 8, get: (bytes, at) => Number(bytes.readBigInt64LE(at)) },
  IPv4: { width: 4, get: (bytes, at) => [bytes[at + 3], bytes[at + 2], bytes[at + 1], bytes[at]].join('.') },
  IPv6: { width: 16, get: ipv6Text },
};

// Every value takes at least one byte on the wire, so a count above the bytes left is a lie.
const checkCount = (cursor: Cursor, count: number): void => {
  if (count > cursor.bytes.length - cursor.at) malformed(cursor, `${count} values cannot be in the bytes left`);
};

const readFixed = (cursor: Cursor, rows: number, width: number, get: (bytes: Buffer, at: number) => NativeValue) => {
  const start = take(cursor, rows * width);
  const values: NativeValue[] = [];
  for (let row = 0; row < rows; row += 1) values.push(get(cursor.bytes, start + row * width));
  return values;
};

const readStrings = (cursor: Cursor, rows: number): NativeValue[] => {
  checkCount(cursor, rows);
  const values: NativeValue[] = [];
  for (let row = 0; row < rows; row += 1) values.push(readText(cursor));
  return values;
};

const readArrays = (cursor: Cursor, rows: number, inner: NativeType): NativeValue[] => {
  const ends = readFixed(cursor, rows, 8, (bytes, at) => Number(bytes.readBigUInt64LE(at))) as number[];
  ends.forEach((end, row) => {
    if (end < (ends[row - 1] ?? 0)) malformed(cursor, 'array offsets go back');
  });
  const total = ends.at(-1) ?? 0;
  checkCount(cursor, total);
  const flat = readValues(cursor, total, inner);
  return ends.map((end, row) => flat.slice(ends[row - 1] ?? 0, end));
};

const readNullables = (cursor: Cursor, rows: number, inner: NativeType): NativeValue[] => {
  const start = take(cursor, rows);
  const values = readValues(cursor, rows, inner);
  return values.map((value, row) => (cursor.bytes[start + row] === 0 ? value : null));
};

const readValues = (cursor: Cursor, rows: number, type: NativeType): NativeValue[] => {
  switch (type.kind) {
    case 'scalar': {
      const { width, get } = scalars[type.name];
      return readFixed(cursor, rows, width, get);
    }
    case 'string':
      return readStrings(cursor, rows);
    case 'fixed':
      return readFixed(cursor, rows, type.width, (bytes, at) => new Uint8Array(bytes.subarray(at, at + type.width)));
    case 'array':
      return readArrays(cursor, rows, type.inner);
    case 'nullable':
      return readNullables(cursor, rows, type.inner);
  }
};

const readBlock = (cursor: Cursor, limits: Required<ReadLimits>): NativeBlock => {
  const count = readVarint(cursor);
  const rows = readVarint(cursor);
  if (count > limits.maxColumns) malformed(cursor, `${count} columns, at most ${limits.maxColumns} are read`);
  if (rows > limits.maxRows) malformed(cursor, `${rows} rows, at most ${limits.maxRows} are read`);
  const columns: NativeColumn[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = readText(cursor);
    const type = readText(cursor);
    columns.push({ name, type, values: readValues(cursor, rows, parseType(type)) });
  }
  return { rows, columns };
};

/**
 * Reads every block of a Native stream (several blocks may follow each other), for tests and small results.
 * Throws `native-block.malformed` with the offset for cut or wrong bytes and beyond the limits, and
 * `native-block.unsupported-type` for a type that this lib does not know. Never throws anything else.
 */
export const readBlocks = (bytes: Uint8Array, limits: ReadLimits = {}): readonly NativeBlock[] => {
  const bounds = { maxColumns: limits.maxColumns ?? 1000, maxRows: limits.maxRows ?? 1_000_000 };
  const cursor: Cursor = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  const blocks: NativeBlock[] = [];
  while (cursor.at < cursor.bytes.length) blocks.push(readBlock(cursor, bounds));
  return blocks;
};
