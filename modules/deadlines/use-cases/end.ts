import type { Blobs } from '@chedun/blobs';
import { submissionOf } from '@chedun/deadlines';
import { findingCleared } from '@chedun/governance/contract';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { MOST_RECEIPT, type ClockLine, type StopOrder } from '../contract.ts';
import { clockFingerprint } from '../domain/finding.ts';
import { ledgerError } from '../errors.ts';
import { lineOf, type ClockRow } from '../present.ts';
import { CLOCKS, lockClock, needRunning, note, type LedgerNeeds } from '../store.ts';
import type { DeadlineTables } from '../tables.ts';

type Needs = LedgerNeeds & { readonly blobs: Pick<Blobs, 'put'> };

const clear = (tx: Tx, { id, warned }: ClockRow, comment: string, actor: ActorRef): Promise<void> =>
  warned === 0
    ? Promise.resolve()
    : tx.tell({ type: findingCleared, aggregate: id, payload: { fingerprint: clockFingerprint(id), comment } }, actor);

/** The bytes go to the blobs before the transaction; a blob that no row names is harmless. */
const keepReceipt = async ({ blobs, newId }: Needs, id: string, receipt: StopOrder['receipt']) => {
  if (receipt === undefined || receipt.bytes.length === 0) return {};
  if (receipt.bytes.length > MOST_RECEIPT) throw ledgerError('deadlines.receipt-too-large');
  const name = `deadlines/${id}/${newId()}`;
  const kept = await blobs.put(name, [receipt.bytes], { maxBytes: MOST_RECEIPT });
  const shown = toText(receipt.name === '' ? 'receipt' : receipt.name);
  return { receipt_blob: name, receipt_name: shown, receipt_bytes: kept.bytes, receipt_sm3: kept.sm3 };
};

const submitted = (row: ClockRow, order: StopOrder, now: number): number => {
  const at = order.submittedAt === undefined ? now : Date.parse(order.submittedAt);
  if (at > now) throw ledgerError('deadlines.in-future', { field: 'submittedAt' });
  if (at < row.started_at.getTime()) throw ledgerError('deadlines.before-start', { field: 'submittedAt' });
  return at;
};

/** How late a submission is; a late one has to be explained, but is taken whenever it comes. */
const lateness = (row: ClockRow, at: number, explanation: string): number => {
  const verdict = submissionOf(row.late_from.getTime(), at);
  if (verdict.kind === 'in-time') return 0;
  if (explanation === '') throw ledgerError('deadlines.late-unexplained', { field: 'explanation' });
  // Who is late is late since the due time, also where a grace had been left.
  return at - row.due_at.getTime();
};

const finish = async (tx: Tx, id: string, values: object): Promise<ClockRow> =>
  tx
    .as<DeadlineTables>()
    .updateTable(CLOCKS)
    .set({ ...values, next_look: null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Ends a clock with its receipt. */
export const stopClock =
  (needs: Needs) =>
  async (id: string, order: StopOrder): Promise<ClockLine> => {
    const catalogue = await needs.catalogue();
    const receipt = await keepReceipt(needs, id, order.receipt);
    const now = needs.now();
    const explanation = order.explanation ?? '';
    const row = await needs.records.transaction(async (tx) => {
      const before = await lockClock(tx, id);
      needRunning(before);
      const at = submitted(before, order, now);
      const late = lateness(before, at, explanation);
      const after = await finish(tx, id, {
        state: 'stopped',
        ended_at: new Date(at),
        ended_by: order.actor.name,
        recorded_at: new Date(now),
        receiver: toText(order.receiver ?? ''),
        late_ms: late,
        explanation: toText(explanation),
        ...receipt,
      });
      const detail = { at: new Date(at).toISOString(), lateMs: late, receiptSm3: after.receipt_sm3 };
      await note(tx, id, 'stopped', order.actor, now, detail);
      await clear(tx, before, late === 0 ? '已按时办结' : `已逾期办结：${explanation}`.slice(0, 1000), order.actor);
      await tx.audit({
        actor: order.actor,
        action: 'deadlines.stopped',
        target: { kind: 'clock', id },
        outcome: 'done',
        after: { ...detail, explanation },
      });
      return after;
    });
    return lineOf(row, catalogue, now);
  };

/** Takes back a clock that nobody owes any more. */
export const withdrawClock =
  (needs: LedgerNeeds) =>
  async (id: string, reason: string, actor: ActorRef): Promise<ClockLine> => {
    const catalogue = await needs.catalogue();
    const now = needs.now();
    const row = await needs.records.transaction(async (tx) => {
      const before = await lockClock(tx, id);
      needRunning(before);
      const after = await finish(tx, id, {
        state: 'withdrawn',
        ended_at: new Date(now),
        ended_by: actor.name,
        recorded_at: new Date(now),
        explanation: toText(reason),
      });
      await note(tx, id, 'withdrawn', actor, now, { reason });
      await clear(tx, before, `不再适用：${reason}`.slice(0, 1000), actor);
      const target = { kind: 'clock', id };
      await tx.audit({ actor, action: 'deadlines.withdrawn', target, outcome: 'done', after: { reason } });
      return after;
    });
    return lineOf(row, catalogue, now);
  };
