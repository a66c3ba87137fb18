import { FRAME_HEADER, parseFrame } from './frame.ts';
import type { Frame } from './frame.ts';

/** Bounds of one read. At least one frame is returned where there is one, however large. */
export interface ReadLimit {
  readonly maxFrames: number;
  readonly maxBytes: number;
}

/** A run of durable frames in memory. */
export interface FrameRun {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** The newest durable frames in memory, so that readers at the tail do not read the disk. Oldest runs go first. */
export class RecentFrames {
  readonly #maxBytes: number;
  #runs: (FrameRun | undefined)[] = [];
  /** Index of the oldest run that is kept; those before it are dropped in bulk. */
  #start = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(run: FrameRun): void {
    this.#runs.push(run);
    this.#bytes += run.to - run.from;
    while (this.#bytes > this.#maxBytes && this.#start < this.#runs.length) this.#dropOldest();
    if (this.#start > 1024 && this.#start * 2 > this.#runs.length) {
      this.#runs = this.#runs.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Frames from `seq` on; empty when they are not in memory (any more). */
  read(seq: number, limit: ReadLimit): Frame[] {
    const frames: Frame[] = [];
    let bytes = 0;
    for (let index = this.#find(seq); index < this.#runs.length; index += 1) {
      const run = this.#runs[index];
      if (run === undefined) break;
      for (let at = offsetOf(run, seq + frames.length); at < run.to;) {
        const parsed = parseFrame(run.bytes, at, run.to);
        if (parsed.kind !== 'frame') return frames;
        bytes += parsed.end - at;
        if (frames.length > 0 && (frames.length >= limit.maxFrames || bytes > limit.maxBytes)) return frames;
        frames.push(parsed.frame);
        at = parsed.end;
      }
    }
    return frames;
  }

  #dropOldest(): void {
    const run = this.#runs[this.#start];
    if (run !== undefined) this.#bytes -= run.to - run.from;
    this.#runs[this.#start] = undefined;
    this.#start += 1;
  }

  /** Index of the run that holds `seq`; beyond the end when none does. */
  #find(seq: number): number {
    let low = this.#start;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#runs[middle]?.lastSeq ?? Infinity) < seq) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low];
    return run !== undefined && run.firstSeq <= seq ? low : this.#runs.length;
  }
}

/** Offset of frame `seq` in a run, by the lengths in the frame headers. */
const offsetOf = (run: FrameRun, seq: number): number => {
  let at = run.from;
  for (let current = run.firstSeq; current < seq && at < run.to; current += 1) {
    at +=
      FRAME_HEADER + run.bytes.readUInt32BE(at + 28) + run.bytes.readUInt8(at + 37) + run.bytes.readUInt16BE(at + 38);
  }
  return at;
};
