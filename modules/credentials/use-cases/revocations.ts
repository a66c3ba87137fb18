import type { ActorRef } from '@chedun/kernel';
import { toJsonText } from '@chedun/records';
import type { z } from 'zod';
import type { NewCredentialRevocation, RevocationDecision } from '../contract.ts';
import { credentialsError } from '../errors.ts';
import type { CredentialNeeds } from '../needs.ts';
import { personOf } from '../people.ts';
import { publishList } from '../publish-list.ts';
import type { CredentialTables } from '../tables.ts';

/** Asks for the revocation of a certificate. */
export const proposeRevocation =
  (needs: CredentialNeeds) =>
  async (
    { certificate, reason, note }: z.output<typeof NewCredentialRevocation>,
    actor: ActorRef,
  ): Promise<{ id: string }> => {
    const id = needs.newId();
    const person = await personOf(needs.identity, actor);
    await needs.records.transaction(async (tx) => {
      const db = tx.as<CredentialTables>();
      const found = await db
        .selectFrom('credentials.certificates')
        .select('state')
        .where('id', '=', certificate)
        .executeTakeFirst();
      if (found === undefined) throw credentialsError('credentials.unknown');
      const row = { id, certificate, reason, note, state: 'proposed', proposed_at: new Date(needs.clock.now()) };
      const added = await db
        .insertInto('credentials.revocations')
        .values({ ...row, proposed_by: toJsonText({ ...person }) } as never)
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) throw credentialsError('credentials.decided');
      const target = { kind: 'credential', id: certificate };
      const action = 'credentials.revocation-proposed';
      await tx.audit({ actor, action, target, outcome: 'done', after: { reason, note } });
    });
    return { id };
  };

/** Decides about a revocation, never by who asked for it; an approved one is on a new list at once. */
export const decideRevocation =
  (needs: CredentialNeeds) =>
  async (
    id: string,
    { verdict, note }: z.output<typeof RevocationDecision>,
    actor: ActorRef,
  ): Promise<{ state: 'done' | 'rejected'; list: number | null }> => {
    const found = await needs.records
      .read<CredentialTables>()
      .selectFrom('credentials.revocations as r')
      .innerJoin('credentials.certificates as c', 'c.id', 'r.certificate')
      .select(['r.state', 'r.proposed_by', 'r.reason', 'r.certificate', 'c.suite'])
      .where('r.id', '=', id)
      .executeTakeFirst();
    if (found?.state !== 'proposed') throw credentialsError('credentials.decided');
    const person = await personOf(needs.identity, actor);
    const audit = {
      actor,
      action: 'credentials.revocation-decided',
      target: { kind: 'credential', id: found.certificate },
    };
    if (found.proposed_by.person === person.person) {
      await needs.records.transaction((tx) => tx.audit({ ...audit, outcome: 'refused' }));
      throw credentialsError('credentials.same-person');
    }
    const at = new Date(needs.clock.now());
    const state = verdict === 'approve' ? 'done' : 'rejected';
    await needs.records.transaction(async (tx) => {
      const db = tx.as<CredentialTables>();
      const done = await db
        .updateTable('credentials.revocations')
        .set({ state, decision: note, decided_by: toJsonText({ ...person }) as never, decided_at: at })
        .where('id', '=', id)
        .where('state', '=', 'proposed')
        .returning('id')
        .executeTakeFirst();
      if (done === undefined) throw credentialsError('credentials.decided');
      if (state === 'done')
        await db
          .updateTable('credentials.certificates')
          .set({ state: 'revoked', revoked_at: at, reason: found.reason })
          .where('id', '=', found.certificate)
          .execute();
      await tx.audit({ ...audit, outcome: 'done', after: { state, note } });
    });
    return { state, list: state === 'done' ? await publishList(needs, found.suite) : null };
  };
