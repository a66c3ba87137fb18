import type { ColumnType } from 'kysely';
import type { KeyRole } from './contract.ts';

type Day = ColumnType<string, string, string>;

/** A document as it is kept. */
export interface StoredDocument {
  readonly blob: string;
  readonly name: string;
  readonly bytes: number;
  readonly sm3: string;
}

/** Tables of the module, by qualified name. */
export interface CriticalInfrastructureTables {
  readonly 'critical_infrastructure.designations': {
    readonly id: string;
    readonly infrastructure: string;
    readonly designated_on: Day;
    readonly department: string;
    readonly department_contact: string;
    readonly department_phone: string;
    readonly police_contact: string;
    readonly police_phone: string;
    readonly document: ColumnType<StoredDocument, string, never>;
    readonly saved_at: Date;
    readonly saved_by: string;
  };
  readonly 'critical_infrastructure.vettings': {
    readonly id: string;
    readonly person: string;
    readonly role: KeyRole;
    readonly post: string;
    readonly vetted_on: Day;
    readonly vetted_by: string;
    readonly result: 'passed' | 'refused';
    readonly document: ColumnType<StoredDocument | null, string | null, never>;
    readonly left_on: ColumnType<string | null, string | null, string | null>;
    readonly made_at: Date;
    readonly made_by: string;
  };
  readonly 'critical_infrastructure.statements': {
    readonly id: string;
    readonly reason: string;
    readonly stated_at: Date;
    readonly stated_by: string;
  };
}
