import type { SigmaError } from '../errors.ts';
import type { SigmaMetadata } from '../parse/types.ts';

/**
 * What a correlation looks for (Sigma correlations 2.1, and `temporal_extended` of SEP 198). A `temporal` rule whose
 * condition is a text is read as `temporal_extended`, an ordered one as `temporal_ordered_extended`.
 */
export type CorrelationType =
  | 'event_count'
  | 'value_count'
  | 'value_sum'
  | 'value_avg'
  | 'value_percentile'
  | 'value_median'
  | 'temporal'
  | 'temporal_ordered'
  | 'temporal_extended'
  | 'temporal_ordered_extended';

/** Operator of a bound. */
export type BoundOperator = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';

/** One bound; a condition holds when all its bounds do. */
export interface Bound {
  readonly op: BoundOperator;
  readonly value: number;
}

/** Boolean expression over the references of a rule. */
export type RuleExpression =
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'and' | 'or'; readonly children: readonly RuleExpression[] }
  | { readonly kind: 'not'; readonly child: RuleExpression };

/** When a window meets the rule: a number within bounds, or an expression over the rules seen in it. */
export type CorrelationCondition =
  | {
      readonly kind: 'bounds';
      /** At least one. `temporal` counts the distinct rules seen. */
      readonly bounds: readonly Bound[];
      /** Fields that are counted together, or the one field that is summed; empty for other types. */
      readonly fields: readonly string[];
      /** 0 < percentile <= 100; 50 for `value_median`; only for those two types. */
      readonly percentile?: number;
    }
  | { readonly kind: 'rules'; readonly expression: RuleExpression };

/** How hits are gathered into windows. All times are those of the events. */
export type CorrelationWindow =
  /** The last `timespan` before each hit (the default). */
  | { readonly kind: 'sliding' }
  /** Windows of one `timespan` beside one another, from 1970-01-01T00:00Z. */
  | { readonly kind: 'tumbling' }
  /** From the first hit until `gapMs` pass without one; never longer than one `timespan`. */
  | { readonly kind: 'session'; readonly gapMs: number };

/** Field that stands for an alias in the events of one referenced rule. */
export interface AliasField {
  readonly rule: string;
  readonly field: string;
}

/** A correlation document. Plain JSON, so it can be cached and sent to workers. */
export interface CorrelationRule extends SigmaMetadata {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** References by id or by name, to rules or to other correlations, in the order written. At least one. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly aliases: readonly { readonly alias: string; readonly fields: readonly AliasField[] }[];
  readonly timespanMs: number;
  readonly window: CorrelationWindow;
  readonly condition: CorrelationCondition;
  /** Whether the referenced rules also give alerts of their own. */
  readonly generate: boolean;
}

/** Finds the id under which hits of a plain rule are reported, by the rule's id or name. */
export type RuleResolver = (reference: string) => string | undefined;

/** Correlations that can run together. */
export interface CorrelationPlan {
  /** Those that compiled: a correlation stands behind those that it refers to. */
  readonly rules: readonly CorrelationRule[];
  /** What did not compile, with file and line; the others run. */
  readonly errors: readonly SigmaError[];
  /** Name of a correlation in hits and firings: its id, else its name, else file and line. */
  readonly keyOf: (rule: CorrelationRule) => string;
  /** Ids of the plain rules whose hits are needed. */
  readonly baseRules: () => readonly string[];
  /** What the references of a correlation (by its key) stand for: ids of plain rules and keys of correlations, in order. */
  readonly inputs: (key: string) => readonly string[];
  /** Fields that a hit of this plain rule has to carry; empty for a rule that is not needed. */
  readonly fields: (ruleId: string) => readonly string[];
  /**
   * Whether a rule or correlation gives alerts of its own: nothing refers to it, or one that does says `generate`.
   * The specification's default is that it does not.
   */
  readonly standsAlone: (key: string) => boolean;
  /** Longest time that one firing looks back, through chains, in ms: how far before a point a replay has to begin. */
  readonly reachMs: number;
}

/** One event that met one plain rule. */
export interface CorrelationHit {
  /** Id of the rule, as the resolver gave it. */
  readonly rule: string;
  /** When it happened: ms since 1970. */
  readonly time: number;
  /**
   * When it was received, ms since 1970. An event whose clock is more than `aheadMs` before that is taken at its time of
   * receipt, so that one wrong clock cannot make everything else late.
   */
  readonly received?: number;
  /** How many occurrences the event stands for (AUTOSAR count); below 1 or no number counts as 1. */
  readonly weight: number;
  /** Reference of the event in the store. */
  readonly ref: string;
  readonly value: (field: string) => string | number | undefined;
}

/** A correlation whose condition became true. */
export interface Firing {
  /** Key of the correlation. */
  readonly rule: string;
  /** Values of the group-by fields, in the order of the rule; numbers as text. */
  readonly group: readonly (readonly [field: string, value: string])[];
  /** First hit of the window, and end of the window that was judged; ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** The number that met the condition: count, sum, average, percentile; for `temporal` the distinct rules seen. */
  readonly value: number;
  /** References of the oldest events of the window and of the newest; for `temporal` the newest of each rule. At most 50. */
  readonly refs: readonly string[];
  /** Event time at which it fired: of the hit, or the end of the window. (rule, group, at) is unique. */
  readonly at: number;
  /** False when only other correlations use it (`standsAlone`). */
  readonly alone: boolean;
}

/** Says that a cap was reached and that hits of a rule were not counted; once for each rule and minute of event time. */
export interface Refusal {
  readonly rule: string;
  readonly at: number;
  /** Which limit it was. */
  readonly limit: 'groups' | 'bytes';
  /** Hits refused since the notice before. */
  readonly hits: number;
}

/** Caps of a correlator. */
export interface CorrelatorLimits {
  /** Groups of all correlations together. */
  readonly groups: number;
  /** Memory, estimated; 1 GiB when left out. */
  readonly bytes?: number;
  /** How long hits are held so that later ones with earlier times find their place. Firings come that much later. */
  readonly latenessMs: number;
  /** How far an event's time may lie after its receipt; 5 minutes when left out. */
  readonly aheadMs?: number;
  /** A random whole number, so that nobody can choose values that slow the tables down. Changes no result. */
  readonly seed?: number;
}

/** Figures about a correlator. */
export interface CorrelatorStats {
  readonly groups: number;
  readonly bytes: number;
  /** Hits that wait for the allowance to pass. */
  readonly held: number;
  /** Hits that were counted in at least one window. */
  readonly hits: number;
  readonly firings: number;
  /** Hits older than the allowance: not in any window. */
  readonly late: number;
  /** Hits whose clock was ahead. */
  readonly ahead: number;
  /** Hits without a value for a group-by field, or without the field that is counted or summed. */
  readonly incomplete: number;
  /** Hits refused because a cap was reached. */
  readonly refused: number;
  /** No hit before this time is taken any more; -Infinity before the first. */
  readonly watermark: number;
}

/** What came of {@link Correlator.restore}. */
export interface Restored {
  /** Correlations whose windows continue. */
  readonly rules: readonly string[];
  /** Correlations of the snapshot that are gone or were rewritten: their windows are dropped. */
  readonly dropped: readonly string[];
}

/** Runs a plan over a stream of hits. One thread; the same hits in the same order give the same firings. */
export interface Correlator {
  /** Takes a hit and returns what fired because of it, in order of event time. */
  readonly observe: (hit: CorrelationHit) => readonly Firing[];
  /**
   * Says that event time has come this far (ms), as a hit of that time would: closes windows and releases held hits that are
   * older by the allowance. Give it the time of receipt of what was read last, not the clock of the wall, so that a
   * backlog is not late. Never moves back.
   */
  readonly advance: (time: number) => readonly Firing[];
  /** Refusals since the last call. */
  readonly refusals: () => readonly Refusal[];
  /** The whole state as bytes. */
  readonly snapshot: () => Uint8Array;
  /**
   * Continues from a snapshot; what was there before is dropped. Correlations that read the same as at the snapshot keep
   * their windows. Throws `sigma.snapshot` for bytes that are none, and is then empty.
   */
  readonly restore: (bytes: Uint8Array) => Restored;
  /**
   * Takes the windows of these correlations (keys), and the waiting hits of the rules that feed them, from the snapshot of
   * another correlator that has come exactly as far in event time; everything else and the figures stay. So one that ran
   * over older hits hands its windows to the one at work. Throws `sigma.snapshot` and leaves everything as it was, also
   * when the two have not come equally far: a hit that one still holds and the other has counted would be lost.
   */
  readonly adopt: (bytes: Uint8Array, keys: readonly string[]) => void;
  readonly stats: () => CorrelatorStats;
}
