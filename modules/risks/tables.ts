import type { ColumnType } from 'kysely';
import type { Risk, Run, RunItem, RunKind, Treatment } from './contract.ts';

type J<T> = ColumnType<T, string, string>;
type Day = ColumnType<string | null, string | null | undefined, string | null>;
type Report = NonNullable<Run['report']>;

/** Tables of the module, by qualified name. */
export interface RiskTables {
  readonly 'risks.treatments': {
    readonly id: string;
    readonly risk: string;
    readonly kind: Treatment['kind'];
    readonly reason: string;
    readonly owner: string;
    readonly ends_on: Day;
    readonly asked_by: string;
    readonly asked_by_id: string;
    readonly asked_at: Date;
    readonly decision: ColumnType<'approved' | 'refused' | null, string | null | undefined, string>;
    readonly decided_by: ColumnType<string | null, string | null | undefined, string>;
    readonly decided_at: ColumnType<Date | null, Date | null | undefined, Date>;
  };
  readonly 'risks.runs': {
    readonly id: string;
    readonly kind: RunKind;
    readonly unit: string;
    readonly unit_name: string;
    readonly level: number;
    readonly state: ColumnType<'open' | 'done', 'open', 'open' | 'done'>;
    readonly assessor: string;
    readonly started_on: ColumnType<string, string, string>;
    readonly ended_on: Day;
    readonly baseline: number;
    readonly items: J<RunItem[]>;
    readonly risks: J<Risk[]>;
    readonly conclusion: ColumnType<string, string | undefined, string>;
    readonly report: ColumnType<Report | null, string | null | undefined, string | null>;
    readonly case_id: ColumnType<string | null, string | null | undefined, string | null>;
    readonly made_by: string;
    readonly made_at: Date;
  };
  readonly 'risks.coverage': {
    readonly unit: string;
    readonly day: ColumnType<string, string, string>;
    readonly baseline: number;
    readonly applicable: number;
    readonly passed: number;
  };
}
