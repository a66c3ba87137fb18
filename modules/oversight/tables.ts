import type { Json } from '@chedun/kernel';
import type { ColumnType, Generated, Selectable } from 'kysely';
import type { EventLevel, Lateness, ReadFact, Warning } from './contract.ts';
import type { DeliveryState, DeliveryStep, Feedback, NoticeKind, NoticeSource, Penalty } from './contract/notices.ts';
import type { TraceLine } from './contract/incidents.ts';
import type { z } from 'zod';

type Written<T> = ColumnType<T, string, string>;
type WrittenOrNull<T> = ColumnType<T | null, string | null, string | null>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;
type Step = z.infer<typeof DeliveryStep>;

/** Tables of the module, by qualified name. */
export interface OversightTables {
  readonly 'oversight.numbers': { readonly prefix: string; readonly year: number; readonly last: number };
  readonly 'oversight.files': {
    readonly id: string;
    readonly owner: string | null;
    readonly name: string;
    readonly bytes: number;
    readonly sm3: string;
    readonly brought_at: Date;
    readonly brought_by: string;
  };
  readonly 'oversight.notices': {
    readonly id: string;
    readonly number: string;
    readonly kind: NoticeKind;
    readonly title: string;
    readonly text: string;
    readonly basis: string;
    readonly due_on: string | null;
    readonly indicators: string[];
    readonly warning: WrittenOrNull<Warning>;
    readonly state: 'open' | 'lifted';
    readonly version: number;
    readonly source_kind: NoticeSource['kind'];
    readonly source_id: string;
    readonly files: string[];
    readonly issued_at: Date;
    readonly issued_by: string;
    readonly issued_by_name: string;
  };
  readonly 'oversight.deliveries': {
    readonly id: string;
    readonly notice: string;
    readonly enterprise: string;
    readonly state: DeliveryState;
    readonly due_on: string | null;
    readonly fetched_at: Later<Date>;
    readonly acknowledged_at: Later<Date>;
    readonly acknowledged_by: Generated<string>;
    readonly acknowledged_version: Generated<number>;
    readonly first_acknowledged_at: Later<Date>;
    readonly answered_at: Later<Date>;
    readonly first_answered_at: Later<Date>;
    readonly closed_at: Later<Date>;
    readonly reopened: Generated<number>;
    readonly result: Later<Feedback['result']>;
    readonly change: number;
    readonly sent_at: Date;
  };
  readonly 'oversight.feedback': {
    readonly id: string;
    readonly delivery: string;
    readonly at: Date;
    readonly by_name: string;
    readonly result: Feedback['result'];
    readonly text: string;
    readonly file: string | null;
  };
  readonly 'oversight.delivery_steps': {
    readonly id: string;
    readonly delivery: string;
    readonly at: Date;
    readonly by_name: string;
    readonly side: Step['side'];
    readonly action: Step['action'];
    readonly note: string;
  };
  readonly 'oversight.penalties': {
    readonly id: string;
    readonly delivery: string;
    readonly kind: Penalty['kind'];
    readonly reasons: string;
    readonly amount: number | null;
    readonly proposed_by: string;
    readonly proposed_by_name: string;
    readonly proposed_at: Date;
    readonly decision: Penalty['decision'];
    readonly decided_by: Later<string>;
    readonly decided_by_name: Generated<string>;
    readonly decided_at: Later<Date>;
    readonly note: Generated<string>;
  };
  readonly 'oversight.incidents': {
    readonly id: string;
    readonly enterprise: string;
    readonly number: string;
    readonly name: string;
    readonly state: 'open' | 'closed';
    readonly operator: 'cii' | 'other';
    readonly claimed: EventLevel | null;
    readonly computed: EventLevel | null;
    readonly confirmed: Later<EventLevel>;
    readonly facts: Written<ReadFact[]>;
    readonly trace: Written<z.infer<typeof TraceLine>[]>;
    readonly lateness: WrittenOrNull<Lateness>;
    readonly response_level: Later<EventLevel>;
    readonly response_started_at: Later<Date>;
    readonly response_ended_at: Later<Date>;
    readonly first_at: Date;
    readonly last_at: Date;
  };
  readonly 'oversight.incident_reports': {
    readonly id: string;
    readonly incident: string;
    readonly filing: string;
    readonly template: string;
    readonly version: number;
    readonly title_zh: string;
    readonly title_en: string;
    readonly level: EventLevel | null;
    readonly data: Written<Readonly<Record<string, Json>>>;
    readonly received_at: Date;
  };
  readonly 'oversight.incident_steps': {
    readonly id: string;
    readonly incident: string;
    readonly at: Date;
    readonly by_name: string;
    readonly text: string;
  };
  readonly 'oversight.inspections': {
    readonly id: string;
    readonly number: string;
    readonly enterprise: string;
    readonly title: string;
    readonly basis: string;
    readonly kinds: string[];
    readonly obligations: string[];
    readonly units: string[];
    readonly inspectors: Written<{ readonly name: string; readonly organisation: string }[]>;
    readonly announced: boolean;
    readonly from_at: Date;
    readonly until_at: Date;
    readonly reported_at: Later<Date>;
    readonly cancelled_at: Later<Date>;
    readonly document: string;
    readonly order_sm3: string;
    readonly report_version: Later<number>;
    readonly report_sm3: Generated<string>;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'oversight.inspection_items': {
    readonly id: string;
    readonly inspection: string;
    readonly position: number;
    readonly item: string;
    readonly finding: Generated<string>;
    readonly result: ColumnType<
      'open' | 'conforms' | 'deviates' | 'not-seen',
      'open' | undefined,
      'conforms' | 'deviates' | 'not-seen'
    >;
    readonly notice: Later<string>;
  };
  readonly 'oversight.told': { readonly fingerprint: string };
}

export type NoticeRow = Selectable<OversightTables['oversight.notices']>;
export type DeliveryRow = Selectable<OversightTables['oversight.deliveries']>;
export type IncidentRow = Selectable<OversightTables['oversight.incidents']>;
export type ReportRow = Selectable<OversightTables['oversight.incident_reports']>;
export type InspectionRow = Selectable<OversightTables['oversight.inspections']>;
