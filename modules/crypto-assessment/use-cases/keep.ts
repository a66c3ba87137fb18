import { jsonb } from '@chedun/records';
import type { ActorRef } from '@chedun/kernel';
import type { AssessmentDetail, AssessmentHead } from '../contract.ts';
import { readAssessment, type ReadNeeds } from '../read-model.ts';
import { auditOf, changeAssessment, headColumns, lockAssessment, needDraft, TABLE } from '../store.ts';
import type { CryptoAssessmentTables } from '../tables.ts';

interface Needs extends ReadNeeds {
  readonly newId: () => string;
}

/** Begins, changes and removes assessments. Of a completed one only the days of report and filing may change. */
export const keepUseCases = (needs: Needs) => {
  const { records, clock, newId } = needs;
  const read = readAssessment(needs);
  return {
    create: async (head: AssessmentHead, actor: ActorRef): Promise<AssessmentDetail> => {
      const id = newId();
      await records.transaction(async (tx) => {
        const values = { id, ...headColumns(head, new Date(clock.now())), status: 'draft' as const, items: jsonb([]) };
        await tx.as<CryptoAssessmentTables>().insertInto(TABLE).values(values).execute();
        await tx.audit(auditOf(actor, 'crypto-assessment.created', { id, system: head.system }));
      });
      return read(id);
    },
    changeHead: async (id: string, head: AssessmentHead, actor: ActorRef): Promise<AssessmentDetail> => {
      await changeAssessment(needs, id, actor, 'crypto-assessment.changed', async ({ status }) =>
        status === 'done'
          ? { reported_on: head.reportedOn, filed_on: head.filedOn }
          : headColumns(head, new Date(clock.now())),
      );
      return read(id);
    },
    remove: (id: string, actor: ActorRef): Promise<{ removed: boolean }> =>
      records.transaction(async (tx) => {
        const before = await lockAssessment(tx, id);
        needDraft(before);
        await tx.as<CryptoAssessmentTables>().deleteFrom(TABLE).where('id', '=', id).execute();
        await tx.audit(auditOf(actor, 'crypto-assessment.removed', before));
        return { removed: true };
      }),
  };
};
