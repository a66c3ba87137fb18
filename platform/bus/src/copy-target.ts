import type { Frame } from '@chedun/journal';
import type { FrameRange, FrameRanges } from './ranges.ts';

/** What a target holds of one journal. */
export interface HeldFrames {
  readonly frames: FrameRanges;
  /** Oldest age in milliseconds that the target keeps; undefined = it keeps everything. */
  readonly keepsMs: number | undefined;
}

/** Where the second copy of every frame goes. Every call rejects with `bus.unavailable` while it cannot be reached. */
export interface CopyTarget {
  /** False while it is known that nothing can be stored; true is no promise. */
  readonly reachable: () => boolean;
  /** Longest frame that it takes, in bytes; undefined while nobody knows because it was never reached. */
  readonly maxFrameBytes: () => number | undefined;
  /** Makes what it needs; says how many servers keep each frame. */
  readonly prepare: () => Promise<number>;
  /**
   * Resolves when it has stored the frame, or had it already. Rejects with `bus.too_large` for a frame that it will
   * never take. Frames of concurrent calls are stored in the order of the calls unless one of them fails.
   */
  readonly put: (journal: string, frame: Frame) => Promise<void>;
  /** What it holds of the frames of `range`. */
  readonly held: (journal: string, range: FrameRange) => Promise<HeldFrames>;
}

/** The part of a logger that is needed here. */
export interface CopyLog {
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}
