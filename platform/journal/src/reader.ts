import { journalError } from './errors.ts';
import type { JournalFile, JournalFiles } from './files.ts';
import type { Frame } from './frame.ts';
import type { ReadLimit } from './recent.ts';
import { scanFrames } from './scan.ts';
import { SEGMENT_HEADER } from './segment.ts';
import type { Segment } from './segment.ts';

/** Segments of a journal in order. `durable` is the newest frame that readers may see. */
export interface SegmentRow {
  readonly segments: readonly Segment[];
  readonly durable: () => number;
}

/** One segment together with the last frame that belongs to it. */
export interface BoundedSegment {
  readonly segment: Segment;
  /** Frames behind this one in the file were never acknowledged: a failed write left them. */
  readonly lastSeq: number;
}

/** The segment that holds `seq`, or the oldest one when `seq` was before it. */
export const segmentFor = (row: SegmentRow, seq: number): BoundedSegment | undefined => {
  const { segments } = row;
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.firstSeq ?? Infinity) <= seq) low = middle + 1;
    else high = middle;
  }
  const at = Math.max(0, low - 1);
  const segment = segments[at];
  if (segment === undefined) return undefined;
  return { segment, lastSeq: (segments[at + 1]?.firstSeq ?? row.durable() + 1) - 1 };
};

/**
 * Frames from `from` on out of the segment files, at most as the limit says and never across a segment border.
 * Starts at the oldest frame when `from` was deleted. Rejects with `journal.damaged` (`nextSeq`: where good frames go
 * on) when frame `from` cannot be read.
 */
export const readFromDisk = async (
  files: JournalFiles,
  row: SegmentRow,
  from: number,
  limit: ReadLimit,
): Promise<Frame[]> => {
  const found = segmentFor(row, from);
  if (found === undefined || from > row.durable()) return [];
  const file = await files.open(found.segment.path, 'read');
  try {
    return await readSegment(file, found, Math.max(from, found.segment.firstSeq), limit);
  } finally {
    await file.close();
  }
};

const readSegment = async (
  file: JournalFile,
  { segment, lastSeq }: BoundedSegment,
  from: number,
  limit: ReadLimit,
): Promise<Frame[]> => {
  const start = segment.index.before(from) ?? { seq: segment.firstSeq, offset: SEGMENT_HEADER };
  const range = { from: start.offset, to: await file.size(), expected: start.seq };
  const taken = new Taking(from, Math.min(lastSeq, Number.MAX_SAFE_INTEGER), limit);
  let badAt: number | undefined;
  for await (const item of scanFrames(file, range)) {
    if (item.kind === 'bad') {
      badAt = item.offset;
      continue;
    }
    let offset = item.offset;
    for (const frame of item.frames) {
      const verdict = taken.offer(frame);
      if (verdict === 'gap') throw damaged(segment, badAt, from, frame.seq);
      if (verdict === 'stop') return frame.seq === taken.next ? finish(segment, taken, offset) : taken.frames;
      segment.index.add(frame.seq, offset);
      offset += frame.raw.length;
    }
    if (taken.isFull()) return finish(segment, taken, offset);
  }
  if (taken.frames.length === 0) throw damaged(segment, badAt, from, lastSeq + 1);
  return taken.frames;
};

const finish = (segment: Segment, taken: Taking, offset: number): Frame[] => {
  segment.index.remember({ seq: taken.next, offset });
  return taken.frames;
};

const damaged = (segment: Segment, offset: number | undefined, seq: number, nextSeq: number): Error =>
  journalError('journal.damaged', {
    file: segment.path,
    ...(offset === undefined ? {} : { offset }),
    seq,
    nextSeq,
    reason: `frame ${seq} cannot be read; good frames go on at ${nextSeq}`,
  });

/** Collects the frames from one sequence number on, up to the limit. */
class Taking {
  readonly frames: Frame[] = [];
  next: number;
  readonly #lastSeq: number;
  readonly #limit: ReadLimit;
  #bytes = 0;

  constructor(from: number, lastSeq: number, limit: ReadLimit) {
    this.next = from;
    this.#lastSeq = lastSeq;
    this.#limit = limit;
  }

  offer(frame: Frame): 'taken' | 'skipped' | 'gap' | 'stop' {
    if (frame.seq < this.next) return 'skipped';
    if (this.isFull()) return 'stop';
    if (frame.seq > this.next) return this.frames.length > 0 ? 'stop' : 'gap';
    if (this.frames.length > 0 && this.#bytes + frame.raw.length > this.#limit.maxBytes) return 'stop';
    this.frames.push(frame);
    this.#bytes += frame.raw.length;
    this.next = frame.seq + 1;
    return 'taken';
  }

  isFull(): boolean {
    return this.next > this.#lastSeq || this.frames.length >= this.#limit.maxFrames;
  }
}
