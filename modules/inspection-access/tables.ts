import type { InspectionKindId, InspectionOrder } from '@chedun/inspection';
import type { ColumnType, Generated, Selectable } from 'kysely';
import type { Look } from './contract.ts';

type Later<T, W = T> = ColumnType<T | null, W | null | undefined, W | null>;

/** Tables of the module, by qualified name. */
export interface AccessTables {
  readonly 'inspection_access.inspections': {
    readonly id: string;
    readonly number: string;
    readonly order: ColumnType<InspectionOrder, string, never>;
    readonly opened: Later<InspectionOrder, string>;
    readonly manifest_sm3: string;
    readonly signer_sm3: string;
    readonly signer_subject: string;
    readonly state: 'waiting' | 'accepted' | 'refused' | 'withdrawn';
    readonly from_at: Date;
    readonly until_at: Date;
    readonly brought_at: Date;
    readonly brought_by: string;
    readonly decided_at: Later<Date>;
    readonly decided_by: Generated<string>;
    readonly compared: Generated<string>;
    readonly withdrawn_at: Later<Date>;
    readonly withdrawn_by: Generated<string>;
    readonly why: Generated<string>;
  };
  readonly 'inspection_access.guests': {
    readonly id: string;
    readonly inspection: string;
    readonly position: number;
    readonly inspector: string;
    readonly account: string;
    readonly login: string;
    readonly made: boolean;
    readonly let_in_at: Date;
    readonly let_in_by: string;
    readonly withdrawn_at: Later<Date>;
    readonly withdrawn_by: Generated<string>;
    readonly why: Generated<string>;
    readonly closed_at: Later<Date>;
  };
  readonly 'inspection_access.looks': {
    readonly id: string;
    readonly inspection: string | null;
    readonly account: string;
    readonly inspector: string;
    readonly at: Date;
    readonly ip: string;
    readonly method: string;
    readonly path: string;
    readonly kind: InspectionKindId | null;
    readonly refused: Look['refused'];
  };
  readonly 'inspection_access.evidence': {
    readonly id: string;
    readonly inspection: string;
    readonly account: string;
    readonly inspector: string;
    readonly at: Date;
    readonly paths: string[];
    readonly document: string;
    readonly version: number;
    readonly sm3: string;
    readonly note: string;
  };
}
export type AccessRow = Selectable<AccessTables['inspection_access.inspections']>;
export type GuestRow = Selectable<AccessTables['inspection_access.guests']>;
export const INSPECTIONS = 'inspection_access.inspections';
export const GUESTS = 'inspection_access.guests';
export const LOOKS = 'inspection_access.looks';
export const EVIDENCE = 'inspection_access.evidence';
