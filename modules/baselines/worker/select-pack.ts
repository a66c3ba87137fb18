import type { SigmaRule } from '@chedun/sigma';

/** A behaviour rule as the worker gets it. */
interface PackedRule {
  readonly id: string;
  readonly document: SigmaRule;
  readonly groupBy: readonly string[];
  /** Field that is compared, and field of a DNS answer; '' when there is none. */
  readonly field: string;
  readonly answerField: string;
}

/** Everything that the worker selects by. */
export interface SelectPack {
  /** Grows with every change. */
  readonly version: number;
  /** Id of our own source: its records are never looked at, only told back. */
  readonly own: string;
  readonly rules: readonly PackedRule[];
}

/** One event that a rule selects. A tuple, because millions of them cross from thread to thread. */
export type Selected = readonly [rule: string, at: number, entity: string, value: string, answer: string];

/** The selected events of a frame, in the order of its records. */
export interface FrameSelection {
  readonly seq: number;
  readonly receivedAt: number;
  readonly selected: readonly Selected[];
}

/** Result of a chunk. */
export interface SelectResult {
  readonly version: number;
  readonly frames: readonly FrameSelection[];
  /** Ids of verdicts whose records stand in these frames. */
  readonly recorded: readonly string[];
  /** Events that a rule selects and that lack a field it needs, by rule. */
  readonly incomplete: ReadonlyMap<string, number>;
  /** Events on which the engine failed; 0 in a healthy system. */
  readonly failures: number;
}
