import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { BoundPlaybook, Milestone, Participant, PlanText, RunState, Scenario, TargetState } from './contract.ts';

/** A day: written and read as `2026-11-28`. */
type Day = ColumnType<string, string, string>;

/** Who signed a review. */
interface Signature {
  readonly id: string;
  readonly by: string;
  readonly at: string;
}

/** Tables of the module, by qualified name. */
export interface DrillTables {
  readonly 'drills.runs': {
    readonly id: string;
    readonly number: string;
    readonly scenario: string;
    readonly body: JSONColumnType<Scenario>;
    readonly state: RunState;
    readonly observer: string;
    readonly participants: JSONColumnType<Participant[]>;
    readonly prepared_at: Date;
    readonly prepared_by: string;
    readonly started_at: Date | null;
    readonly ended_at: Date | null;
    readonly score: number | null;
    readonly met: Generated<number>;
    readonly seconds_to_detect: number | null;
    readonly minutes_to_report: number | null;
  };
  readonly 'drills.injects': {
    readonly run: string;
    readonly inject: string;
    readonly due_at: Date;
    readonly played_at: Date | null;
    readonly seq: number | null;
    readonly records: Generated<number>;
    readonly refused: Generated<number>;
    readonly detected: Generated<number[]>;
    readonly evaluated_at: Date | null;
  };
  readonly 'drills.detections': {
    readonly run: string;
    readonly kind: 'rule' | 'correlation';
    readonly id: string;
    readonly title: string;
    readonly title_zh: string | null;
    readonly level: string;
    readonly events: number;
    readonly injects: string[];
    readonly detected_at: Date;
  };
  readonly 'drills.targets': {
    readonly run: string;
    readonly expectation: string;
    readonly target: string;
    readonly state: TargetState;
    readonly at: Date | null;
    readonly by_id: string | null;
    readonly by_name: string | null;
    readonly answer: Generated<string>;
    readonly judged_by: string | null;
    readonly comment: Generated<string>;
  };
  readonly 'drills.log': {
    readonly id: Generated<string>;
    readonly run: string;
    readonly at: Date;
    readonly actor: string;
    readonly kind: 'note' | 'state' | 'inject' | 'detected' | 'answer' | 'judged';
    readonly text_zh: string;
    readonly text_en: string;
  };
  readonly 'drills.reviews': {
    readonly id: string;
    readonly subject_kind: 'drill' | 'incident';
    readonly subject_id: string;
    readonly number: string;
    readonly title: string;
    readonly state: 'open' | 'signed';
    readonly milestones: JSONColumnType<Milestone[]> | null;
    readonly well: Generated<string>;
    readonly badly: Generated<string>;
    readonly causes: Generated<string>;
    readonly created_at: Date;
    readonly created_by: string;
    readonly signatures: JSONColumnType<Signature[]>;
  };
  readonly 'drills.items': {
    readonly id: string;
    readonly review: string;
    readonly title: string;
    readonly owner: string;
    readonly due: Day;
    readonly created_at: Date;
    readonly finding: string | null;
    readonly mended_at: Date | null;
  };
  readonly 'drills.plans': {
    readonly version: number;
    readonly body: JSONColumnType<PlanText>;
    readonly playbooks: JSONColumnType<BoundPlaybook[]>;
    readonly drafted_at: Date;
    readonly drafted_by: string;
    readonly drafted_by_id: string;
    readonly approved_at: Date | null;
    readonly approved_by: string | null;
    readonly document: string | null;
    readonly sm3: string | null;
  };
}
