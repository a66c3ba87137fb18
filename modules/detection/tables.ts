import type { SigmaRule } from '@chedun/sigma';
import type { Generated, JSONColumnType } from 'kysely';
import type { PackedRule } from './worker/rule-pack.ts';

/** Tables of the module, by qualified name. */
export interface DetectionTables {
  readonly 'detection.rulesets': {
    readonly id: string;
    readonly title: string;
    readonly origin: string;
    readonly license: string;
    readonly failed: Generated<number>;
    readonly imported_at: Date;
    readonly documents_sha256: Generated<string>;
  };
  readonly 'detection.rules': {
    readonly id: string;
    readonly ruleset: string;
    readonly path: string;
    readonly sha256: string;
    readonly yaml: string;
    readonly document: JSONColumnType<SigmaRule>;
    readonly title: string;
    readonly title_zh: string | null;
    readonly level: string;
    readonly status: string;
    readonly author: string;
    readonly license: string;
    readonly product: string;
    readonly category: string;
    readonly service: string;
    readonly tags: string[];
    readonly enabled: boolean;
    readonly group_minutes: Generated<number>;
    readonly hits_total: Generated<number>;
    readonly last_hit: Date | null;
  };
  readonly 'detection.exceptions': {
    readonly id: string;
    readonly rule_id: string;
    readonly title: string;
    readonly yaml: string;
    readonly created_by: string;
    readonly created_at: Date;
  };
  readonly 'detection.rule_hours': {
    readonly rule_id: string;
    readonly hour: Date;
    readonly hits: number;
    readonly suppressed: number;
  };
  readonly 'detection.judged': {
    readonly rule_id: string;
    readonly stream: string;
    readonly from_seq: number;
    readonly to_seq: number | null;
    readonly version: string;
  };
  readonly 'detection.versions': {
    readonly rule_id: string;
    readonly version: string;
    readonly packed: JSONColumnType<PackedRule>;
  };
  readonly 'detection.positions': { readonly stream: string; readonly seq: number };
}
