import type { CompactHit } from '@chedun/sigma';

/** The hits of a frame, in the order of its records. */
export interface FrameHits {
  readonly seq: number;
  readonly receivedAt: number;
  readonly hits: readonly CompactHit[];
}

/** Result of a chunk: only frames that hit something. */
export interface HitResult {
  readonly version: number;
  readonly frames: readonly FrameHits[];
  /** Events on which the engine failed; 0 in a healthy system. */
  readonly failures: number;
}
