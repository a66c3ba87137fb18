import type { ColumnType } from 'kysely';
import type { AudienceRole, PolicyKind, VersionState } from './contract.ts';

type Day = ColumnType<string | null, string | null, string | null>;

/** The file of a version. */
export interface StoredFile {
  readonly blob: string;
  readonly name: string;
  readonly bytes: number;
  readonly sm3: string;
}

/** How a policy ended. */
export interface StoredRetirement {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

export interface PolicyRow {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly kind: PolicyKind;
  readonly owner: string;
  readonly audience: AudienceRole[];
  readonly review_months: number;
  readonly created_at: Date;
  readonly retired: ColumnType<StoredRetirement | null, string | null, string | null>;
}

export interface VersionRow {
  readonly policy: string;
  readonly number: number;
  readonly state: VersionState;
  readonly body: string;
  readonly file: ColumnType<StoredFile | null, string | null, string | null>;
  readonly obligations: string[];
  readonly cited: string[];
  readonly note: string;
  readonly author_id: string;
  readonly author_name: string;
  readonly submitted_at: Date | null;
  readonly returned: string | null;
  readonly approver_id: string | null;
  readonly approver_name: string | null;
  readonly approved_at: Date | null;
  readonly effective_from: Day;
  readonly review_by: Day;
  readonly statement: Uint8Array | null;
  readonly signature: Uint8Array | null;
  readonly certificate_sm3: string | null;
}

/** Tables of the module, by qualified name. */
export interface PolicyTables {
  readonly 'policies.policies': PolicyRow;
  readonly 'policies.versions': VersionRow;
  readonly 'policies.acknowledgements': {
    readonly policy: string;
    readonly version: number;
    readonly person_id: string;
    readonly person_name: string;
    readonly at: Date;
  };
  readonly 'policies.signers': {
    readonly key_id: string;
    readonly certificate: Uint8Array;
    readonly sm3: string;
    readonly made_at: Date;
  };
  readonly 'policies.reported': { readonly fingerprint: string };
}
