import type { JSONColumnType } from 'kysely';

/** Tables of the module, by qualified name. */
export interface WorkdayTables {
  readonly 'workdays.years': {
    readonly year: number;
    readonly source: string;
    readonly holidays: JSONColumnType<readonly { readonly name: string; readonly from: string; readonly to: string }[]>;
    readonly workdays: string[];
    readonly imported_by: string;
    readonly imported_at: Date;
  };
}
