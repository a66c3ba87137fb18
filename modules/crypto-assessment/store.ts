import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import { toText, type Records, type Tx } from '@chedun/records';
import { type Selectable } from 'kysely';
import type { Assessment, AssessmentHead } from './contract.ts';
import type { CryptoAssessmentErrorCode } from './errors.ts';
import type { CryptoAssessmentTables } from './tables.ts';

/** The only table of the module. */
export const TABLE = 'crypto_assessment.assessments';

/** What changing assessments stands on. */
export interface StoreNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
}

/** An error of this module; the caller throws it. */
export const assessmentError = (code: CryptoAssessmentErrorCode, reason?: string): DomainError =>
  new DomainError(code, reason === undefined ? {} : { reason });

/** A row as an assessment. */
export const assessmentOf = (row: Selectable<CryptoAssessmentTables[typeof TABLE]>): Assessment => ({
  id: row.id,
  system: row.system,
  level: row.level,
  organisation: row.organisation,
  assessedOn: row.assessed_on,
  reportedOn: row.reported_on,
  filedOn: row.filed_on,
  status: row.status,
  items: row.items,
  changedAt: row.changed_at.toISOString(),
});

/** Columns of what people say of an assessment as a whole. */
export const headColumns = (head: AssessmentHead, at: Date) => ({
  system: toText(head.system),
  level: head.level,
  organisation: toText(head.organisation),
  assessed_on: head.assessedOn,
  reported_on: head.reportedOn,
  filed_on: head.filedOn,
  changed_at: at,
});

/** An assessment, locked until the transaction ends. Throws `crypto-assessment.unknown`. */
export const lockAssessment = async (tx: Tx, id: string): Promise<Assessment> => {
  const query = tx.as<CryptoAssessmentTables>().selectFrom(TABLE).selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw assessmentError('crypto-assessment.unknown');
  return assessmentOf(row);
};

/** Throws `crypto-assessment.done` for one that is complete. */
export const needDraft = ({ status }: Pick<Assessment, 'status'>): void => {
  if (status === 'done') throw assessmentError('crypto-assessment.done');
};

/** The line of the audit log of a change. */
export const auditOf = (actor: ActorRef, action: string, { id, system }: Pick<Assessment, 'id' | 'system'>) =>
  ({ actor, action, target: { kind: 'assessment', id }, outcome: 'done', after: { system } }) as const;

/** Locks, decides, changes and audits in one transaction. */
export const changeAssessment = (
  { records, clock }: StoreNeeds,
  id: string,
  actor: ActorRef,
  action: string,
  work: (before: Assessment, tx: Tx) => Promise<object>,
): Promise<void> =>
  records.transaction(async (tx) => {
    const before = await lockAssessment(tx, id);
    const values = { ...(await work(before, tx)), changed_at: new Date(clock.now()) };
    await tx.as<CryptoAssessmentTables>().updateTable(TABLE).set(values).where('id', '=', id).execute();
    await tx.audit(auditOf(actor, action, before));
  });
