import { personIdOf, type ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { Enterprise, SupervisionAsks } from '@chedun/supervision/contract';
import type { z } from 'zod';
import type { FeedbackInput } from '../contract.ts';
import { after } from '../domain/life.ts';
import { oversightError } from '../errors.ts';
import { auditOf, lockDelivery, lockNotice, nextChange, writeStep, type StoreNeeds } from '../store.ts';
import type { DeliveryRow, NoticeRow, OversightTables } from '../tables.ts';
import { needFiles } from './files.ts';

export interface AnswerNeeds extends StoreNeeds {
  readonly supervision: Pick<SupervisionAsks, 'ofAccount'>;
}

/** The enterprise of a caller. Throws `oversight.not-an-enterprise`. */
export const firmOf = async (
  { supervision }: Pick<AnswerNeeds, 'supervision'>,
  actor: ActorRef,
): Promise<Enterprise> => {
  const firm = await supervision.ofAccount(personIdOf(actor));
  if (firm === undefined) throw oversightError('oversight.not-an-enterprise');
  return firm;
};

/** A copy that belongs to the enterprise; what is another's is as if it were not there. */
const own = async (
  tx: Tx,
  id: string,
  firm: string,
): Promise<{ readonly row: DeliveryRow; readonly notice: NoticeRow }> => {
  const row = await lockDelivery(tx, id);
  if (row.enterprise !== firm) throw oversightError('oversight.unknown');
  return { row, notice: await lockNotice(tx, row.notice) };
};

/** An enterprise confirms that it has read a version. Throws `oversight.old-version`, `oversight.not-now`. */
export const acknowledge =
  (needs: AnswerNeeds) =>
  async (id: string, version: number, actor: ActorRef): Promise<void> => {
    const firm = await firmOf(needs, actor);
    await needs.records.transaction(async (tx) => {
      const { row, notice } = await own(tx, id, firm.id);
      if (version !== notice.version) throw oversightError('oversight.old-version');
      const state = after(notice.kind, row.state, 'acknowledge');
      if (state === undefined || notice.state !== 'open') throw oversightError('oversight.not-now');
      if (row.acknowledged_at !== null) return;
      const at = new Date(needs.now());
      const values = {
        state,
        acknowledged_at: at,
        acknowledged_by: actor.name,
        acknowledged_version: version,
        first_acknowledged_at: row.first_acknowledged_at ?? at,
        change: await nextChange(tx),
      };
      await tx.as<OversightTables>().updateTable('oversight.deliveries').set(values).where('id', '=', id).execute();
      await writeStep(tx, needs, { delivery: id, side: 'enterprise', action: 'acknowledged' }, actor);
      await tx.audit(auditOf(actor, 'oversight.notice-acknowledged', 'oversight-delivery', id, { version }));
    });
  };

/** An enterprise answers. It has read the notice by then. Throws `oversight.not-now`, `oversight.file-unknown`. */
export const giveFeedback =
  (needs: AnswerNeeds) =>
  async (id: string, { result, text, file }: z.output<typeof FeedbackInput>, actor: ActorRef): Promise<void> => {
    const firm = await firmOf(needs, actor);
    await needs.records.transaction(async (tx) => {
      const { row, notice } = await own(tx, id, firm.id);
      const state = after(notice.kind, row.state, 'answer');
      if (state === undefined || notice.state !== 'open') throw oversightError('oversight.not-now');
      if (file !== null) await needFiles(tx, [file], firm.id);
      const at = new Date(needs.now());
      const tables = tx.as<OversightTables>();
      const line = { id: needs.newId(), delivery: id, at, by_name: actor.name, result, text: toText(text), file };
      await tables.insertInto('oversight.feedback').values(line).execute();
      const read = {
        acknowledged_at: row.acknowledged_at ?? at,
        acknowledged_by: row.acknowledged_at === null ? actor.name : row.acknowledged_by,
        acknowledged_version: notice.version,
        first_acknowledged_at: row.first_acknowledged_at ?? at,
      };
      const values = { state, result, answered_at: at, first_answered_at: row.first_answered_at ?? at, ...read };
      await tables
        .updateTable('oversight.deliveries')
        .set({ ...values, change: await nextChange(tx) })
        .where('id', '=', id)
        .execute();
      await writeStep(tx, needs, { delivery: id, side: 'enterprise', action: 'answered', note: text }, actor);
      await tx.audit(auditOf(actor, 'oversight.notice-answered', 'oversight-delivery', id, { result }));
    });
  };
