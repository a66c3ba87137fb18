import { dayOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import type { Questionnaire, ReviewInput } from '../contract.ts';
import { reviewRefusal, scoreOf } from '../domain/score.ts';
import { suppliersError } from '../errors.ts';
import { auditOf, lock, noteChange, readRow, tablesOf, type Needs } from '../store.ts';
import { documentOf, type DocumentNeeds } from './agree.ts';
import { judge } from './judge.ts';

/** Keeps a review with the words of its questions; it never changes after. Throws `suppliers.*`. */
export const addReview =
  (needs: DocumentNeeds & { readonly questionnaire: () => Promise<Questionnaire> }) =>
  async (supplier: string, input: ReviewInput, actor: ActorRef): Promise<void> => {
    const at = needs.now();
    const questionnaire = await needs.questionnaire();
    const refusal = reviewRefusal(questionnaire, input, dayOf(at));
    if (refusal !== undefined) throw suppliersError(`suppliers.${refusal}`);
    const document = await documentOf(needs, input.document);
    const { score } = scoreOf(questionnaire, input.answers);
    const given = new Map(input.answers.map((each) => [each.question, each]));
    const answers = questionnaire.questions.map(({ id, title, weight }) => {
      return { question: id, title, weight, value: given.get(id)?.value ?? 'no', note: given.get(id)?.note ?? '' };
    });
    await needs.records.transaction(async (tx) => {
      await lock(tx);
      await readRow(tx, supplier);
      const tables = tablesOf(tx);
      const id = needs.newId();
      const { day, version, result } = input;
      const row = { id, supplier, day, version, score, result, reviewer: toText(input.reviewer) };
      await tables
        .insertInto('suppliers.reviews')
        .values({
          ...row,
          answers: jsonb(answers),
          comment: toText(input.comment),
          document: document === null ? null : jsonb(document),
          created_at: new Date(at),
          created_by: actor.name,
        })
        .execute();
      const conditions = input.conditions.map(({ text, dueOn }) => {
        return { id: needs.newId(), review: id, text: toText(text), due_on: dueOn, met_on: null };
      });
      if (conditions.length > 0) await tables.insertInto('suppliers.conditions').values(conditions).execute();
      const fields = [
        { field: 'result', before: '', after: result },
        { field: 'score', before: '', after: String(score) },
      ];
      await noteChange(tx, [{ supplier, kind: 'reviewed', fields }], { now: at, actor });
      await judge(tx, needs, [supplier]);
      await tx.audit(auditOf(actor, 'suppliers.reviewed', supplier, { ...row, conditions: conditions.length }));
    });
  };

/** Notes the day on which a condition was met. Throws `suppliers.*`. */
export const meetCondition =
  (needs: Needs) =>
  (supplier: string, id: string, metOn: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      if (metOn > dayOf(needs.now())) throw suppliersError('suppliers.day-later', { field: 'metOn' });
      const tables = tablesOf(tx);
      const met = await tables
        .updateTable('suppliers.conditions')
        .set({ met_on: metOn })
        .where('id', '=', id)
        .where('met_on', 'is', null)
        .where('review', 'in', (query) =>
          query.selectFrom('suppliers.reviews').select('id').where('supplier', '=', supplier),
        )
        .returning('text')
        .executeTakeFirst();
      if (met === undefined) throw suppliersError('suppliers.part-unknown');
      const fields = [{ field: 'condition', before: met.text, after: metOn }];
      await noteChange(tx, [{ supplier, kind: 'condition-met', fields }], { now: needs.now(), actor });
      await judge(tx, needs, [supplier]);
      await tx.audit(auditOf(actor, 'suppliers.condition-met', supplier, { condition: id, metOn }));
    });
