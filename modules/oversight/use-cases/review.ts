import { dayOf, personIdOf, type ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { z } from 'zod';
import type { PenaltyDecision, PenaltyInput, ReviewOrder } from '../contract.ts';
import { after, penaltyBar } from '../domain/life.ts';
import { oversightError } from '../errors.ts';
import { auditOf, lockDelivery, lockNotice, nextChange, writeStep, type StoreNeeds } from '../store.ts';
import type { DeliveryRow, OversightTables } from '../tables.ts';
import { needDay } from './send.ts';

const remind = async (tx: Tx, needs: StoreNeeds, row: DeliveryRow, note: string, actor: ActorRef): Promise<void> => {
  if (row.state !== 'sent' && row.state !== 'acknowledged') throw oversightError('oversight.not-now');
  const change = { change: await nextChange(tx) };
  await tx.as<OversightTables>().updateTable('oversight.deliveries').set(change).where('id', '=', row.id).execute();
  await writeStep(tx, needs, { delivery: row.id, side: 'authority', action: 'reminded', note }, actor);
};

/** Settles an answer, sends it back, or reminds of it. Throws `oversight.not-now`, `oversight.day-past`. */
export const reviewDelivery =
  (needs: StoreNeeds) =>
  async (id: string, order: ReviewOrder, actor: ActorRef): Promise<string> =>
    needs.records.transaction(async (tx) => {
      const row = await lockDelivery(tx, id);
      const notice = await lockNotice(tx, row.notice);
      if (notice.state !== 'open') throw oversightError('oversight.not-now');
      if (order.action === 'remind') await remind(tx, needs, row, order.note, actor);
      else {
        const state = after(notice.kind, row.state, order.action);
        if (state === undefined || (order.action === 'close' && row.state === 'closed'))
          throw oversightError('oversight.not-now');
        if (order.action === 'reopen') needDay(order.dueOn, needs.now());
        const closed = order.action === 'close' ? new Date(needs.now()) : null;
        const back = order.action === 'reopen' ? { due_on: order.dueOn, reopened: row.reopened + 1 } : {};
        const values = { state, closed_at: closed, change: await nextChange(tx), ...back };
        await tx.as<OversightTables>().updateTable('oversight.deliveries').set(values).where('id', '=', id).execute();
        const action = order.action === 'close' ? ('closed' as const) : ('reopened' as const);
        await writeStep(tx, needs, { delivery: id, side: 'authority', action, note: order.note }, actor);
      }
      await tx.audit(auditOf(actor, 'oversight.answer-reviewed', 'oversight-delivery', id, order));
      return row.notice;
    });

/** Proposes a penalty for an order that was not obeyed. Nothing follows from it until another account decides. */
export const proposePenalty =
  (needs: StoreNeeds) =>
  async (id: string, input: z.output<typeof PenaltyInput>, actor: ActorRef): Promise<string> =>
    needs.records.transaction(async (tx) => {
      const row = await lockDelivery(tx, id);
      const notice = await lockNotice(tx, row.notice);
      const tables = tx.as<OversightTables>();
      const decided = await tables
        .selectFrom('oversight.penalties')
        .select(['kind', 'decision'])
        .where('delivery', '=', id)
        .execute();
      const order = { kind: notice.kind, state: row.state, dueOn: row.due_on, result: row.result, decided };
      const bar = penaltyBar(order, input.kind, dayOf(needs.now()));
      if (bar === 'waiting') throw oversightError('oversight.not-now');
      if (bar !== undefined) throw oversightError(`oversight.${bar}`);
      await tables
        .insertInto('oversight.penalties')
        .values({
          id: needs.newId(),
          delivery: id,
          kind: input.kind,
          reasons: toText(input.reasons),
          amount: input.amount,
          proposed_by: personIdOf(actor),
          proposed_by_name: actor.name,
          proposed_at: new Date(needs.now()),
          decision: 'open',
        })
        .execute();
      const note = input.kind === 'fine' ? `建议罚款 ${input.amount ?? 0} 元` : '建议警告';
      await writeStep(tx, needs, { delivery: id, side: 'authority', action: 'penalty-proposed', note }, actor);
      await tx.audit(auditOf(actor, 'oversight.penalty-proposed', 'oversight-delivery', id, input));
      return row.notice;
    });

/** Decides a proposed penalty, by another account than the one that proposed it. Throws `oversight.same-account`. */
export const decidePenalty =
  (needs: StoreNeeds) =>
  async (id: string, { decision, note }: z.output<typeof PenaltyDecision>, actor: ActorRef): Promise<string> =>
    needs.records.transaction(async (tx) => {
      const tables = tx.as<OversightTables>();
      const penalty = await tables
        .selectFrom('oversight.penalties')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (penalty === undefined) throw oversightError('oversight.unknown');
      if (penalty.decision !== 'open') throw oversightError('oversight.not-now');
      if (penalty.proposed_by === personIdOf(actor)) throw oversightError('oversight.same-account');
      const row = await lockDelivery(tx, penalty.delivery);
      const values = {
        decision,
        decided_by: personIdOf(actor),
        decided_by_name: actor.name,
        decided_at: new Date(needs.now()),
        note: toText(note),
      };
      await tables.updateTable('oversight.penalties').set(values).where('id', '=', id).execute();
      const what = penalty.kind === 'fine' ? '罚款' : '警告';
      const text = `${what}：${decision === 'approved' ? '同意' : '不同意'}。${note}`;
      await writeStep(tx, needs, { delivery: row.id, side: 'authority', action: 'penalty-decided', note: text }, actor);
      await tx.audit(auditOf(actor, 'oversight.penalty-decided', 'oversight-delivery', row.id, { id, decision }));
      return row.notice;
    });
