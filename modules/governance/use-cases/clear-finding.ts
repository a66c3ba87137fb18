import type { Clock } from '@chedun/kernel';
import type { DeliveredEvent, Tx } from '@chedun/records';
import { FindingCleared } from '../contract.ts';
import { isClosed } from '../domain/life.ts';
import { addHistory, lockByFingerprint, updateHandling } from '../store.ts';

/** Resolves a finding whose re-check passed; unknown and closed ones are left alone. */
export const clearFinding =
  ({ clock }: { readonly clock: Clock }) =>
  async (event: DeliveredEvent, tx: Tx): Promise<void> => {
    const { fingerprint, comment } = FindingCleared.parse(event.payload);
    const [row] = await lockByFingerprint(tx, [fingerprint]);
    if (!row || isClosed(row.status)) return;
    await updateHandling(tx, row.id, { status: 'resolved' });
    const at = new Date(clock.now());
    await addHistory(tx, [
      { findingId: row.id, at, actor: event.actor.name, kind: 'status', from: row.status, to: 'resolved', comment },
    ]);
  };
