import type { ColumnType, JSONColumnType } from 'kysely';

type Jsonb = ColumnType<unknown, string | null, string | null>;

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
    readonly effective_at: ColumnType<Date | null, Date | null | undefined>;
    readonly signer_id: ColumnType<string | null, string | null | undefined>;
    readonly signer_name: ColumnType<string | null, string | null | undefined>;
    readonly attachment: ColumnType<StoredAttachment | null, string | null | undefined>;
  };
  readonly 'posture.evidence_chain': {
    readonly seq: number;
    readonly evidence_id: string;
    readonly previous: string;
    readonly digest: string;
  };
  readonly 'posture.attestations': {
    readonly id: string;
    readonly title_zh: string;
    readonly title_en: string;
    readonly obligations: string[];
    readonly every_days: number;
    readonly owner_name: string;
    readonly created_at: Date;
    readonly created_by: string;
    readonly retired_at: ColumnType<Date | null, Date | null | undefined>;
    readonly overdue_since: ColumnType<Date | null, Date | null | undefined>;
  };
  readonly 'posture.exceptions': {
    readonly id: string;
    readonly key: string;
    readonly reason: string;
    readonly owner_name: string;
    readonly ends_at: Date;
    readonly status: 'requested' | 'approved' | 'refused' | 'withdrawn';
    readonly requested_by: string;
    readonly requested_name: string;
    readonly requested_at: Date;
    readonly decided_by: ColumnType<string | null, string | null | undefined>;
    readonly decided_name: ColumnType<string | null, string | null | undefined>;
    readonly decided_at: ColumnType<Date | null, Date | null | undefined>;
    readonly comment: ColumnType<string | null, string | null | undefined>;
  };
  readonly 'posture.judged_assets': { readonly number: number; readonly kind: string; readonly id: string };
  readonly 'posture.verdict_pages': {
    readonly obligation: string;
    readonly page: number;
    readonly since: Date;
    readonly cells: Buffer;
  };
  readonly 'posture.asset_runs': {
    readonly id: string;
    readonly at: Date;
    readonly assets: number;
    readonly milliseconds: number;
    readonly changed_pages: number;
    readonly counts: Jsonb;
  };
}

/** A file that was attached to an attestation. */
export interface StoredAttachment {
  readonly blob: string;
  readonly name: string;
  readonly bytes: number;
  readonly sm3: string;
}
