import { readFully } from './files.ts';
import type { JournalFile } from './files.ts';
import { FRAME_HEADER, FRAME_MAGIC, MAX_PAYLOAD, parseFrame } from './frame.ts';
import type { Frame } from './frame.ts';

/** What a walk over a segment meets: runs of good frames, and places where none can be read. */
export type ScanItem =
  | { readonly kind: 'frames'; readonly offset: number; readonly frames: readonly Frame[] }
  | { readonly kind: 'bad'; readonly offset: number; readonly expected: number; readonly reason: string };

/** Part of a segment file to walk: `expected` is the sequence number of the frame at `from`. */
export interface ScanRange {
  readonly from: number;
  readonly to: number;
  readonly expected: number;
}

const CHUNK = 1024 * 1024;

/**
 * Walks the frames of a segment. CRC and sequence of every frame are checked; after a bad place it goes on at the
 * next frame that can be found, so that a caller sees what lies behind the damage. Memory: one chunk of 1 MiB, or one
 * frame where that is larger.
 */
export async function* scanFrames(file: JournalFile, range: ScanRange): AsyncGenerator<ScanItem, void, undefined> {
  let { from, expected } = range;
  const budget = { bytes: 4 * (range.to - range.from) + MAX_PAYLOAD };
  while (from < range.to) {
    const run = await readRun(file, from, range.to, expected);
    const last = run.frames.at(-1);
    if (last !== undefined) {
      yield { kind: 'frames', offset: from, frames: run.frames };
      expected = last.seq + 1;
    }
    from = run.end;
    if (run.reason === undefined) continue;
    yield { kind: 'bad', offset: from, expected, reason: run.reason };
    const next = await findFrame(file, from + 1, range.to, expected, budget);
    if (next === undefined) return;
    from = next.offset;
    expected = next.seq;
  }
}

interface Run {
  readonly frames: readonly Frame[];
  /** Offset behind the last good frame. */
  readonly end: number;
  /** Why the run ended before the end of the chunk. */
  readonly reason: string | undefined;
}

const readRun = async (file: JournalFile, from: number, to: number, expected: number): Promise<Run> => {
  let need = CHUNK;
  for (;;) {
    const bytes = Buffer.allocUnsafeSlow(Math.min(need, to - from));
    const length = await readFully(file, bytes, from);
    const run = parseRun(bytes, length, expected);
    if (run.need === undefined || run.frames.length > 0) return { ...run, end: from + run.end };
    if (length < bytes.length || run.need > to - from) return { frames: [], end: from, reason: 'the frame is cut off' };
    need = run.need;
  }
};

const parseRun = (bytes: Buffer, length: number, expected: number): Run & { readonly need: number | undefined } => {
  const frames: Frame[] = [];
  let at = 0;
  while (at < length) {
    const parsed = parseFrame(bytes, at, length);
    if (parsed.kind === 'cut') return { frames, end: at, reason: undefined, need: parsed.need };
    const reason = parsed.kind === 'bad' ? parsed.reason : wrongSequence(parsed.frame.seq, expected + frames.length);
    if (parsed.kind === 'bad' || reason !== undefined) return { frames, end: at, reason, need: undefined };
    frames.push(parsed.frame);
    at = parsed.end;
  }
  return { frames, end: at, reason: undefined, need: undefined };
};

const wrongSequence = (seq: number, expected: number): string | undefined =>
  seq === expected ? undefined : `sequence ${seq} where ${expected} belongs`;

/**
 * The first whole frame after a bad place whose sequence number can follow. `budget` bounds the bytes that are
 * checked in vain, so that a payload made of frame beginnings cannot hang a restart.
 */
const findFrame = async (
  file: JournalFile,
  from: number,
  to: number,
  expected: number,
  budget: { bytes: number },
): Promise<{ readonly offset: number; readonly seq: number } | undefined> => {
  let windowAt = from;
  while (windowAt + FRAME_HEADER <= to && budget.bytes > 0) {
    const window = Buffer.allocUnsafe(Math.min(CHUNK, to - windowAt));
    const length = await readFully(file, window, windowAt);
    let hit = window.subarray(0, length).indexOf(FRAME_MAGIC);
    for (; hit >= 0; hit = window.subarray(0, length).indexOf(FRAME_MAGIC, hit + 1)) {
      const frame = await frameAt(file, windowAt + hit, to, budget);
      if (frame !== undefined && frame.seq >= expected) return { offset: windowAt + hit, seq: frame.seq };
    }
    if (length < window.length) return undefined;
    windowAt += length - (FRAME_MAGIC.length - 1);
  }
  return undefined;
};

const frameAt = async (
  file: JournalFile,
  offset: number,
  to: number,
  budget: { bytes: number },
): Promise<Frame | undefined> => {
  let need = FRAME_HEADER;
  for (;;) {
    if (offset + need > to || budget.bytes <= 0) return undefined;
    budget.bytes -= need;
    const bytes = Buffer.allocUnsafe(need);
    const parsed = parseFrame(bytes, 0, await readFully(file, bytes, offset));
    if (parsed.kind === 'frame') return parsed.frame;
    if (parsed.kind === 'bad' || parsed.need <= need) return undefined;
    need = parsed.need;
  }
};
