import type { DocumentTemplate } from '@chedun/documents/contract';
import type { Json } from '@chedun/kernel';
import type { UnitLevelRule } from '@chedun/regulations';
import type { FilingKind, State } from '@chedun/review';
import type { Problem } from '../contract.ts';

/** The data of a form. */
export type Form = Readonly<Record<string, Json>>;

/** A filing beside the one that is checked. */
export interface Beside {
  readonly id: string;
  readonly kind: FilingKind['id'];
  readonly state: State;
  readonly number: string;
  readonly data: Form;
}

/** What rules look at; nothing else. Days `YYYY-MM-DD` in Asia/Shanghai. */
export interface CheckContext {
  readonly kind: FilingKind;
  readonly template: DocumentTemplate;
  readonly data: Form;
  readonly attachments: readonly string[];
  /** Day on which it came in. */
  readonly receivedOn: string;
  /** Other filings of the same enterprise. */
  readonly own: readonly Beside[];
  /** Filings of other enterprises of the same kind that were numbered. */
  readonly peers: readonly Form[];
  readonly levels: UnitLevelRule;
}

/** A rule of the machine: one file, one test; gives what it finds. */
export interface CheckRule {
  readonly id: string;
  readonly check: (context: CheckContext) => readonly Omit<Problem, 'rule'>[];
}

/** The text of a field; empty when it has none. */
export const textOf = (data: Form, field: string): string => {
  const value = data[field];
  return typeof value === 'string' ? value.trim() : '';
};

/** A text as it is quoted in what is found. */
export const quoted = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59)}…`);

/** The lines of a table. */
export const linesOf = (data: Form, field: string): readonly Readonly<Record<string, Json>>[] => {
  const value = data[field];
  return Array.isArray(value)
    ? value.filter(
        (line): line is Record<string, Json> => typeof line === 'object' && line !== null && !Array.isArray(line),
      )
    : [];
};
