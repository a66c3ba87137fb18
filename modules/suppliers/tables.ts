import type { ColumnType, Generated } from 'kysely';
import type { z } from 'zod';
import type { Change, Dependent, Importance, KeptAnswer, ProblemKind, ReviewResult, SupplierKind } from './contract.ts';

/** A column of type `jsonb`: written as text. */
type Kept<T> = ColumnType<T, string, string>;

/** A document that was uploaded. */
export interface StoredDocument {
  readonly blob: string;
  readonly name: string;
  readonly bytes: number;
  readonly sm3: string;
}

/** Tables of the module, by qualified name. */
export interface SuppliersTables {
  readonly 'suppliers.suppliers': {
    readonly id: string;
    readonly name: string;
    readonly credit_code: string;
    readonly country: string;
    readonly kinds: SupplierKind[];
    readonly importance: Importance;
    readonly supplies: string;
    readonly aliases: string[];
    readonly dependents: Kept<Dependent[]>;
    readonly contact_person: string;
    readonly contact_phone: string;
    readonly contact_email: string;
    readonly ended_on: string | null;
    readonly end_reason: Generated<string>;
    readonly created_on: string;
    readonly updated_at: Date;
    readonly problems: Generated<ProblemKind[]>;
    readonly next_review_on: string | null;
  };
  readonly 'suppliers.keys': { readonly key: string; readonly supplier: string };
  readonly 'suppliers.agreements': {
    readonly id: string;
    readonly supplier: string;
    readonly title: string;
    readonly valid_from: string;
    readonly valid_to: string | null;
    readonly security_terms: boolean;
    readonly confidentiality: boolean;
    readonly incident_hours: number | null;
    readonly vulnerability_hours: number | null;
    readonly document: ColumnType<StoredDocument | null, string | null, never>;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'suppliers.reviews': {
    readonly id: string;
    readonly supplier: string;
    readonly day: string;
    readonly reviewer: string;
    readonly version: number;
    readonly answers: Kept<z.infer<typeof KeptAnswer>[]>;
    readonly score: number;
    readonly result: ReviewResult;
    readonly comment: string;
    readonly document: ColumnType<StoredDocument | null, string | null, never>;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'suppliers.conditions': {
    readonly id: string;
    readonly review: string;
    readonly text: string;
    readonly due_on: string;
    readonly met_on: string | null;
  };
  readonly 'suppliers.changes': {
    readonly id: Generated<number>;
    readonly supplier: string;
    readonly at: Date;
    readonly by: string;
    readonly kind: Change['kind'];
    readonly fields: Kept<Change['fields']>;
  };
  readonly 'suppliers.names': {
    readonly name: string;
    readonly key: string;
    readonly vehicles: number;
    readonly ecus: number;
    readonly parts: string[];
  };
  readonly 'suppliers.reported': {
    readonly fingerprint: string;
    readonly supplier: string | null;
    readonly words: string;
    readonly reported_on: string;
  };
  readonly 'suppliers.state': {
    readonly id: number;
    readonly looked_at: Date | null;
    readonly cut: boolean;
    readonly judged_on: string | null;
  };
}
