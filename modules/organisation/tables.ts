import type { ColumnType } from 'kysely';
import type { LicenceKind, Post, Province } from './contract.ts';
import type { z } from 'zod';

/** A day: written and read as `2026-11-28`. */
type Day = ColumnType<string, string, string>;

/** The document of an appointment. */
export interface StoredDocument {
  readonly blob: string;
  readonly name: string;
  readonly bytes: number;
  readonly sm3: string;
}

/** Tables of the module, by qualified name. */
export interface OrganisationTables {
  readonly 'organisation.profile': {
    readonly id: number;
    readonly name: string;
    readonly credit_code: string;
    readonly province: Province;
    readonly is_cii: boolean;
    readonly updated_at: Date;
    readonly updated_by: string;
  };
  readonly 'organisation.appointments': {
    readonly id: string;
    readonly post: Post;
    readonly is_deputy: boolean;
    readonly person: string;
    readonly phone: string;
    readonly email: string;
    readonly valid_from: Day;
    readonly valid_to: ColumnType<string | null, string | null, string | null>;
    readonly document: ColumnType<StoredDocument | null, string | null, never>;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'organisation.licences': {
    readonly number: string;
    readonly kind: z.infer<typeof LicenceKind>;
    readonly scope: string;
    readonly provinces: Province[];
    readonly services: string[];
    readonly valid_from: Day;
    readonly valid_to: Day;
    readonly updated_at: Date;
  };
}
