import { DomainError, personIdOf, type ActorRef, type Clock } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import type { z } from 'zod';
import type { ExceptionDecision, ExceptionRequest } from '../contract.ts';
import { auditEntry, lockException } from '../store-accepting.ts';
import type { PostureTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly isKnown: (checkId: string) => Promise<boolean>;
}

/** Longest time for which a failure may be accepted. */
const LONGEST = 366 * 86_400_000;

/** Asks that a failed check is accepted until a day. Another person decides. */
const request =
  ({ records, clock, newId, isKnown }: Needs) =>
  async (wanted: ExceptionRequest, actor: ActorRef): Promise<void> => {
    const [now, endsAt] = [clock.now(), Date.parse(wanted.endsAt)];
    if (!(await isKnown(wanted.key.slice('check:'.length))))
      throw new DomainError('posture.check-unknown', { field: 'key' });
    if (endsAt <= now || endsAt > now + LONGEST) throw new DomainError('posture.exception-term', { field: 'endsAt' });
    const id = newId();
    await records.transaction(async (tx) => {
      const pending = await tx
        .as<PostureTables>()
        .selectFrom('posture.exceptions')
        .select('id')
        .where('key', '=', wanted.key)
        .where('status', '=', 'requested')
        .executeTakeFirst();
      if (pending) throw new DomainError('posture.exception-pending', { field: 'key' });
      await tx
        .as<PostureTables>()
        .insertInto('posture.exceptions')
        .values({
          id,
          key: wanted.key,
          reason: toText(wanted.reason),
          owner_name: toText(wanted.owner),
          ends_at: new Date(endsAt),
          status: 'requested',
          requested_by: personIdOf(actor),
          requested_name: actor.name,
          requested_at: new Date(now),
        })
        .execute();
      await tx.audit(auditEntry(actor, 'posture.exception-requested', 'exception', id, wanted));
    });
  };

type Decision = z.output<typeof ExceptionDecision>;

/** A second person approves or refuses; whoever asked, or decided, may withdraw. */
const decide =
  ({ records, clock }: Needs) =>
  async (id: string, { decision, comment }: Decision, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await lockException(tx, id);
      const open = decision === 'withdrawn' ? ['requested', 'approved'] : ['requested'];
      if (!open.includes(row.status)) throw new DomainError('posture.exception-state', { reason: row.status });
      if (decision !== 'withdrawn' && row.requested_by === personIdOf(actor))
        throw new DomainError('posture.same-person');
      const decided = { decided_by: personIdOf(actor), decided_name: actor.name, decided_at: new Date(clock.now()) };
      await tx
        .as<PostureTables>()
        .updateTable('posture.exceptions')
        .set({ status: decision, comment: toText(comment), ...decided })
        .where('id', '=', id)
        .execute();
      await tx.audit(auditEntry(actor, `posture.exception-${decision}`, 'exception', id, { key: row.key, comment }));
    });

/** Exceptions: asked for, decided by a second person, withdrawn. */
export const exceptionUseCases = (needs: Needs) => ({ request: request(needs), decide: decide(needs) });
