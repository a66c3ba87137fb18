import type { Generated, JSONColumnType } from 'kysely';

/** Figures of a stream as they are kept with its snapshot. */
export interface StreamStats {
  readonly groups: number;
  readonly bytes: number;
  readonly hits: number;
  readonly firings: number;
  readonly late: number;
  readonly ahead: number;
  readonly incomplete: number;
  readonly refused: number;
}

/** Tables of the module, by qualified name. */
export interface CorrelationTables {
  readonly 'correlation.documents': DocumentTable;
  readonly 'correlation.firings': {
    readonly rule_id: string;
    readonly firing_id: string;
    readonly stream: string;
    readonly at: Date;
    readonly from_at: Date;
    readonly to_at: Date;
    readonly value: number;
    readonly groups: JSONColumnType<readonly (readonly [string, string])[]>;
    readonly refs: string[];
    readonly alone: boolean;
    readonly fingerprint: string;
    readonly received_at: Date;
    readonly version: Generated<string>;
    readonly run: string | null;
    readonly superseded_at: Date | null;
  };
  readonly 'correlation.judged': {
    readonly rule_id: string;
    readonly version: string;
    readonly stream: string;
    readonly from_seq: number;
    readonly to_seq: number | null;
  };
  readonly 'correlation.afterwards': {
    readonly run: string;
    readonly stream: string;
    readonly seq: number;
    readonly state: Buffer;
    readonly clock_at: number;
    readonly clock_received: number;
    readonly versions: string;
    readonly saved_at: Date;
  };
  readonly 'correlation.snapshots': {
    readonly stream: string;
    readonly seq: number;
    readonly state: Buffer;
    readonly clock_at: number;
    readonly clock_received: number;
    readonly stats: JSONColumnType<StreamStats>;
    readonly saved_at: Date;
  };
}

/** A correlation or a filter as it is kept. */
export interface DocumentTable {
  readonly id: string;
  readonly kind: 'correlation' | 'filter';
  readonly name: string;
  readonly ruleset: string;
  readonly path: string;
  readonly yaml: string;
  readonly title: string;
  readonly title_zh: string | null;
  readonly level: string;
  readonly status: string;
  readonly author: string;
  readonly license: string;
  readonly tags: string[];
  readonly type: string;
  readonly enabled: boolean;
  readonly group_minutes: Generated<number>;
  readonly fired_total: Generated<number>;
  readonly last_fired: Date | null;
  readonly changed_at: Date;
}
