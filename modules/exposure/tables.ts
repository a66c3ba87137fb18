import type { ColumnType } from 'kysely';
import type { ProbeResult } from './domain/result.ts';

/** Tables of the module, by qualified name. */
export interface ExposureTables {
  readonly 'exposure.targets': {
    readonly id: string;
    readonly host: string;
    readonly ports: string;
    readonly approver: string;
    readonly note: string;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'exposure.services': {
    readonly id: string;
    readonly host: string;
    readonly port: number;
    readonly owner: string;
    readonly purpose: string;
    readonly approver: string;
    readonly valid_to: string | null;
  };
  readonly 'exposure.runs': {
    readonly id: string;
    readonly host: string;
    readonly at: Date;
    readonly by: string;
    readonly result: ColumnType<ProbeResult, string, string>;
    readonly sm3: string;
  };
  readonly 'exposure.open_ports': {
    readonly host: string;
    readonly port: number;
    readonly since: Date;
    readonly seen_at: Date;
  };
  readonly 'exposure.reported': { readonly fingerprint: string };
}
