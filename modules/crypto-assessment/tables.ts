import type { JSONColumnType } from 'kysely';
import type { AssessmentItem } from './contract.ts';

/** Tables of the module, by qualified name. */
export interface CryptoAssessmentTables {
  readonly 'crypto_assessment.assessments': {
    readonly id: string;
    readonly system: string;
    readonly level: number;
    readonly organisation: string;
    readonly assessed_on: string | null;
    readonly reported_on: string | null;
    readonly filed_on: string | null;
    readonly status: 'draft' | 'done';
    readonly items: JSONColumnType<AssessmentItem[]>;
    readonly changed_at: Date;
  };
}
