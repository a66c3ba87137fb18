import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { errnoOf, journalError } from './errors.ts';
import { readFully, writeAll } from './files.ts';
import type { JournalFile, JournalFiles } from './files.ts';
import { HEAD_LENGTH } from './frame.ts';
import { SegmentIndex } from './segment-index.ts';

/** Length of the header that every segment file begins with, in bytes. */
export const SEGMENT_HEADER = 128;

const MAGIC = Buffer.from('CDJSEG1\n', 'latin1');
const MAX_STREAM = 31;
const CRC_AT = SEGMENT_HEADER - 4;

/** What the header of a segment file says. */
export interface SegmentHeader {
  /** Id of the journal: 32 hexadecimal digits, made when its first segment was. */
  readonly journal: string;
  readonly stream: string;
  /** Sequence number of the first frame of this file. */
  readonly firstSeq: number;
  /** Wall clock when the file was made, milliseconds since 1970. */
  readonly createdAt: number;
  /** Head of the chain before the first frame, as 32 latin1 characters. */
  readonly head: string;
}

/** A segment file as the journal knows it while it is open. */
export interface Segment {
  readonly path: string;
  readonly firstSeq: number;
  readonly index: SegmentIndex;
}

/** Refuses a stream name that cannot be a folder name: a-z, 0-9 and "-", at most 31 characters. */
export const checkStreamName = (stream: string): void => {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(stream)) return;
  throw journalError('journal.bad_record', { field: 'stream', reason: 'a stream name is 1 to 31 of a-z, 0-9 and "-"' });
};

/** Path of the segment that begins with `firstSeq`. */
export const segmentPath = (folder: string, firstSeq: number): string =>
  join(folder, `${String(firstSeq).padStart(20, '0')}.seg`);

/** The segments of a folder in order. Other files are left alone. */
export const listSegments = async (files: JournalFiles, folder: string): Promise<Segment[]> => {
  const names = await files.list(folder);
  return names
    .filter((name) => /^\d{20}\.seg$/.test(name))
    .toSorted()
    .map((name) => ({ path: join(folder, name), firstSeq: Number(name.slice(0, 20)), index: new SegmentIndex() }));
};

/** Bytes of a segment header; the layout is in README.md. */
export const encodeSegmentHeader = (header: SegmentHeader): Buffer => {
  const bytes = Buffer.alloc(SEGMENT_HEADER);
  MAGIC.copy(bytes);
  bytes.write(header.journal, 8, 16, 'hex');
  bytes.writeBigUInt64BE(BigInt(header.firstSeq), 24);
  bytes.writeBigUInt64BE(BigInt(header.createdAt), 32);
  bytes.write(header.head, 40, HEAD_LENGTH, 'latin1');
  bytes.writeUInt8(header.stream.length, 72);
  bytes.write(header.stream, 73, MAX_STREAM, 'latin1');
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  return bytes;
};

/** Reads a segment header; undefined when the bytes are none (torn or damaged). */
export const decodeSegmentHeader = (bytes: Buffer): SegmentHeader | undefined => {
  if (bytes.length !== SEGMENT_HEADER || !bytes.subarray(0, 8).equals(MAGIC)) return undefined;
  if (crc32(bytes.subarray(0, CRC_AT)) !== bytes.readUInt32BE(CRC_AT)) return undefined;
  const streamLength = Math.min(bytes.readUInt8(72), MAX_STREAM);
  return {
    journal: bytes.toString('hex', 8, 24),
    stream: bytes.toString('latin1', 73, 73 + streamLength),
    firstSeq: Number(bytes.readBigUInt64BE(24)),
    createdAt: Number(bytes.readBigUInt64BE(32)),
    head: bytes.toString('latin1', 40, 40 + HEAD_LENGTH),
  };
};

/** Reads the header of an open segment file. */
export const readSegmentHeader = async (file: JournalFile): Promise<SegmentHeader | undefined> => {
  const bytes = Buffer.alloc(SEGMENT_HEADER);
  const length = await readFully(file, bytes, 0);
  return decodeSegmentHeader(bytes.subarray(0, length));
};

/**
 * Makes a segment file that survives a power cut from the moment this resolves. A file of the same name can only be
 * what an earlier failed attempt left (the caller holds the lock and nothing was acknowledged in it): it is replaced.
 */
export const createSegment = async (
  files: JournalFiles,
  folder: string,
  header: SegmentHeader,
): Promise<{ readonly segment: Segment; readonly file: JournalFile }> => {
  const path = segmentPath(folder, header.firstSeq);
  const file = await createFresh(files, path);
  try {
    await writeAll(file, [encodeSegmentHeader(header)], 0);
    await files.syncFolder(folder);
  } catch (error) {
    await file.close().catch(() => undefined);
    await files.remove(path).catch(() => undefined);
    throw error;
  }
  return { segment: { path, firstSeq: header.firstSeq, index: new SegmentIndex() }, file };
};

const createFresh = async (files: JournalFiles, path: string): Promise<JournalFile> => {
  try {
    return await files.open(path, 'create');
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    await files.remove(path);
    return files.open(path, 'create');
  }
};
