import type { Json } from '@chedun/kernel';
import type { ColumnType } from 'kysely';
import type {
  Difference,
  Item,
  KeptFile,
  LevelInput,
  LevelResult,
  ReviewInput,
  UnitFacts,
  Weights,
} from './contract.ts';
import type { HistoryLine } from './contract.ts';
import type { z } from 'zod';

type Day = ColumnType<string | null, string | null | undefined, string | null>;
type At = ColumnType<Date | null, Date | null | undefined, Date | null>;
type J<T> = ColumnType<T, string, string>;
type JNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
type Words = ColumnType<string, string | undefined, string>;

/** A version that was issued. */
interface IssuedVersion {
  readonly version: number;
  readonly sm3: string;
}

/** Tables of the module, by qualified name. */
export interface FilingTables {
  readonly 'filing.units': {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly functions: string;
    readonly boundary: string;
    readonly sites: string;
    readonly topology_note: string;
    readonly topology: JNull<KeptFile>;
    readonly zones: string[];
    readonly models: string[];
    readonly level: ColumnType<number | null, number | null | undefined, number | null>;
    readonly level_fixed_on: Day;
    readonly filing_number: Words;
    readonly filed_on: Day;
    readonly filed_facts: JNull<UnitFacts>;
    readonly differences: ColumnType<readonly Difference[], string | undefined, string>;
    readonly drifted_on: Day;
    readonly updated_at: Date;
  };
  readonly 'filing.members': { readonly kind: 'host' | 'service'; readonly asset: string; readonly unit: string };
  readonly 'filing.levels': {
    readonly unit: string;
    readonly version: number;
    readonly input: J<LevelInput>;
    readonly result: J<LevelResult>;
    readonly made_by: string;
    readonly made_at: Date;
  };
  readonly 'filing.weights': {
    readonly id: string;
    readonly weights: J<Weights>;
    readonly reason: string;
    readonly made_by: string;
    readonly made_at: Date;
  };
  readonly 'filing.reviews': {
    readonly id: string;
    readonly unit: string;
    readonly level_version: number;
    readonly level: number;
    readonly held_on: ColumnType<string, string, string>;
    readonly conclusion: 'passed' | 'failed';
    readonly content: J<Pick<ReviewInput, 'experts' | 'minutes' | 'votes'>>;
    readonly opinion: JNull<KeptFile>;
    readonly made_by: string;
    readonly made_at: Date;
  };
  readonly 'filing.cases': {
    readonly id: string;
    readonly kind: string;
    readonly template: string;
    readonly title: string;
    readonly unit: string | null;
    readonly subject_kind: string;
    readonly subject_id: string;
    readonly state: string;
    readonly base: J<Readonly<Record<string, Json>>>;
    readonly changed: J<Readonly<Record<string, Json>>>;
    readonly explained: J<Readonly<Record<string, string>>>;
    readonly items: J<readonly Item[]>;
    readonly authors: J<readonly string[]>;
    readonly versions: J<readonly IssuedVersion[]>;
    readonly signed_facts: JNull<UnitFacts>;
    readonly document: ColumnType<string | null, string | null | undefined, string | null>;
    readonly channel: ColumnType<'network' | 'file' | null, 'network' | 'file' | null | undefined, 'network' | 'file'>;
    readonly received: Words;
    readonly number: Words;
    readonly rejection: Words;
    readonly supplement_due: Day;
    readonly clock: string | null;
    readonly clock_due: At;
    readonly late_reason: Words;
    readonly opened_by: string;
    readonly opened_at: Date;
    readonly submitted_at: At;
    readonly history: J<readonly z.infer<typeof HistoryLine>[]>;
  };
  readonly 'filing.receipts': {
    readonly id: string;
    readonly case_id: string;
    readonly version: number;
    readonly kind: 'acceptance' | 'supplement' | 'approval' | 'rejection' | 'other';
    readonly number: string;
    readonly receiver: string;
    readonly received_at: Date;
    readonly note: string;
    readonly sm3: string;
    readonly content: Buffer;
    readonly taken_at: Date;
  };
  readonly 'filing.exchange': {
    readonly id: number;
    readonly url: string;
    readonly token: ColumnType<Buffer | null, Buffer | null, Buffer | null>;
    readonly signer: Words;
    readonly last_at: At;
    readonly last_problem: Words;
  };
  readonly 'filing.projects': {
    readonly id: string;
    readonly name: string;
    readonly unit: string | null;
    readonly team: string;
    readonly assets: string[];
    readonly design_approved: Day;
    readonly build: Day;
    readonly go_live: Day;
    readonly updated_at: Date;
  };
  readonly 'filing.told': { readonly scope: string; readonly fingerprint: string };
}
