import type { SigmaRule } from '@chedun/sigma';

/** A rule as the worker gets it: parsed, with the parsed exceptions. */
export interface PackedRule {
  readonly id: string;
  readonly document: SigmaRule;
  readonly groupMinutes: number;
  /** Detection maps; an event that meets one of them is no hit. */
  readonly exceptions: readonly unknown[];
}

/** Everything that a worker evaluates. */
export interface RulePack {
  /** Grows with every change; tells which rules a result was made with. */
  readonly version: number;
  readonly rules: readonly PackedRule[];
}
