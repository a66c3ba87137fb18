import { DomainError, personIdOf, type ActorRef } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import type { Records } from '@chedun/records';
import type { NewProposal } from '../contract.ts';
import type { Judgement } from '../judge.ts';
import type { RetentionTables } from '../tables.ts';

/** Name of the job that carries approved removals out. */
const REMOVE_JOB = 'retention/remove';

interface Needs {
  readonly records: Records;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly judge: (stream: string) => Promise<Judgement>;
  readonly newId: () => string;
  readonly now: () => number;
}

const refuse = async (records: Records, actor: ActorRef, action: string, id: string, after: object): Promise<void> =>
  records.transaction((tx) =>
    tx.audit({ actor, action, target: { kind: 'retention-stream', id }, outcome: 'refused', after: { ...after } }),
  );

/** Proposes to remove what may go now. A range with a segment that must stay is refused, and that is in the audit trail. */
export const propose =
  ({ records, judge, newId, now }: Needs) =>
  async ({ stream, upToSeq, reason }: NewProposal, actor: ActorRef): Promise<string> => {
    const action = 'retention.removal-proposed';
    const { deletable } = await judge(stream);
    const wanted = deletable.filter(({ last_seq: last }) => upToSeq === undefined || last <= upToSeq);
    const [first, last] = [wanted[0], wanted.at(-1)];
    const beyond = upToSeq !== undefined && upToSeq > (deletable.at(-1)?.last_seq ?? 0);
    if (!first || !last || beyond) {
      await refuse(records, actor, action, stream, { upToSeq: upToSeq ?? null, reason });
      throw new DomainError('retention.nothing-to-remove', { field: 'stream', reason: stream });
    }
    const id = newId();
    const sum = (of: 'frames' | 'events' | 'bytes'): number => wanted.reduce((total, row) => total + row[of], 0);
    const row = {
      id,
      stream,
      journal: first.journal,
      first_seq: first.first_seq,
      last_seq: last.last_seq,
      segments: wanted.length,
      frames: sum('frames'),
      events: sum('events'),
      bytes: sum('bytes'),
      oldest_at: new Date(Math.min(...wanted.map(({ oldest_at: at }) => at.getTime()))),
      newest_at: new Date(Math.max(...wanted.map(({ newest_at: at }) => at.getTime()))),
      reason,
      status: 'proposed' as const,
      proposed_by: personIdOf(actor),
      proposed_name: actor.name,
      proposed_at: new Date(now()),
      decided_by: null,
      decided_name: null,
      decided_at: null,
    };
    await records.transaction(async (tx) => {
      const inserted = await tx
        .as<RetentionTables>()
        .insertInto('retention.proposals')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!inserted) throw new DomainError('retention.proposal-open', { reason: stream });
      const after = { stream, fromSeq: row.first_seq, toSeq: row.last_seq, events: row.events, reason };
      await tx.audit({ actor, action, target: { kind: 'retention-proposal', id }, outcome: 'done', after });
    });
    return id;
  };

/** Approves or rejects a proposal; never by the person who made it. An approval starts the removal. */
export const decide =
  ({ records, jobs, now }: Needs) =>
  async (
    id: string,
    decision: { readonly approve: boolean; readonly note: string },
    actor: ActorRef,
  ): Promise<void> => {
    const action = decision.approve ? 'retention.removal-approved' : 'retention.removal-rejected';
    const target = { kind: 'retention-proposal', id };
    const samePerson = await records.transaction(async (tx) => {
      const table = tx.as<RetentionTables>();
      const row = await table
        .selectFrom('retention.proposals')
        .select(['status', 'proposed_by'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw new DomainError('retention.proposal-unknown', { field: id });
      if (row.status !== 'proposed') throw new DomainError('retention.proposal-decided', { reason: row.status });
      if (row.proposed_by === personIdOf(actor)) {
        await tx.audit({ actor, action, target, outcome: 'refused' });
        return true;
      }
      await table
        .updateTable('retention.proposals')
        .set({
          status: decision.approve ? 'approved' : 'rejected',
          decided_by: actor.id,
          decided_name: actor.name,
          decided_at: new Date(now()),
          note: decision.note,
        })
        .where('id', '=', id)
        .execute();
      await tx.audit({ actor, action, target, outcome: 'done', after: { note: decision.note } });
      if (decision.approve) await jobs.send(REMOVE_JOB, {}, { tx });
      return false;
    });
    if (samePerson) throw new DomainError('retention.same-person', { field: id });
  };

/** Nobody deletes a segment by hand: says so, and leaves a line in the audit trail. */
export const refuseDelete =
  ({ records }: Pick<Needs, 'records'>) =>
  async (stream: string, firstSeq: number, actor: ActorRef): Promise<never> => {
    await records.transaction((tx) =>
      tx.audit({
        actor,
        action: 'retention.segment-delete-tried',
        target: { kind: 'journal-segment', id: `${stream}/${firstSeq}` },
        outcome: 'refused',
      }),
    );
    throw new DomainError('retention.segment-kept', { field: `${stream}/${firstSeq}` });
  };
