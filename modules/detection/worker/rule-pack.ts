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
  /**
   * For older frames: rules of the pack that stand for what a rule was before (by its id). An event that one of them hits was
   * told already; they raise nothing themselves.
   */
  readonly told?: Readonly<Record<string, readonly string[]>>;
}

/** What changed since the version before: rules that came or are different, and ids that are no longer evaluated. */
export interface RuleDelta {
  readonly version: number;
  /** The version that it changes. */
  readonly since: number;
  readonly put: readonly PackedRule[];
  readonly gone: readonly string[];
}

/** What the main thread tells its workers. */
export type RuleMessage =
  | { readonly kind: 'pack'; readonly pack: RulePack }
  | { readonly kind: 'delta'; readonly delta: RuleDelta };
