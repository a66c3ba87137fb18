import type { ColumnType, JSONColumnType } from 'kysely';
import type { QuestionKind, StaffRole } from './contract.ts';

/** A day: written and read as `2026-11-28`. */
type Day = ColumnType<string, string, string>;
type MaybeDay = ColumnType<string | null, string | null, string | null>;

/** A question as a paper keeps it. */
export interface PaperQuestion {
  readonly kind: QuestionKind;
  readonly text: string;
  readonly options: readonly string[];
  readonly correct: readonly number[];
  readonly explanation: string;
  readonly basis: string;
}

/** Tables of the module, by qualified name. */
export interface TrainingTables {
  readonly 'training.courses': {
    readonly id: string;
    readonly title: string;
    readonly about: string;
    readonly material: string;
    readonly obligations: string[];
    readonly pass_mark: number;
    readonly per_exam: number;
    readonly attempts: number;
    readonly valid_months: number;
    readonly bank: string | null;
    readonly closed_at: Date | null;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'training.questions': {
    readonly id: string;
    readonly course: string;
    readonly kind: QuestionKind;
    readonly text: string;
    readonly options: string[];
    readonly correct: number[];
    readonly explanation: string;
    readonly basis: string;
    readonly created_at: Date;
  };
  readonly 'training.assignments': {
    readonly id: string;
    readonly course: string;
    readonly role: StaffRole | null;
    readonly person_id: string | null;
    readonly person_name: string | null;
    readonly due: Day;
    readonly created_at: Date;
    readonly created_by: string;
    readonly withdrawn_at: Date | null;
  };
  readonly 'training.readings': {
    readonly course: string;
    readonly person_id: string;
    readonly person_name: string;
    readonly at: Date;
  };
  readonly 'training.papers': {
    readonly id: string;
    readonly course: string;
    readonly person_id: string;
    readonly person_name: string;
    readonly pass_mark: number;
    readonly valid_months: number;
    readonly questions: JSONColumnType<readonly PaperQuestion[]>;
    readonly started_at: Date;
  };
  readonly 'training.results': {
    readonly paper: string;
    readonly answers: JSONColumnType<readonly (readonly number[])[]>;
    readonly correct: number;
    readonly score: number;
    readonly passed: boolean;
    readonly certificate: string | null;
    readonly valid_to: MaybeDay;
    readonly sm3: string;
    readonly at: Date;
  };
  readonly 'training.answers': {
    readonly paper: string;
    readonly course: string;
    readonly text: string;
    readonly is_right: boolean;
  };
  readonly 'training.reported': { readonly fingerprint: string };
}
