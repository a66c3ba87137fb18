import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import type { z } from 'zod';
import type { NoticeChange } from '../contract.ts';
import { after } from '../domain/life.ts';
import { oversightError } from '../errors.ts';
import { auditOf, lockNotice, nextChange, writeStep } from '../store.ts';
import type { NoticeRow, OversightTables } from '../tables.ts';
import { coloured, needDay, type SendNeeds } from './send.ts';

type Change = z.output<typeof NoticeChange>;

/** Moves every copy of a notice that is not settled, so that enterprises hear of it. */
const moveCopies = async (
  needs: SendNeeds,
  tx: Parameters<Parameters<SendNeeds['records']['transaction']>[0]>[0],
  notice: NoticeRow,
  action: 'change' | 'lift',
  note: string,
  dueOn: string | null,
  actor: ActorRef,
): Promise<void> => {
  const tables = tx.as<OversightTables>();
  const copies = await tables
    .selectFrom('oversight.deliveries')
    .select(['id', 'state'])
    .where('notice', '=', notice.id)
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, state } of copies) {
    const to = after(notice.kind, state, action);
    if (to === undefined) continue;
    const closed = action === 'lift' ? { closed_at: new Date(needs.now()) } : { closed_at: null, result: null };
    const values = { state: to, due_on: dueOn, change: await nextChange(tx), acknowledged_at: null, ...closed };
    const { acknowledged_at: _, ...kept } = values;
    await tables
      .updateTable('oversight.deliveries')
      .set(action === 'lift' ? kept : values)
      .where('id', '=', id)
      .execute();
    const step = {
      delivery: id,
      side: 'authority' as const,
      action: action === 'lift' ? ('lifted' as const) : ('changed' as const),
      note,
    };
    await writeStep(tx, needs, step, actor);
  }
};

/** Changes a notice: its next version, which every enterprise confirms anew. Throws `oversight.not-now`, `oversight.day-past`. */
export const changeNotice =
  (needs: SendNeeds) =>
  async (id: string, { text, dueOn, warning, why }: Change, actor: ActorRef): Promise<void> => {
    needDay(dueOn, needs.now());
    const made = await coloured(needs.colours, warning);
    await needs.records.transaction(async (tx) => {
      const notice = await lockNotice(tx, id);
      const owesDay = notice.kind !== 'warning' && dueOn === null;
      if (notice.state !== 'open' || (notice.kind === 'warning') !== (made !== null) || owesDay)
        throw oversightError('oversight.not-now');
      const values = {
        text: toText(text),
        due_on: dueOn,
        warning: made === null ? null : jsonb(made),
        version: notice.version + 1,
      };
      await tx.as<OversightTables>().updateTable('oversight.notices').set(values).where('id', '=', id).execute();
      await moveCopies(needs, tx, notice, 'change', why, dueOn, actor);
      await tx.audit(
        auditOf(actor, 'oversight.notice-changed', 'oversight-notice', id, { version: values.version, why }),
      );
    });
  };

/** Lifts a warning 解除, or takes a notice back. Throws `oversight.not-now`. */
export const liftNotice =
  (needs: SendNeeds) =>
  async (id: string, why: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const notice = await lockNotice(tx, id);
      if (notice.state !== 'open') throw oversightError('oversight.not-now');
      const state = { state: 'lifted' as const };
      await tx.as<OversightTables>().updateTable('oversight.notices').set(state).where('id', '=', id).execute();
      await moveCopies(needs, tx, notice, 'lift', why, notice.due_on, actor);
      await tx.audit(auditOf(actor, 'oversight.notice-lifted', 'oversight-notice', id, { why }));
    });
