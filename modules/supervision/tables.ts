import type { Json } from '@chedun/kernel';
import type { Action, FilingKindId, Office, State } from '@chedun/review';
import type { ColumnType, Generated } from 'kysely';
import type { Expert, Item, Problem, ReceiptLine, Submission } from './contract.ts';
import type { z } from 'zod';

type Written<T> = ColumnType<T, string, string>;
type Day = ColumnType<string | null, string | null, string | null>;

/** Tables of the module, by qualified name. */
export interface SupervisionTables {
  readonly 'supervision.settings': {
    readonly id: number;
    readonly name: string;
    readonly changed_at: Date;
    readonly changed_by: string;
  };
  readonly 'supervision.signers': {
    readonly key_id: string;
    readonly name: string;
    readonly certificate: Uint8Array;
    readonly made_at: Date;
  };
  readonly 'supervision.enterprises': {
    readonly id: string;
    readonly name: string;
    readonly credit_code: string;
    readonly province: string;
    readonly licence: string;
    readonly contact: string;
    readonly account: string | null;
    readonly account_name: Generated<string>;
    readonly created_at: Date;
    readonly created_by: string;
  };
  readonly 'supervision.certificates': {
    readonly sm3: string;
    readonly enterprise: string;
    readonly subject: string;
    readonly confirmed_at: Date;
    readonly confirmed_by: string;
  };
  readonly 'supervision.filings': {
    readonly id: string;
    readonly enterprise: string;
    readonly kind: FilingKindId;
    readonly document: string;
    readonly template: string;
    readonly title_zh: string;
    readonly title_en: string;
    readonly subject_kind: string;
    readonly subject_id: string;
    readonly state: State;
    readonly version: number;
    readonly rounds: Generated<number>;
    readonly acceptance: string;
    readonly number: string | null;
    readonly data: Written<Readonly<Record<string, Json>>>;
    readonly problems: Written<Problem[]>;
    readonly received_at: Date;
    readonly due_on: Day;
    readonly decided_at: Date | null;
  };
  readonly 'supervision.submissions': {
    readonly id: string;
    readonly filing: string | null;
    readonly status: Submission['status'];
    readonly reason: string;
    readonly via: Submission['via'];
    readonly manifest_sm3: string;
    readonly document: string | null;
    readonly version: number;
    readonly template: string;
    readonly title_zh: string;
    readonly title_en: string;
    readonly issuer: string;
    readonly signer_sm3: string;
    readonly signer_subject: string;
    readonly account: string | null;
    readonly account_name: string;
    readonly bytes: number;
    readonly parts: Written<{ readonly name: string; readonly bytes: number }[]>;
    readonly package_sm3: string;
    readonly received_at: Date;
  };
  readonly 'supervision.receipts': {
    readonly id: string;
    readonly filing: string;
    readonly submission: string;
    readonly kind: z.infer<typeof ReceiptLine>['kind'];
    readonly number: string;
    readonly body: Uint8Array;
    readonly at: Date;
    readonly by_name: string;
  };
  readonly 'supervision.items': {
    readonly id: string;
    readonly filing: string;
    readonly round: number;
    readonly place: number;
    readonly field: string;
    readonly text: string;
    readonly rule: string;
    readonly was: Written<Json>;
    readonly answer: Item['answer'];
    readonly note: string;
  };
  readonly 'supervision.opinions': {
    readonly id: string;
    readonly filing: string;
    readonly round: number;
    readonly office: Office;
    readonly account: string;
    readonly by_name: string;
    readonly agrees: boolean;
    readonly text: string;
    readonly at: Date;
  };
  readonly 'supervision.votes': Omit<z.infer<typeof Expert>, 'at'> & {
    readonly filing: string;
    readonly round: number;
    readonly at: Date;
    readonly by_name: string;
  };
  readonly 'supervision.steps': {
    readonly id: Generated<number>;
    readonly filing: string;
    readonly action: Action;
    readonly version: number;
    readonly at: Date;
    readonly by_name: string;
    readonly note: string;
  };
  readonly 'supervision.told': { readonly fingerprint: string };
  readonly 'supervision.numbers': { readonly prefix: string; readonly year: number; readonly last: number };
}
