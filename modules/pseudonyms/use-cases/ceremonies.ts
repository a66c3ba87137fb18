import { isSamePerson, openTranscript } from '@chedun/ceremony';
import type { IdentityAsks } from '@chedun/identity/contract';
import type { ActorRef } from '@chedun/kernel';
import { toJsonText } from '@chedun/records';
import type { z } from 'zod';
import type { CeremonyDecision, CeremonyProposal } from '../contract.ts';
import { pseudonymsError } from '../errors.ts';
import { personOf } from '../people.ts';
import { carryOut, checkPlan } from '../root-acts.ts';
import type { Keep, RootNeeds } from '../root-acts.ts';
import type { Person, RootTables } from '../tables.ts';

/** What ceremonies stand on. */
export interface CeremonyNeeds extends RootNeeds {
  readonly identity: Pick<IdentityAsks, 'tokenOwner'>;
}

/** Proposes what is to be done with the key of a root; nothing is signed before another person approves. */
export const proposeCeremony =
  (needs: CeremonyNeeds) =>
  async ({ plan, note }: z.output<typeof CeremonyProposal>, actor: ActorRef): Promise<{ id: string }> => {
    await checkPlan(needs, plan);
    const person = await personOf(needs.identity, actor);
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      await tx
        .as<RootTables>()
        .insertInto('pseudonyms.ceremonies')
        .values({
          id,
          suite: plan.suite,
          plan: toJsonText(plan as never) as never,
          note,
          state: 'proposed',
          proposed_by: toJsonText({ ...person }) as never,
          proposed_at: new Date(needs.clock.now()),
          decided_by: null,
          decided_at: null,
          transcript: null,
          transcript_hash: null,
        })
        .execute();
      const target = { kind: 'v2x-ceremony', id };
      // A plan is plain JSON; only its optional fields keep the compiler from seeing it.
      await tx.audit({ actor, action: 'pseudonyms.ceremony-proposed', target, outcome: 'done', after: plan as never });
    });
    return { id };
  };

const findOpen = async ({ records }: CeremonyNeeds, id: string) => {
  const found = await records
    .read<RootTables>()
    .selectFrom('pseudonyms.ceremonies')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (found?.state !== 'proposed') throw pseudonymsError('pseudonyms.decided');
  return found;
};

interface Ending {
  readonly state: 'done' | 'rejected';
  readonly person: Person;
  readonly text: string;
  readonly sm3: Uint8Array;
  readonly keep: Keep;
}

/** Writes the end of a ceremony; of two deciders at the same time the second is refused, and nothing of his is kept. */
const finish = async (needs: CeremonyNeeds, id: string, actor: ActorRef, ending: Ending): Promise<void> => {
  const { state, person, text, sm3, keep } = ending;
  const at = new Date(needs.clock.now());
  const hash = Buffer.from(sm3);
  await needs.records.transaction(async (tx) => {
    const done = await tx
      .as<RootTables>()
      .updateTable('pseudonyms.ceremonies')
      .set({
        state,
        decided_by: toJsonText({ ...person }) as never,
        decided_at: at,
        transcript: text,
        transcript_hash: hash,
      })
      .where('id', '=', id)
      .where('state', '=', 'proposed')
      .returning('id')
      .executeTakeFirst();
    if (done === undefined) throw pseudonymsError('pseudonyms.decided');
    await keep(tx, at);
    const action = state === 'done' ? 'pseudonyms.ceremony-held' : 'pseudonyms.ceremony-rejected';
    const after = { transcript: hash.toString('hex') };
    await tx.audit({ actor, action, target: { kind: 'v2x-ceremony', id }, outcome: 'done', after });
  });
};

const nothing: Keep = async () => undefined;

/** Approves and holds a ceremony, or rejects it; never by the person who proposed it. */
export const decideCeremony =
  (needs: CeremonyNeeds) =>
  async (id: string, { verdict, note }: z.output<typeof CeremonyDecision>, actor: ActorRef): Promise<void> => {
    const found = await findOpen(needs, id);
    const person = await personOf(needs.identity, actor);
    if (isSamePerson(found.proposed_by, person)) {
      const target = { kind: 'v2x-ceremony', id };
      await needs.records.transaction((tx) =>
        tx.audit({ actor, action: 'pseudonyms.ceremony-held', target, outcome: 'refused' }),
      );
      throw pseudonymsError('pseudonyms.same-person');
    }
    const { plan, proposed_by: proposer, proposed_at: proposedAt, note: why } = found;
    const log = openTranscript(
      { id, plan, proposer, proposedAt: proposedAt.getTime(), note: why },
      { verdict, decider: person, decidedAt: needs.clock.now(), note },
    );
    const keep = verdict === 'approve' ? await carryOut(needs, plan, log) : nothing;
    if (verdict === 'approve') log.say('the key of the root is sealed again');
    const state = verdict === 'approve' ? 'done' : 'rejected';
    await finish(needs, id, actor, { state, person, ...log.end(), keep });
    if (state === 'done' && plan.kind === 'create-hierarchy') {
      const { roles } = await needs.desks.open(plan.suite);
      await roles.ma.publish();
    }
  };
