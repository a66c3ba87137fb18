import type { IdentityAsks } from '@chedun/identity/contract';
import type { ActorRef } from '@chedun/kernel';
import { toJsonText } from '@chedun/records';
import type { z } from 'zod';
import type { NewReport, NewRevocation, RevocationDecision } from '../contract.ts';
import type { Desks } from '../desk.ts';
import { pseudonymsError } from '../errors.ts';
import type { RoleNeeds } from '../open-roles.ts';
import { personOf } from '../people.ts';
import type { MaTables } from '../tables.ts';

/** What reports and decisions rest on. */
export interface RevocationNeeds extends RoleNeeds {
  readonly newId: () => string;
  readonly desks: Desks;
  readonly identity: Pick<IdentityAsks, 'tokenOwner'>;
}

/** Takes a report of misbehaviour. Throws `pseudonyms.unknown-certificate`. */
export const report =
  (needs: RevocationNeeds) =>
  async (
    { suite, evidence, observation, note }: z.output<typeof NewReport>,
    actor: ActorRef,
  ): Promise<{ id: string }> => {
    const { roles } = await needs.desks.open(suite);
    const id = needs.newId();
    const bytes = new Uint8Array(Buffer.from(evidence, 'base64'));
    await roles.ma.report({ evidence: bytes, observation, note }, id, await personOf(needs.identity, actor));
    return { id };
  };

/** Asks for the revocation of the device behind a report. */
export const propose =
  (needs: RevocationNeeds) =>
  async ({ reportId, note }: z.output<typeof NewRevocation>, actor: ActorRef): Promise<{ id: string }> => {
    const person = await personOf(needs.identity, actor);
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      const db = tx.as<MaTables>();
      const found = await db
        .selectFrom('pseudonyms_ma.reports')
        .select('suite')
        .where('id', '=', reportId)
        .executeTakeFirst();
      if (found === undefined) throw pseudonymsError('pseudonyms.unknown-certificate');
      const added = await db
        .insertInto('pseudonyms_ma.revocations')
        .values({
          id,
          report_id: reportId,
          suite: found.suite,
          state: 'proposed',
          note,
          proposed_by: toJsonText({ ...person }) as never,
          proposed_at: new Date(needs.clock.now()),
        } as never)
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) throw pseudonymsError('pseudonyms.decided');
      const target = { kind: 'v2x-revocation', id };
      await tx.audit({ actor, action: 'pseudonyms.revocation-proposed', target, outcome: 'done', after: { reportId } });
    });
    return { id };
  };

const findProposed = async ({ records }: RevocationNeeds, id: string) => {
  const found = await records
    .read<MaTables>()
    .selectFrom('pseudonyms_ma.revocations as r')
    .innerJoin('pseudonyms_ma.reports as p', 'p.id', 'r.report_id')
    .select(['r.suite', 'r.state', 'r.proposed_by', 'p.certificate_id'])
    .where('r.id', '=', id)
    .executeTakeFirst();
  if (found?.state !== 'proposed') throw pseudonymsError('pseudonyms.decided');
  return found;
};

/** Decides about a revocation, never by who asked for it; what is approved is searched, blocked and published at once. */
export const decide =
  (needs: RevocationNeeds) =>
  async (
    id: string,
    { verdict, note }: z.output<typeof RevocationDecision>,
    actor: ActorRef,
  ): Promise<{ state: 'revoked' | 'rejected'; list: number | null }> => {
    const { records } = needs;
    const found = await findProposed(needs, id);
    const person = await personOf(needs.identity, actor);
    const target = { kind: 'v2x-revocation', id };
    const action = 'pseudonyms.revocation-decided';
    if (found.proposed_by.person === person.person) {
      await records.transaction((tx) => tx.audit({ actor, action, target, outcome: 'refused' }));
      throw pseudonymsError('pseudonyms.same-person');
    }
    const { roles } = await needs.desks.open(found.suite);
    const seeds = verdict === 'approve' ? await roles.ma.revoke(found.certificate_id) : undefined;
    const state = seeds === undefined ? 'rejected' : 'revoked';
    await records.transaction(async (tx) => {
      const done = await tx
        .as<MaTables>()
        .updateTable('pseudonyms_ma.revocations')
        .set({
          state,
          decision: note,
          decided_by: toJsonText({ ...person }) as never,
          decided_at: new Date(needs.clock.now()),
          ...(seeds && {
            i: seeds.i,
            seed1: Buffer.from(seeds.seed1),
            seed2: Buffer.from(seeds.seed2),
            per_period: seeds.perPeriod,
          }),
        })
        .where('id', '=', id)
        .where('state', '=', 'proposed')
        .returning('id')
        .executeTakeFirst();
      if (done === undefined) throw pseudonymsError('pseudonyms.decided');
      await tx.audit({ actor, action, target, outcome: 'done', after: { state, note } });
    });
    return { state, list: seeds === undefined ? null : (await roles.ma.publish()).number };
  };
