import type { SigmaRule } from '@chedun/sigma';
import type { Generated, JSONColumnType } from 'kysely';
import type { ImportFailure, RuleLevel } from './contract.ts';

/** Row of `detection.rules`. */
export interface RuleTable {
  readonly id: string;
  readonly ruleset: string;
  readonly path: string;
  readonly yaml: string;
  readonly document: JSONColumnType<SigmaRule>;
  readonly title: string;
  readonly title_zh: string | null;
  readonly level: RuleLevel;
  readonly level_rank: number;
  readonly status: string;
  readonly author: string;
  readonly license: string;
  readonly product: string;
  readonly category: string;
  readonly service: string;
  readonly tags: string[];
  readonly enabled: boolean;
  readonly group_minutes: number;
  readonly sha: string;
  readonly changed_at: Date;
}

/** Tables of the module, by qualified name. */
export interface DetectionTables {
  readonly 'detection.rules': RuleTable;
  readonly 'detection.rulesets': {
    readonly id: string;
    readonly title: string;
    readonly origin: string;
    readonly license: string;
    readonly failures: Generated<JSONColumnType<ImportFailure[]>>;
    readonly imported_at: Date;
  };
  readonly 'detection.exceptions': {
    readonly id: string;
    readonly rule_id: string;
    readonly title: string;
    readonly yaml: string;
    readonly selection: JSONColumnType<object>;
    readonly created_by: string;
    readonly created_at: Date;
  };
  readonly 'detection.rule_hours': {
    readonly rule_id: string;
    readonly hour: Date;
    readonly hits: number;
    readonly suppressed: number;
    readonly last_hit: Date;
  };
  readonly 'detection.open_groups': { readonly fingerprint: string; readonly ends_at: Date };
  readonly 'detection.positions': { readonly stream: string; readonly seq: number };
}
