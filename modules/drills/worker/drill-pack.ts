import type { CompactHit, HitPack, SigmaRule } from '@chedun/sigma';

/** A rule at work, with its exceptions. */
interface DrillRule {
  readonly id: string;
  readonly document: SigmaRule;
  readonly exceptions: readonly unknown[];
}

/** Everything that the worker of a drill evaluates. */
export interface DrillPack {
  readonly rules: readonly DrillRule[];
  readonly base: HitPack;
}

/** Hits of a chunk: rules with the places of the records, and hits that correlations stand on. */
export interface DrillResult {
  readonly hits: readonly { readonly rule: string; readonly seq: number; readonly index: number }[];
  readonly base: readonly { readonly seq: number; readonly hits: readonly CompactHit[] }[];
  /** Records that the decoder refused, by frame. */
  readonly refused: readonly (readonly [seq: number, records: number])[];
}
