import type { Observable } from '@chedun/indicators';
import type { Generated, JSONColumnType } from 'kysely';
import type { FeedKind, IndicatorKindName, IntelFault, TlpLevel } from './contract.ts';

/** A feed as it is kept. */
export interface FeedTable {
  readonly id: string;
  readonly name: string;
  readonly kind: FeedKind;
  readonly url: string;
  readonly collection: string;
  readonly auth: 'none' | 'basic' | 'bearer' | 'key';
  readonly username: string;
  readonly secret: Buffer | null;
  readonly value_kind: IndicatorKindName | null;
  readonly interval_minutes: number;
  readonly enabled: Generated<boolean>;
  readonly confidence: number | null;
  readonly tlp: TlpLevel | null;
  readonly ttl_days: number | null;
  readonly reached: string | null;
  readonly next_poll: Date | null;
  readonly last_ok: Date | null;
  readonly created_at: Date;
  readonly created_by: string;
}

/** A reading as it is kept. */
export interface ImportTable {
  readonly id: string;
  readonly feed_id: string;
  readonly trigger: 'upload' | 'poll';
  readonly name: string;
  readonly format: string | null;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly fault: JSONColumnType<IntelFault> | null;
  readonly entries: Generated<number>;
  readonly added: Generated<number>;
  readonly changed: Generated<number>;
  readonly passed_over: Generated<number>;
  readonly problem_counts: JSONColumnType<Readonly<Record<string, number>>>;
  readonly problems: JSONColumnType<readonly object[]>;
  readonly requested_at: Date;
  readonly requested_by: string;
  readonly ended_at: Date | null;
}

/** An indicator as it is kept. */
interface IndicatorTable {
  readonly id: Generated<number>;
  readonly uid: Generated<string>;
  readonly feed_id: string;
  readonly fingerprint: Buffer;
  readonly kind: IndicatorKindName;
  readonly value: string;
  readonly also: JSONColumnType<readonly Observable[]>;
  readonly ref: string;
  readonly title: string;
  readonly confidence: number | null;
  readonly valid_from: Date | null;
  readonly valid_until: Date | null;
  readonly tlp: TlpLevel | null;
  readonly labels: string[];
  readonly kill_chain: string[];
  readonly revoked: boolean;
  readonly disabled: Generated<boolean>;
  readonly disabled_by: string | null;
  readonly reported_count: Generated<number>;
  readonly reported_last: Date | null;
  readonly first_import: string;
  readonly last_import: string;
  readonly created_at: Date;
}

/** Tables of the module, by qualified name. */
export interface IntelTables {
  readonly 'intel.feeds': FeedTable;
  readonly 'intel.imports': ImportTable;
  readonly 'intel.indicators': IndicatorTable;
  readonly 'intel.sightings': {
    readonly id: string;
    readonly indicator_id: number;
    readonly asset_kind: string;
    readonly asset_id: string;
    readonly observed: string;
    readonly field: string;
    readonly first_seen: Date;
    readonly last_seen: Date;
    readonly count: number;
    readonly journal: string;
    readonly seq: number;
    readonly idx: number;
    readonly from_history: boolean;
    readonly told_at: Date | null;
  };
  readonly 'intel.sighting_hours': { readonly indicator_id: number; readonly hour: Date; readonly count: number };
  readonly 'intel.look_backs': {
    readonly import_id: string;
    readonly status: 'waiting' | 'running' | 'done' | 'failed';
    readonly starts: Date;
    readonly ends: Date;
    readonly steps: number;
    readonly done: Generated<number>;
    readonly sightings: Generated<number>;
    readonly left_out: JSONColumnType<Readonly<Record<string, number>>>;
    readonly fault: JSONColumnType<IntelFault> | null;
    readonly ended_at: Date | null;
  };
  readonly 'intel.positions': { readonly stream: string; readonly seq: number };
}
