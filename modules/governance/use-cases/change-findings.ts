import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { z } from 'zod';
import type { FindingChange } from '../contract.ts';
import { refusal } from '../domain/life.ts';
import { addHistory, lockById, updateHandling, type FindingRow, type NewHistory } from '../store.ts';

type Change = z.infer<typeof FindingChange>;

interface Dependencies {
  readonly records: Pick<Records, 'transaction'>;
  readonly clock: Clock;
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const historyOf = (row: FindingRow, change: Change, actor: ActorRef, at: Date): NewHistory[] => {
  const line = { findingId: row.id, at, actor: actor.name, comment: null };
  const lines: NewHistory[] = [];
  if (change.status !== undefined) {
    lines.push({ ...line, kind: 'status', from: row.status, to: change.status, comment: change.comment ?? null });
  } else if (change.comment !== undefined) {
    lines.push({ ...line, kind: 'comment', from: null, to: null, comment: change.comment });
  }
  if (change.owner !== undefined)
    lines.push({ ...line, kind: 'owner', from: row.owner_name, to: change.owner?.name ?? null });
  if (change.dueAt !== undefined) lines.push({ ...line, kind: 'due', from: iso(row.due_at), to: change.dueAt });
  return lines;
};

const apply = async (tx: Tx, row: FindingRow, change: Change, actor: ActorRef, at: Date): Promise<void> => {
  if (change.status !== undefined) {
    const refused = refusal(row.status, change.status, change.comment);
    if (refused) throw new DomainError(`governance.${refused}`, { field: 'status' });
  }
  await updateHandling(tx, row.id, {
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.owner === undefined ? {} : { owner: change.owner }),
    ...(change.dueAt === undefined ? {} : { dueAt: change.dueAt === null ? null : new Date(change.dueAt) }),
  });
  await addHistory(tx, historyOf(row, change, actor, at));
  await tx.audit({
    actor,
    action: 'governance.finding-changed',
    target: { kind: 'finding', id: row.id },
    outcome: 'done',
    before: { status: row.status, owner: row.owner_name, dueAt: iso(row.due_at) },
    after: { status: change.status ?? row.status, owner: change.owner?.name ?? null, comment: change.comment ?? null },
  });
};

/** Changes status, owner, due date or adds a comment, for one or many findings: all of them or none. */
export const changeFindings =
  ({ records, clock }: Dependencies) =>
  async (ids: readonly string[], change: Change, actor: ActorRef): Promise<number> => {
    if (Object.keys(change).length === 0) throw new DomainError('governance.nothing-to-change');
    return records.transaction(async (tx) => {
      const rows = await lockById(tx, ids);
      const missing = ids.find((id) => !rows.some((row) => row.id === id));
      if (missing !== undefined) throw new DomainError('governance.finding-unknown', { field: missing });
      const at = new Date(clock.now());
      for (const row of rows) await apply(tx, row, change, actor, at);
      return rows.length;
    });
  };
