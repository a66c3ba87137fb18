import { crc32 } from 'node:zlib';
import { isDomainError } from '@chedun/kernel';
import { logError } from '../errors.ts';
import type { LogError } from '../errors.ts';
import { evtxError, Reader } from './reader.ts';
import { renderRecord } from './render.ts';
import type { EvtxNode } from './render.ts';
import { parseFragment } from './template.ts';
import type { ChunkContext } from './template.ts';
import { fileTimeMs } from './values.ts';

/** A record that was read. */
export interface EvtxRecord {
  readonly kind: 'event';
  /** EventRecordID of the record header. */
  readonly recordId: bigint;
  /** Write time of the record header, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Byte offset of the record in the file, and its length. */
  readonly offset: number;
  readonly length: number;
  /** The event in the JSON shape of evtx_dump: `{ Event: { System, EventData | UserData } }`. */
  readonly event: Readonly<Record<string, EvtxNode>>;
}

/** A part of the file that is damaged. What lies beside it is still read. */
export interface EvtxDamage {
  readonly kind: 'damage';
  readonly part: 'file' | 'chunk' | 'record';
  readonly offset: number;
  readonly error: LogError;
}

const FILE_HEADER = 4096;
const CHUNK = 65_536;
const CHUNK_HEADER = 512;
const RECORD_HEADER = 24;
const RECORD_MAGIC = Buffer.from([0x2a, 0x2a, 0, 0]);

/** True when the bytes start like an EVTX file or like one of its chunks. */
export const isEvtx = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 0, 'ElfFile\0') || startsWith(bytes, 0, 'ElfChnk\0');

const startsWith = (bytes: Uint8Array, at: number, magic: string): boolean => {
  if (bytes.length < at + magic.length) return false;
  for (let index = 0; index < magic.length; index += 1) if (bytes[at + index] !== magic.charCodeAt(index)) return false;
  return true;
};

/**
 * Reads a Windows event log file (EVTX 3.x) in file order. Chunks and records that are damaged come out as `damage`
 * with their offset and the rest is still read: a wrong checksum alone loses no record, a broken record costs only
 * itself, a truncated file gives what it holds. A single chunk without its file (as carved from memory) is read too.
 * Throws `logs.bad_evtx` only where the bytes are no EVTX at all. Holds one chunk's state at a time.
 */
export function* readEvtx(bytes: Uint8Array): Generator<EvtxRecord | EvtxDamage, void, undefined> {
  if (!isEvtx(bytes)) throw evtxError(0, 'no ElfFile or ElfChnk signature');
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  if (startsWith(bytes, 0, 'ElfFile\0')) {
    const reason = fileHeaderFault(file);
    if (reason !== undefined) yield damage('file', 0, reason);
    offset = FILE_HEADER;
  }
  for (; offset < file.length; offset += CHUNK) {
    const chunk = file.subarray(offset, Math.min(offset + CHUNK, file.length));
    if (startsWith(chunk, 0, 'ElfChnk\0')) yield* readChunk(chunk, offset);
    else if (!isBlank(chunk)) yield damage('chunk', offset, 'no ElfChnk signature');
  }
}

const damage = (part: EvtxDamage['part'], offset: number, reason: string): EvtxDamage => ({
  kind: 'damage',
  part,
  offset,
  error: evtxError(offset, reason),
});

/** Windows preallocates chunks and leaves them zero until they are used. */
const isBlank = (chunk: Buffer): boolean => chunk.subarray(0, CHUNK_HEADER).every((byte) => byte === 0);

const fileHeaderFault = (file: Buffer): string | undefined => {
  if (file.length < FILE_HEADER) return 'the file header is cut off';
  if (file.readUInt16LE(38) !== 3) return `unknown major version ${file.readUInt16LE(38)}`;
  return crc32(file.subarray(0, 120)) === file.readUInt32LE(124)
    ? undefined
    : 'the checksum of the file header is wrong';
};

function* readChunk(bytes: Buffer, base: number): Generator<EvtxRecord | EvtxDamage, void, undefined> {
  const fault = chunkFault(bytes);
  if (fault !== undefined) yield damage('chunk', base, fault);
  if (bytes.length < CHUNK_HEADER) return;
  const chunk: ChunkContext = { bytes, base, templates: new Map(), opening: new Set(), names: new Map() };
  // A free-space offset that cannot be trusted only means that the search for records goes on to the end of the chunk.
  const free = bytes.readUInt32LE(48);
  const end = fault === undefined && free >= CHUNK_HEADER && free <= bytes.length ? free : bytes.length;
  let at = CHUNK_HEADER;
  while (end - at >= RECORD_HEADER + 4) {
    const size = recordSize(bytes, at, end);
    if (size !== undefined) {
      yield readRecord(chunk, at, size);
      at += size;
      continue;
    }
    const next = nextRecord(bytes, at, end);
    if (fault === undefined || next !== undefined) yield damage('record', base + at, 'no whole record at this place');
    if (next === undefined) return;
    at = next;
  }
}

const chunkFault = (bytes: Buffer): string | undefined => {
  if (bytes.length < CHUNK) return `the chunk is cut off after ${bytes.length} bytes`;
  const header = crc32(bytes.subarray(128, CHUNK_HEADER), crc32(bytes.subarray(0, 120)));
  if (header !== bytes.readUInt32LE(124)) return 'the checksum of the chunk header is wrong';
  const free = bytes.readUInt32LE(48);
  if (free < CHUNK_HEADER || free > CHUNK) return `free space begins at ${free}, outside the chunk`;
  return crc32(bytes.subarray(CHUNK_HEADER, free)) === bytes.readUInt32LE(52)
    ? undefined
    : 'the checksum of the records is wrong';
};

/** Length of the record at `at` when its signature and both length fields agree. */
const recordSize = (bytes: Buffer, at: number, end: number): number | undefined => {
  if (bytes.readUInt32LE(at) !== 0x2a2a) return undefined;
  const size = bytes.readUInt32LE(at + 4);
  if (size < RECORD_HEADER + 4 || size > end - at) return undefined;
  return bytes.readUInt32LE(at + size - 4) === size ? size : undefined;
};

const nextRecord = (bytes: Buffer, from: number, end: number): number | undefined => {
  let at = bytes.indexOf(RECORD_MAGIC, from + 1);
  while (at !== -1 && end - at >= RECORD_HEADER + 4) {
    if (recordSize(bytes, at, end) !== undefined) return at;
    at = bytes.indexOf(RECORD_MAGIC, at + 1);
  }
  return undefined;
};

const readRecord = (chunk: ChunkContext, at: number, length: number): EvtxRecord | EvtxDamage => {
  const offset = chunk.base + at;
  try {
    const recordId = chunk.bytes.readBigUInt64LE(at + 8);
    const time = fileTimeMs(chunk.bytes.readBigUInt64LE(at + 16));
    const reader = new Reader(chunk.bytes, chunk.base, at + RECORD_HEADER, at + length - 4);
    const event = renderRecord(chunk, parseFragment(chunk, reader, 'direct', 0), offset);
    return { kind: 'event', recordId, time, offset, length, event };
  } catch (error) {
    if (!isDomainError(error, 'logs.bad_evtx')) throw error;
    return {
      kind: 'damage',
      part: 'record',
      offset,
      error: logError('logs.bad_evtx', { ...error.detail, record: offset }),
    };
  }
};
