import type { Generated, JSONColumnType } from 'kysely';

/** Field and value of an entity. */
export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

/** A behaviour rule as it is kept. */
export interface RuleTable {
  readonly id: string;
  readonly ruleset: string;
  readonly path: string;
  readonly yaml: string;
  readonly title: string;
  readonly title_zh: string | null;
  readonly type: string;
  readonly level: string;
  readonly status: string;
  readonly author: string;
  readonly license: string;
  readonly tags: string[];
  readonly enabled: boolean;
  readonly told_total: Generated<number>;
  readonly last_told: Date | null;
  readonly changed_at: Date;
}

/** Tables of the module, by qualified name. */
export interface BaselineTables {
  readonly 'baselines.rules': RuleTable;
  readonly 'baselines.verdicts': {
    readonly id: string;
    readonly rule_id: string;
    readonly kind: 'deviation' | 'capacity';
    readonly stream: string;
    readonly at: Date;
    readonly fields: JSONColumnType<readonly FieldValue[]>;
    readonly value: string;
    readonly figures: JSONColumnType<Readonly<Record<string, number>>>;
    readonly received_at: Date;
    readonly record: JSONColumnType<Readonly<Record<string, unknown>>>;
    readonly recorded_at: Date | null;
  };
  readonly 'baselines.state': {
    readonly stream: string;
    readonly rule_id: string;
    readonly digest: string;
    readonly part: string;
    readonly text: Buffer;
  };
  readonly 'baselines.learning': {
    readonly stream: string;
    readonly rule_id: string;
    readonly digest: string;
    readonly frames: number;
    readonly selected: number;
    readonly deviations: number;
    readonly since: Date | null;
    readonly ended_at: Date;
  };
  readonly 'baselines.positions': { readonly stream: string; readonly seq: number; readonly saved_at: Date };
}
