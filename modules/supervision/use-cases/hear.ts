import type { ActorRef } from '@chedun/kernel';
import { toText } from '@chedun/records';
import type { z } from 'zod';
import type { ExpertInput } from '../contract.ts';
import { stepRefused, supervisionError } from '../errors.ts';
import { lockFiling, type StoreNeeds } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';

/** Writes down what an expert said, while experts are heard. */
export const recordVote =
  ({ records, newId, now }: StoreNeeds) =>
  (id: string, expert: z.output<typeof ExpertInput>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const filing = await lockFiling(tx, id);
      if (filing.state !== 'experts') throw stepRefused('not-now');
      const at = new Date(now());
      const { name, organisation, way, vote, minutes } = expert;
      await tx
        .as<SupervisionTables>()
        .insertInto('supervision.votes')
        .values({
          id: newId(),
          filing: id,
          round: filing.rounds,
          name: toText(name),
          organisation: toText(organisation),
          way,
          vote,
          minutes: toText(minutes),
          at,
          by_name: actor.name,
        })
        .execute();
      const target = { kind: 'supervision-filing', id };
      await tx.audit({ actor, action: 'supervision.vote', target, outcome: 'done', after: { name, vote } });
    });

/** Takes the explanation of an item, or opens it again. Throws `supervision.unknown`. */
export const decideItem =
  ({ records }: StoreNeeds) =>
  (id: string, answer: 'open' | 'explained', note: string, actor: ActorRef): Promise<string> =>
    records.transaction(async (tx) => {
      const tables = tx.as<SupervisionTables>();
      const row = await tables
        .updateTable('supervision.items')
        .set({ answer, note: toText(note) })
        .where('id', '=', id)
        .returning('filing')
        .executeTakeFirst();
      if (row === undefined) throw supervisionError('supervision.unknown');
      const filing = await lockFiling(tx, row.filing);
      if (filing.state !== 'checking' && filing.state !== 'experts') throw stepRefused('not-now');
      const target = { kind: 'supervision-filing', id: row.filing };
      await tx.audit({ actor, action: 'supervision.item', target, outcome: 'done', after: { item: id, answer, note } });
      return row.filing;
    });
