import type { Clock } from '@chedun/kernel';
import type { ChainEnd } from './chain.ts';
import { journalError, writeError } from './errors.ts';
import { writeAll } from './files.ts';
import type { JournalFile, JournalFiles } from './files.ts';
import { MAX_FORMAT, MAX_PAYLOAD, MAX_SOURCE } from './frame.ts';
import type { FrameInput } from './frame.ts';
import type { Appended, Group } from './group.ts';
import { FrameQueue } from './queue.ts';
import { SEGMENT_HEADER, createSegment } from './segment.ts';
import type { Segment } from './segment.ts';

/** Sizes that bound the writer. */
export interface WriterLimits {
  /** A segment is sealed when the next group would make it longer than this many bytes. */
  readonly segmentBytes: number;
  /** A segment is sealed when it is older than this many milliseconds of wall clock. */
  readonly segmentAgeMs: number;
  /** Bytes that may wait for the disk; beyond it appends are refused with `journal.busy`. */
  readonly queuedBytes: number;
}

/** What the writer works on. */
export interface WriterSetup {
  readonly files: JournalFiles;
  readonly folder: string;
  readonly stream: string;
  readonly journal: string;
  readonly clock: Clock;
  readonly limits: WriterLimits;
  readonly segments: Segment[];
  readonly tail: OpenSegment;
  readonly end: ChainEnd;
  /** Called when frames have become durable, before their callers are told. */
  readonly onDurable: (groups: readonly Group[]) => void;
}

/** Counters since opening. */
export interface WriterStats {
  readonly frames: number;
  readonly bytes: number;
  /** Calls of fdatasync. */
  readonly flushes: number;
  /** Writes or flushes that failed. */
  readonly failures: number;
  readonly queuedBytes: number;
}

interface OpenSegment {
  readonly file: JournalFile;
  readonly size: number;
  readonly createdAt: number;
}

/**
 * Group commit: one loop takes frames that wait, writes them, calls fdatasync, and acknowledges. Groups grow with the
 * load, without a timer.
 *
 * Fail-stop: when a write or fdatasync fails, everything that was being written and everything behind it is refused,
 * the segment is sealed at the last acknowledged frame, and the next append begins a new segment.
 */
export class Writer {
  readonly #setup: WriterSetup;
  readonly #queue: FrameQueue;
  #flushingBytes = 0;
  #durable: ChainEnd;
  #segment: OpenSegment | undefined;
  #loop: Promise<void> | undefined;
  #closed = false;
  readonly #stats = { frames: 0, bytes: 0, flushes: 0, failures: 0 };

  constructor(setup: WriterSetup) {
    this.#setup = setup;
    this.#queue = new FrameQueue(setup.end);
    this.#durable = setup.end;
    this.#segment = setup.tail;
  }

  get durable(): ChainEnd {
    return this.#durable;
  }

  stats(): WriterStats {
    return { ...this.#stats, queuedBytes: this.#queuedBytes() };
  }

  append(input: FrameInput): Promise<Appended> {
    const wrong = this.#closed ? journalError('journal.closed', {}) : faultOf(input);
    if (wrong !== undefined) return Promise.reject(wrong);
    const queued = this.#queuedBytes();
    if (queued > 0 && queued + input.payload.length > this.#setup.limits.queuedBytes) {
      return Promise.reject(journalError('journal.busy', { reason: `${queued} bytes wait for the disk` }));
    }
    const appended = this.#queue.append(input, this.#durable.seq);
    this.#loop ??= this.#run();
    return appended;
  }

  /** Waits for what was appended, then closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#loop;
    await this.#segment?.file.close();
    this.#segment = undefined;
  }

  #queuedBytes(): number {
    return this.#queue.bytes + this.#flushingBytes;
  }

  async #run(): Promise<void> {
    // Callers that append in the same turn of the event loop share the first group.
    await Promise.resolve();
    for (let durable: readonly Group[] = []; ;) {
      const groups = this.#queue.take();
      const committing = this.#commit(groups);
      // The disk is at work again before the callers of the last groups are told and encode their next frames.
      for (const group of durable) group.acknowledge();
      if (groups.length === 0) break;
      durable = await committing
        .then(() => this.#succeed(groups))
        .catch((error: unknown) => this.#failStop(groups, writeError(error)));
    }
    this.#loop = undefined;
  }

  async #commit(groups: readonly Group[]): Promise<void> {
    if (groups.length === 0) return;
    const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
    this.#flushingBytes = bytes;
    const segment = this.#currentSegment(bytes) ?? (await this.#nextSegment());
    const chunks = groups.flatMap((group) => group.chunks());
    await writeAll(segment.file, chunks, segment.size);
    this.#setup.segments.at(-1)?.index.add(this.#durable.seq + 1, segment.size);
    this.#segment = { ...segment, size: segment.size + bytes };
  }

  #succeed(groups: readonly Group[]): readonly Group[] {
    const last = groups.at(-1);
    if (last !== undefined) this.#durable = { seq: last.lastSeq, head: last.head };
    this.#stats.flushes += 1;
    this.#stats.bytes += this.#flushingBytes;
    this.#flushingBytes = 0;
    for (const group of groups) this.#stats.frames += group.frames;
    this.#setup.onDurable(groups);
    return groups;
  }

  /** The open segment, unless it is full or too old for `bytes` more. */
  #currentSegment(bytes: number): OpenSegment | undefined {
    const { limits, clock } = this.#setup;
    const current = this.#segment;
    if (current === undefined || current.size === SEGMENT_HEADER) return current;
    const full = current.size + bytes > limits.segmentBytes;
    return full || clock.now() - current.createdAt >= limits.segmentAgeMs ? undefined : current;
  }

  async #nextSegment(): Promise<OpenSegment> {
    const { clock, segments, files, folder, journal, stream } = this.#setup;
    const now = clock.now();
    await this.#segment?.file.close();
    this.#segment = undefined;
    const { seq, head } = this.#durable;
    const header = { journal, stream, firstSeq: seq + 1, createdAt: now, head };
    const { segment, file } = await createSegment(files, folder, header);
    // A segment that failed before its first frame was acknowledged has just been replaced.
    if (segments.at(-1)?.firstSeq === segment.firstSeq) segments.pop();
    segments.push(segment);
    this.#segment = { file, size: SEGMENT_HEADER, createdAt: now };
    return this.#segment;
  }

  /** A descriptor whose fdatasync failed once is never trusted again: the kernel may have dropped the pages. */
  async #failStop(groups: readonly Group[], error: Error): Promise<readonly Group[]> {
    this.#stats.failures += 1;
    const segment = this.#segment;
    this.#segment = undefined;
    if (segment !== undefined) {
      // Best effort: it frees space; what cannot be cut is cut off by the header of the next segment.
      await segment.file.truncate(segment.size).catch(() => undefined);
      await segment.file.close().catch(() => undefined);
    }
    this.#flushingBytes = 0;
    const behind = this.#queue.reset(this.#durable);
    for (const group of [...groups, ...behind]) group.refuse(error);
    return [];
  }
}

const faultOf = (input: FrameInput): Error | undefined => {
  const source = Buffer.byteLength(input.source);
  if (source === 0 || source > MAX_SOURCE) return badRecord('source', `1 to ${MAX_SOURCE} bytes`);
  if (!/^[\x21-\x7e]*$/.test(input.format) || input.format.length > MAX_FORMAT) {
    return badRecord('format', `at most ${MAX_FORMAT} printable ASCII characters`);
  }
  if (input.payload.length > MAX_PAYLOAD) return badRecord('payload', `at most ${MAX_PAYLOAD} bytes`);
  if (!isWhole(input.count, 0xffffffff)) return badRecord('count', 'a whole number of 32 bits');
  if (!isWhole(input.flags, 0xff)) return badRecord('flags', 'a whole number of 8 bits');
  if (!isWhole(input.receivedAt, Number.MAX_SAFE_INTEGER))
    return badRecord('receivedAt', 'whole milliseconds since 1970');
  return undefined;
};

const isWhole = (value: number, max: number): boolean => Number.isInteger(value) && value >= 0 && value <= max;

const badRecord = (field: string, reason: string): Error => journalError('journal.bad_record', { field, reason });
