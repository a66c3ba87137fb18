import { jsonb } from '@chedun/records';
import type { ActorRef } from '@chedun/kernel';
import type { IncidentSettings } from '../contract.ts';
import { type StoreNeeds } from '../store.ts';
import type { IncidentTables } from '../tables.ts';

/** Who responds and who reports. It holds for what is graded from now on. */
export const changeSettings =
  ({ records, now }: StoreNeeds) =>
  (settings: IncidentSettings, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const values = { value: jsonb(settings), changed_at: new Date(now()), changed_by: actor.name };
      await tx
        .as<IncidentTables>()
        .insertInto('incidents.settings')
        .values({ single: true, ...values })
        .onConflict((conflict) => conflict.column('single').doUpdateSet(values))
        .execute();
      await tx.audit({
        actor,
        action: 'incidents.settings-changed',
        target: { kind: 'incident-settings', id: 'settings' },
        outcome: 'done',
        after: {
          organisation: settings.organisation,
          province: settings.province,
          responders: settings.responders.length,
        },
      });
    });
