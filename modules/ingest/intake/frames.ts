import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { frameFlags, type Journal } from '@chedun/journal';
import { DomainError, isDomainError, type Clock } from '@chedun/kernel';
import { memoryOf, PEER_FLAG, recordWriter, type Memory, type Peer, type RecordWriter } from '../domain/records.ts';

/** Format of frames that hold records which could not even be framed; see {@link REFUSED_FORMAT} in the decoder. */
export const REFUSED_FORMAT = 'refused';

/** A frame that is ready for the journal. */
export interface ReadyFrame {
  readonly format: string;
  readonly count: number;
  readonly flags: number;
  readonly payload: Uint8Array;
  /** Bytes before compression. */
  readonly size: number;
}

/** Bounds of one frame. */
export interface FrameBounds {
  readonly events: number;
  readonly bytes: number;
}

/** 200 events or 1 MiB, whichever comes first. */
export const FRAME_BOUNDS: FrameBounds = { events: 200, bytes: 1024 * 1024 };

const compress = promisify(zstdCompress);
const ZSTD_LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Logs shrink to a fifth or less, so that a frame fits into one piece of output as a rule and takes one trip to the thread pool. */
const pieceFor = (size: number): number => Math.max(16 * 1024, size >> 2);
/** Below this size compression costs more than it saves. */
const COMPRESS_FROM = 512;

/** Closes a writer into a frame. */
export const finishFrame = async (writer: RecordWriter, format: string, withPeers: boolean): Promise<ReadyFrame> => {
  const count = writer.count();
  const size = writer.bytes();
  const flags = withPeers ? PEER_FLAG : 0;
  if (size < COMPRESS_FROM) return { format, count, flags, payload: writer.finish(), size };
  const { payload, giveBack } = writer.lend();
  // A frame that states its size is unpacked in one piece.
  const packed = await compress(payload, { ...ZSTD_LEVEL, chunkSize: pieceFor(size), pledgedSrcSize: size });
  giveBack();
  return { format, count, flags: flags | frameFlags.zstd, payload: packed, size };
};

/** Gathers records of one batch into frames; nothing is written before the whole batch proved readable. */
export interface FrameCollector {
  readonly add: (record: Uint8Array, peer?: Peer) => void;
  /** Lines that must stand at the start of every following frame (Zeek TSV headers). */
  readonly preamble: (lines: string) => void;
  readonly records: () => number;
  readonly finish: () => Promise<ReadyFrame[]>;
}

/** Collects records of one format, in `memory` that several collectors may share. */
export const collectFrames = (
  format: string,
  bounds: FrameBounds = FRAME_BOUNDS,
  memory: Memory = memoryOf(4),
): FrameCollector => {
  const writer = recordWriter({ withPeers: false, memory });
  const frames: Promise<ReadyFrame>[] = [];
  let header = '';
  let headerRecords = 0;
  let records = 0;
  const close = (): void => {
    if (writer.count() > headerRecords) frames.push(finishFrame(writer, format, false));
    headerRecords = 0;
  };
  const open = (): void => {
    for (const line of header === '' ? [] : header.trimEnd().split('\n')) writer.add(Buffer.from(line));
    headerRecords = writer.count();
  };
  return {
    preamble: (lines) => {
      header = lines;
    },
    add: (record) => {
      if (writer.count() === 0) open();
      writer.add(record);
      records += 1;
      if (writer.count() >= bounds.events || writer.bytes() >= bounds.bytes) close();
    },
    records: () => records,
    finish: async () => {
      close();
      writer.close();
      return Promise.all(frames);
    },
  };
};

/** Where frames went. */
export interface WrittenRange {
  readonly fromSeq: number;
  readonly toSeq: number;
}

const RETRY_AFTER_SECONDS = 1;

/** Errors of the journal in the words of ingest, for the sender. */
const refusalOf = (error: unknown): unknown => {
  if (isDomainError(error, 'journal.busy'))
    return new DomainError('ingest.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS }, error);
  if (isDomainError(error, 'journal.full'))
    return new DomainError('ingest.storage-full', { retryAfterSeconds: 30 }, error);
  if (isDomainError(error, 'journal.write_failed', 'journal.closed'))
    return new DomainError('ingest.unavailable', { retryAfterSeconds: 5 }, error);
  return error;
};

/** Appends frames and resolves when all of them are on disk. */
export const writeFrames = async (
  journal: Pick<Journal, 'append'>,
  clock: Pick<Clock, 'now'>,
  source: string,
  frames: readonly ReadyFrame[],
): Promise<WrittenRange> => {
  const receivedAt = clock.now();
  const appended = frames.map(({ format, count, flags, payload }) =>
    journal.append({ source, format, count, flags, payload, receivedAt }),
  );
  const settled = await Promise.allSettled(appended);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed) throw refusalOf(failed.reason);
  const seqs = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.seq] : []));
  return { fromSeq: Math.min(...seqs), toSeq: Math.max(...seqs) };
};
