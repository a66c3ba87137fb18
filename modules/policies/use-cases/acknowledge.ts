import { personIdOf, type ActorRef } from '@chedun/kernel';
import { policyError } from '../error.ts';
import { readMine, type ReadNeeds } from '../read-model.ts';
import { inside, lockPolicy } from '../store.ts';
import { auditOf, type KeepNeeds } from './needs.ts';

/** Records that somebody who has to read the version in force has read it; once, and for good. */
export const acknowledge =
  (needs: KeepNeeds & ReadNeeds) =>
  async (id: string, version: number, actor: ActorRef): Promise<void> => {
    const person = personIdOf(actor);
    const mine = (await readMine(needs)(person)).items.find((each) => each.id === id);
    if (mine === undefined || mine.version !== version) throw policyError('policies.not-effective', 'version');
    await needs.records.transaction(async (tx) => {
      await lockPolicy(tx, id);
      const row = { policy: id, version, person_id: person, person_name: actor.name, at: new Date(needs.clock.now()) };
      const { numInsertedOrUpdatedRows: made } = await inside(tx)
        .insertInto('policies.acknowledgements')
        .values(row)
        .onConflict((on) => on.columns(['policy', 'version', 'person_id']).doNothing())
        .executeTakeFirst();
      if (made !== 0n) await tx.audit(auditOf(actor, 'acknowledged', id, { version }));
    });
  };
