import type { JSONColumnType } from 'kysely';

/** Tables of the module, by qualified name. */
export interface PostureTables {
  readonly 'posture.evidence': {
    readonly id: string;
    readonly check_id: string;
    readonly outcome: 'pass' | 'fail' | 'unknown';
    readonly summary_zh: string;
    readonly summary_en: string;
    readonly facts: JSONColumnType<Record<string, unknown>>;
    readonly at: Date;
    readonly expires_at: Date;
  };
}
