import type { Generated, JSONColumnType } from 'kysely';
import type { HuntHit, HuntKind, HuntState, HuntWay, Wanted } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface HuntTables {
  readonly 'hunt.hunts': {
    readonly id: string;
    readonly kind: HuntKind;
    readonly state: HuntState;
    readonly title: string;
    readonly title_zh: string | null;
    readonly wanted: JSONColumnType<Wanted>;
    readonly rule_id: string | null;
    readonly from_at: Date;
    readonly to_at: Date;
    readonly thorough: boolean;
    readonly asked_at: Date;
    readonly asked_by: string;
    readonly started_at: Date | null;
    readonly ended_at: Date | null;
    readonly starts: Generated<number>;
    readonly done: Generated<number>;
    readonly pieces: Generated<string>;
    readonly windows: Buffer | null;
    readonly progress: Generated<number>;
    readonly hits: Generated<number>;
    readonly kept: Generated<number>;
    readonly bar_ms: number;
    readonly problem: string | null;
    readonly cold_rows: Generated<number>;
    readonly superseded: Generated<number>;
  };
  readonly 'hunt.rules': {
    readonly hunt_id: string;
    readonly rule_id: string;
    readonly title: string;
    readonly title_zh: string | null;
    readonly level: string;
    readonly way: HuntWay;
    readonly reason_zh: string | null;
    readonly reason_en: string | null;
    readonly hits: Generated<number>;
  };
  readonly 'hunt.bars': { readonly hunt_id: string; readonly at: Date; readonly hits: number };
  readonly 'hunt.hits': {
    readonly hunt_id: string;
    readonly rule_id: string;
    readonly key: string;
    readonly at: Date;
    readonly journal: string;
    readonly seq: number;
    readonly idx: number;
    readonly source: string;
    readonly subject_kind: string;
    readonly subject: string;
    readonly message: string;
    readonly matched: JSONColumnType<HuntHit['matched']>;
    readonly refs: JSONColumnType<HuntHit['events']>;
    readonly fingerprint: string | null;
    readonly promoted_at: Date | null;
  };
}
