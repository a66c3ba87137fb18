import type { Term } from '@chedun/deadlines';
import type { Generated, JSONColumnType } from 'kysely';

/** Tables of the module, by qualified name. */
export interface DeadlineTables {
  readonly 'deadlines.clocks': {
    readonly id: string;
    readonly rule: string;
    readonly term: JSONColumnType<Term>;
    readonly term_case: string;
    readonly subject_kind: string;
    readonly subject_id: string;
    readonly subject_title: string;
    readonly recipients: string[];
    readonly anchor_kind: string;
    readonly anchor_id: string;
    readonly started_at: Date;
    readonly due_at: Date;
    readonly late_from: Date;
    readonly missing_year: number | null;
    readonly state: 'running' | 'stopped' | 'withdrawn';
    readonly warned: Generated<number>;
    readonly next_look: Date | null;
    readonly ended_at: Generated<Date | null>;
    readonly ended_by: Generated<string | null>;
    readonly recorded_at: Generated<Date | null>;
    readonly receiver: Generated<string>;
    readonly late_ms: Generated<number | string>;
    readonly explanation: Generated<string>;
    readonly receipt_blob: Generated<string | null>;
    readonly receipt_name: Generated<string | null>;
    readonly receipt_bytes: Generated<number | null>;
    readonly receipt_sm3: Generated<string | null>;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'deadlines.history': {
    readonly id: Generated<number | string>;
    readonly clock: string;
    readonly at: Date;
    readonly kind: string;
    readonly actor: string;
    readonly detail: JSONColumnType<Readonly<Record<string, string | number | null>>>;
  };
}
