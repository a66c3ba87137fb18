import type { Generated, JSONColumnType } from 'kysely';
import type {
  Counted,
  Grading,
  IncidentFacts,
  IncidentSettings,
  IncidentState,
  Narrative,
  RecoveryItem,
} from './contract.ts';

/** Tables of the module, by qualified name. */
export interface IncidentTables {
  readonly 'incidents.settings': {
    readonly single: Generated<boolean>;
    readonly value: JSONColumnType<IncidentSettings>;
    readonly changed_at: Date;
    readonly changed_by: string;
  };
  readonly 'incidents.incidents': {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly state: IncidentState;
    readonly known_at: Date;
    readonly opened_at: Date;
    readonly opened_by: string;
    readonly plan_started_at: Generated<Date | null>;
    readonly plan_started_by: Generated<string | null>;
    readonly response_ended_at: Generated<Date | null>;
    readonly closed_at: Generated<Date | null>;
    readonly facts: JSONColumnType<IncidentFacts>;
    readonly narrative: JSONColumnType<Narrative>;
    readonly recovery: JSONColumnType<RecoveryItem[]>;
    readonly findings: string[];
    readonly grading: JSONColumnType<Grading>;
    readonly counted: JSONColumnType<Counted>;
    readonly changed_at: Date;
  };
  readonly 'incidents.timeline': {
    readonly id: Generated<string>;
    readonly incident: string;
    readonly kind: string;
    readonly at: Date;
    readonly recorded_at: Date;
    readonly actor: string;
    readonly text: string;
    readonly detail: JSONColumnType<Record<string, string | number | null>>;
  };
  readonly 'incidents.evidence': {
    readonly id: string;
    readonly incident: string;
    readonly name: string;
    readonly note: string;
    readonly blob: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly sm3: string;
    readonly added_at: Date;
    readonly added_by: string;
  };
  readonly 'incidents.custody': {
    readonly id: Generated<string>;
    readonly evidence: string;
    readonly at: Date;
    readonly actor: string;
    readonly action: string;
    readonly note: string;
  };
  readonly 'incidents.reports': {
    readonly id: string;
    readonly incident: string;
    readonly regime: 'miit' | 'cac';
    readonly kind: 'first' | 'followup' | 'final';
    readonly number: number;
    readonly document: string;
    readonly version: number;
    readonly sm3: string;
    readonly data: JSONColumnType<object>;
    readonly open_items: string[];
    readonly issued_at: Date;
    readonly issued_by: string;
    readonly submitted_at: Generated<Date | null>;
    readonly receiver: Generated<string>;
  };
}
