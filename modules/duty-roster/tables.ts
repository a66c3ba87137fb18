import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DutySettings, TeamRole } from './contract.ts';

/** A day: written and read as `2026-11-28`. */
type Day = ColumnType<string, string, string>;
type MaybeDay = ColumnType<string | null, string | null, string | null>;

/** Tables of the module, by qualified name. */
export interface DutyTables {
  readonly 'duty_roster.responders': {
    readonly id: string;
    readonly name: string;
    readonly role: TeamRole;
    readonly phone: string;
    readonly deputy: string | null;
    readonly created_at: Date;
    readonly created_by: string;
    readonly left_at: Date | null;
  };
  readonly 'duty_roster.shifts': {
    readonly id: string;
    readonly responder: string;
    readonly weekdays: number[];
    readonly from_time: string;
    readonly to_time: string;
    readonly valid_from: Day;
    readonly valid_to: MaybeDay;
    readonly created_by: string;
  };
  readonly 'duty_roster.exceptions': {
    readonly id: string;
    readonly kind: 'away' | 'extra';
    readonly responder: string;
    readonly day: Day;
    readonly from_time: string;
    readonly to_time: string;
    readonly note: string;
    readonly created_by: string;
  };
  readonly 'duty_roster.settings': {
    readonly single: Generated<boolean>;
    readonly value: JSONColumnType<DutySettings>;
    readonly changed_at: Date;
    readonly changed_by: string;
  };
  readonly 'duty_roster.call_trees': {
    readonly id: string;
    readonly kind: 'test' | 'incident';
    readonly title: string;
    readonly incident: string | null;
    readonly started_at: Date;
    readonly started_by: string;
    readonly ended_at: Date | null;
    readonly answer_minutes: number;
  };
  readonly 'duty_roster.calls': {
    readonly id: string;
    readonly tree: string;
    readonly responder: string;
    readonly name: string;
    readonly role: TeamRole;
    readonly phone: string;
    readonly step: number;
    readonly instead_of: string | null;
    readonly called_at: Date;
    readonly due_at: Date;
    readonly outcome: 'waiting' | 'answered' | 'missed';
    readonly answered_at: Date | null;
    readonly recorded_by: string | null;
  };
  readonly 'duty_roster.reported': { readonly fingerprint: string };
}
