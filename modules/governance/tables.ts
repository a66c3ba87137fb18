import type { Generated, JSONColumnType } from 'kysely';
import type { AlertDetail, AssetRef, FindingStatus, HistoryEntry, Occurrence } from './contract.ts';

type Facts = Record<string, string | number | boolean>;

/** Row of `governance.findings`. */
export interface FindingTable {
  readonly id: string;
  readonly fingerprint: string;
  readonly kind: string;
  readonly module: string;
  readonly title: string;
  readonly title_zh: string | null;
  readonly severity: number;
  readonly status: FindingStatus;
  readonly assets: JSONColumnType<AssetRef[]>;
  readonly asset_keys: string[];
  readonly obligations: string[];
  readonly count: number;
  readonly first_seen: Date;
  readonly last_seen: Date;
  readonly opened_at: Date;
  readonly latency_ms: number;
  readonly due_at: Date | null;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly rule_id: string | null;
  readonly tags: string[];
  readonly alert: JSONColumnType<AlertDetail> | null;
  readonly facts: JSONColumnType<Facts>;
  readonly samples: JSONColumnType<Occurrence[]>;
}

/** Tables of the module, by qualified name. */
export interface GovernanceTables {
  readonly 'governance.findings': FindingTable;
  readonly 'governance.finding_history': {
    readonly id: Generated<number>;
    readonly finding_id: string;
    readonly at: Date;
    readonly actor: string;
    readonly kind: HistoryEntry['kind'];
    readonly from_value: string | null;
    readonly to_value: string | null;
    readonly comment: string | null;
  };
  readonly 'governance.occurrence_minutes': {
    readonly minute: Date;
    readonly kind: string;
    readonly severity: number;
    readonly count: number;
  };
}
