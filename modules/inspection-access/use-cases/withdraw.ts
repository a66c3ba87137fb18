import type { ActorRef } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import { accessError } from '../errors.ts';
import { auditOf, lockInspection } from '../store.ts';
import { GUESTS, INSPECTIONS, type AccessTables } from '../tables.ts';

export interface WithdrawNeeds {
  readonly records: Records;
  readonly now: () => number;
}

/** Refuses an order that waits. Throws `inspection-access.not-now`. */
export const refuseOrder =
  (needs: WithdrawNeeds) =>
  async (id: string, why: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const row = await lockInspection(tx, id);
      if (row.state !== 'waiting') throw accessError('inspection-access.not-now');
      const at = new Date(needs.now());
      const values = { state: 'refused' as const, decided_at: at, decided_by: actor.name, why: toText(why) };
      await tx.as<AccessTables>().updateTable(INSPECTIONS).set(values).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'inspection-access.refused', id, { why }));
    });

/** Ends an inspection for everybody, at once: the next request of an inspector is refused. Throws `inspection-access.not-now`. */
export const withdrawInspection =
  (needs: WithdrawNeeds) =>
  async (id: string, why: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const row = await lockInspection(tx, id);
      if (row.state !== 'accepted') throw accessError('inspection-access.not-now');
      const at = new Date(needs.now());
      const values = { state: 'withdrawn' as const, withdrawn_at: at, withdrawn_by: actor.name, why: toText(why) };
      await tx.as<AccessTables>().updateTable(INSPECTIONS).set(values).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'inspection-access.withdrawn', id, { why }));
    });

/** Shows one inspector out; the others stay. Throws `inspection-access.unknown` when he was not let in. */
export const showOut =
  (needs: WithdrawNeeds) =>
  async (
    { id, position }: { readonly id: string; readonly position: number },
    why: string,
    actor: ActorRef,
  ): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lockInspection(tx, id);
      const shown = await tx
        .as<AccessTables>()
        .updateTable(GUESTS)
        .set({ withdrawn_at: new Date(needs.now()), withdrawn_by: actor.name, why: toText(why) })
        .where('inspection', '=', id)
        .where('position', '=', position)
        .where('withdrawn_at', 'is', null)
        .returning('inspector')
        .executeTakeFirst();
      if (shown === undefined) throw accessError('inspection-access.unknown', { field: 'position' });
      await tx.audit(auditOf(actor, 'inspection-access.shown-out', id, { inspector: shown.inspector, why }));
    });
