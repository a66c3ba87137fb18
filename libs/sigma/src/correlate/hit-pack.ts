import type { SigmaRule } from '../parse/types.ts';

/** A rule that correlations stand on, as the worker gets it. */
interface PackedBaseRule {
  readonly id: string;
  /** With filters laid over it. */
  readonly document: SigmaRule;
  /** Detection maps; an event that meets one of them is no hit. */
  readonly exceptions: readonly unknown[];
  /** Fields that a hit has to carry. */
  readonly fields: readonly string[];
}

/** Everything that the worker evaluates. */
export interface HitPack {
  /** Grows with every change. */
  readonly version: number;
  readonly rules: readonly PackedBaseRule[];
}

/** Value of a field of a hit; null when the event has none. */
export type HitValue = string | number | null;

/** One event that met one rule. A tuple, because millions of them cross from thread to thread. */
export type CompactHit = readonly [
  rule: string,
  /** Event time, ms since 1970. */
  time: number,
  weight: number,
  /** Place of the record in its frame. */
  index: number,
  /** In the order of the fields of the rule. */
  values: readonly HitValue[],
];
