import type { AssetRef, MatchedField, Occurrence } from '@chedun/governance/contract';
import type { Tx } from '@chedun/records';
import type { z } from 'zod';

/** Frames of a stream of the journal on which a rule was evaluated: from `from` to before `to`; null while it is at work. */
export interface JudgedRange {
  readonly stream: string;
  /** How the rule read. */
  readonly version: string;
  readonly from: number;
  readonly to: number | null;
}

/** What an evaluation of older frames raised. */
export interface RaisedAfterwards {
  readonly hits: number;
  readonly alerts: readonly {
    readonly fingerprint: string;
    readonly asset: AssetRef;
    readonly matched: readonly z.output<typeof MatchedField>[];
    readonly samples: readonly Occurrence[];
  }[];
}

/** A rule at work, ready to be evaluated on older frames exactly as it is on new ones. */
export interface LaterEvaluation {
  readonly title: string;
  readonly titleZh: string | null;
  readonly level: string;
  /** Worker module of a stage of the pipeline, and what it is opened with. */
  readonly worker: URL;
  /** For frames that these older versions of the rule evaluated: what they hit is left out. */
  readonly init: (told: readonly string[]) => Promise<unknown>;
  /**
   * Raises the alerts of consecutive frames that such a worker evaluated and notes that they were, in one transaction with
   * `also`. False, and nothing is written, when a part of the frames was evaluated before. Throws
   * `detection.changed-meanwhile` when the rule reads differently now.
   */
  readonly keep: (
    batch: {
      readonly stream: string;
      readonly from: number;
      readonly to: number;
      readonly newestReceivedAt: number;
      readonly result: unknown;
    },
    also: (tx: Tx, raised: RaisedAfterwards) => Promise<void>,
  ) => Promise<boolean>;
}
