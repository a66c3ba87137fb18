import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@chedun/kernel';
import { nodeFiles } from './files.ts';
import type { JournalFiles } from './files.ts';
import type { Frame, FrameInput } from './frame.ts';
import type { Appended } from './group.ts';
import { readFromDisk } from './reader.ts';
import type { SegmentRow } from './reader.ts';
import { RecentFrames } from './recent.ts';
import type { ReadLimit } from './recent.ts';
import { recover } from './recovery.ts';
import type { RecoveryReport } from './recovery.ts';
import { retireOldest, segmentInfos } from './retire.ts';
import type { SegmentInfo } from './retire.ts';
import { checkStreamName } from './segment.ts';
import type { Segment } from './segment.ts';
import { followTail, newSignal } from './tail.ts';
import { verifyChain } from './verify.ts';
import type { SeqRange, Verification } from './verify.ts';
import { Writer } from './writer.ts';
import type { WriterLimits, WriterSetup, WriterStats } from './writer.ts';

/** Sizes that bound a journal; see {@link defaultLimits}. */
export interface JournalLimits extends WriterLimits {
  /** Bytes of the newest frames that are kept in memory for readers at the tail. */
  readonly recentBytes: number;
}

/** Segments of 64 MiB or one day, 16 MiB waiting, 8 MiB of recent frames. */
export const defaultLimits: JournalLimits = {
  segmentBytes: 64 * 1024 * 1024,
  segmentAgeMs: 86_400_000,
  queuedBytes: 16 * 1024 * 1024,
  recentBytes: 8 * 1024 * 1024,
};

/** How to open one stream of a journal folder. */
export interface JournalOptions {
  /** Folder of all journals; the stream gets its own folder below it. */
  readonly dir: string;
  /** Retention class: "network" (network and security logs) or "telemetry"; a-z, 0-9 and "-". */
  readonly stream: string;
  readonly clock: Clock;
  readonly limits?: Partial<JournalLimits>;
  readonly files?: JournalFiles;
  /** Makes the id of a new journal: 32 hexadecimal digits. */
  readonly newId?: () => string;
}

/** Where and how far to follow the journal. */
export interface TailOptions {
  /** First frame wanted. */
  readonly from: number;
  /** Ends the iteration; without it only closing the journal does. */
  readonly signal?: AbortSignal;
}

/** Where the journal begins and ends. */
export interface JournalHead {
  /** Newest durable frame; 0 when there is none. */
  readonly seq: number;
  /** SM3 head of the chain after it (32 bytes). */
  readonly head: Uint8Array;
}

/** One stream of frames, appended by this process only. See README.md for the promises. */
export interface Journal {
  /** Id of this journal, made when its folder was: part of every dedup token. */
  readonly id: string;
  readonly stream: string;
  /** What opening found: torn bytes cut off, damage that was left alone. */
  readonly recovery: RecoveryReport;
  /**
   * Resolves when the frame is durable. Rejects with `journal.busy`, `journal.full`, `journal.write_failed`,
   * `journal.closed` or `journal.bad_record`; then the frame was not acknowledged and may be sent again.
   */
  readonly append: (input: FrameInput) => Promise<Appended>;
  /** Durable frames from `from` on; empty at the end. From memory when they are recent, otherwise from disk. */
  readonly read: (options: { readonly from: number } & Partial<ReadLimit>) => Promise<readonly Frame[]>;
  /** Every durable frame from `from` on, then each new one, in batches as they come. */
  readonly batches: (options: TailOptions & Partial<ReadLimit>) => AsyncIterable<readonly Frame[]>;
  /** Like {@link batches}, frame by frame. */
  readonly tail: (options: TailOptions) => AsyncIterable<Frame>;
  readonly head: () => JournalHead;
  /** Sequence number of the oldest frame that is kept. */
  readonly first: () => number;
  /** The segment files from the oldest on; all but the newest are sealed. */
  readonly segments: () => readonly SegmentInfo[];
  /** Removes the oldest segment; for the retention manager alone, see {@link retireOldest}. */
  readonly retire: (firstSeq: number) => Promise<void>;
  readonly verify: (range?: Partial<SeqRange>) => Promise<Verification>;
  readonly stats: () => WriterStats;
  /** Waits for what was appended, ends the tails, gives the lock back. */
  readonly close: () => Promise<void>;
}

const DEFAULT_READ: ReadLimit = { maxFrames: 1000, maxBytes: 4 * 1024 * 1024 };

/**
 * Opens one stream for appending and reading. Refuses with `journal.locked` when another process has it open, and with
 * `journal.damaged` when the newest segment has no readable header.
 */
export const openJournal = async (options: JournalOptions): Promise<Journal> => {
  checkStreamName(options.stream);
  const files = options.files ?? nodeFiles;
  const folder = join(options.dir, options.stream);
  await files.makeFolder(folder);
  const unlock = await files.lock(folder);
  try {
    return await openLocked(options, files, folder, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
};

const openLocked = async (
  options: JournalOptions,
  files: JournalFiles,
  folder: string,
  unlock: () => Promise<void>,
): Promise<Journal> => {
  const { stream, clock } = options;
  const newId = options.newId ?? ((): string => randomUUID().replaceAll('-', ''));
  const found = await recover({ files, folder, stream, newId, now: clock.now() });
  const limits = { ...defaultLimits, ...options.limits };
  const recent = new RecentFrames(limits.recentBytes);
  const wake = newSignal();
  const onDurable: WriterSetup['onDurable'] = (groups) => {
    for (const group of groups) for (const run of group.runs) recent.add(run);
    wake.notify();
  };
  const { journal: id, segments, tail, end } = found;
  const writer = new Writer({ files, folder, stream, journal: id, clock, limits, segments, tail, end, onDurable });
  const row: SegmentRow = { segments, durable: () => writer.durable.seq };
  const report = found.report;
  return assemble({ id, stream, recovery: report, files, folder, segments, writer, recent, row, wake, unlock });
};

interface Parts {
  readonly id: string;
  readonly stream: string;
  readonly recovery: RecoveryReport;
  readonly files: JournalFiles;
  readonly folder: string;
  readonly segments: Segment[];
  readonly writer: Writer;
  readonly recent: RecentFrames;
  readonly row: SegmentRow;
  readonly wake: ReturnType<typeof newSignal>;
  readonly unlock: () => Promise<void>;
}

const assemble = (parts: Parts): Journal => {
  const { id, stream, recovery, files, writer, recent, row, wake } = parts;
  let closing: Promise<void> | undefined;
  const closed = (): boolean => closing !== undefined;
  const durable = row.durable;
  const readFrom = async (from: number, limit: ReadLimit): Promise<readonly Frame[]> => {
    if (from > durable()) return [];
    // Memory may still hold frames of a segment that was retired.
    const start = Math.max(from, row.segments[0]?.firstSeq ?? 1);
    const inMemory = recent.read(start, limit);
    return inMemory.length > 0 ? inMemory : readFromDisk(files, row, start, limit);
  };
  const batches: Journal['batches'] = ({ from, signal, ...limit }) =>
    followTail({ durable, closed, wake, read: (at) => readFrom(at, { ...DEFAULT_READ, ...limit }) }, from, signal);
  const close = async (): Promise<void> => {
    wake.notify();
    await writer.close();
    await parts.unlock();
  };
  return {
    id,
    stream,
    recovery,
    append: (input) => writer.append(input),
    read: ({ from, ...limit }) => readFrom(Math.max(1, from), { ...DEFAULT_READ, ...limit }),
    batches,
    tail: (options) => eachFrame(batches(options)),
    head: () => ({ seq: durable(), head: Buffer.from(writer.durable.head, 'latin1') }),
    first: () => row.segments[0]?.firstSeq ?? 1,
    segments: () => segmentInfos(row),
    retire: (firstSeq) => retireOldest(files, parts.folder, parts.segments, firstSeq),
    verify: (range) =>
      verifyChain(files, row, { journal: id, ...writer.durable }, { from: 1, to: durable(), ...range }),
    stats: () => writer.stats(),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

async function* eachFrame(batches: AsyncIterable<readonly Frame[]>): AsyncGenerator<Frame, void, undefined> {
  for await (const batch of batches) yield* batch;
}
