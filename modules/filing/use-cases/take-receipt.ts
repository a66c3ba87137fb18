import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import { readReceipt, sm3Hex, verifyReceipt, type ReceiptContent } from '@chedun/exchange';
import { DomainError, dayOf, type ActorRef } from '@chedun/kernel';
import { jsonb, type Tx } from '@chedun/records';
import { filingKind, type FilingKindId, type State } from '@chedun/review';
import type { z } from 'zod';
import type { Item, ReceiptTaken } from '../contract.ts';
import { afterReceipt } from '../domain/receipt-steps.ts';
import { filingError } from '../errors.ts';
import { auditOf, caseRow, lockCase, type Base, type CaseRow } from '../store.ts';
import type { FilingTables } from '../tables.ts';
import { historyLine } from './prepare.ts';

interface Needs extends Base {
  readonly deadlines: Pick<DeadlineAsks, 'stop'>;
  readonly documents: Pick<DocumentsAsks, 'receipt'>;
}

interface Verified {
  readonly content: ReceiptContent;
  /** SM3 of the certificate. */
  readonly signer: string;
  readonly sm3: string;
  readonly bytes: Uint8Array;
}

/** Reads a receipt for a version of this case and verifies its signature. Throws `filing.receipt`. */
const verified = (row: CaseRow, bytes: Uint8Array): Verified => {
  let claimed: string;
  try {
    claimed = readReceipt(bytes).content.manifestSm3;
  } catch (error) {
    throw new DomainError('filing.receipt', { reason: error instanceof Error ? error.message : 'unreadable' }, error);
  }
  if (!row.versions.some(({ sm3 }) => sm3 === claimed))
    throw filingError('filing.receipt', { reason: 'another document' });
  const verdict = verifyReceipt(bytes, claimed);
  if (verdict.kind !== 'signed')
    throw filingError('filing.receipt', { reason: verdict.kind === 'refused' ? verdict.problem : 'no signature' });
  return { content: verdict.content, signer: sm3Hex(verdict.certificate.raw), sm3: sm3Hex(bytes), bytes };
};

/** The first receipt names the certificate of the other side; another one later is refused until people forget the first. */
const needSigner = async (tx: Tx, signer: string): Promise<void> => {
  const db = tx.as<FilingTables>();
  const known = await db.selectFrom('filing.exchange').select('signer').forUpdate().executeTakeFirst();
  if (known === undefined)
    await db.insertInto('filing.exchange').values({ id: 1, url: '', token: null, signer }).execute();
  else if (known.signer === '') await db.updateTable('filing.exchange').set({ signer }).execute();
  else if (known.signer !== signer) throw filingError('filing.receipt-signer', { reason: signer });
};

const itemsOf = (content: ReceiptContent): Item[] =>
  (content.supplement?.items ?? []).map(({ field, text }) => ({ field, text, answer: null }));

/** What a receipt changes of its case. */
const changesOf = (row: CaseRow, to: State, { content }: Verified) => {
  switch (content.kind) {
    case 'acceptance':
      return { state: to, received: content.number };
    case 'supplement':
      return {
        state: to,
        supplement_due: content.supplement?.dueOn ?? null,
        items: jsonb(itemsOf(content)),
        authors: jsonb([]),
        explained: jsonb({}),
      };
    case 'approval':
      return { state: to, number: content.number, supplement_due: null };
    case 'rejection':
      return { state: to, rejection: content.note };
    case 'other':
      return { state: row.state };
  }
};

/** What the number means for the unit. */
const number = async (tx: Tx, row: CaseRow, { content }: Verified): Promise<void> => {
  if (row.unit === null || (row.kind !== 'grading' && row.kind !== 'grading-change')) return;
  const filed = {
    filed_facts: row.signed_facts === null ? null : jsonb(row.signed_facts),
    differences: jsonb([]),
    drifted_on: null,
  };
  const first =
    row.kind === 'grading' ? { filing_number: content.number, filed_on: dayOf(Date.parse(content.receivedAt)) } : {};
  await tx
    .as<FilingTables>()
    .updateTable('filing.units')
    .set({ ...filed, ...first })
    .where('id', '=', row.unit)
    .execute();
};

const keep = async (tx: Tx, needs: Needs, row: CaseRow, { content, sm3, bytes }: Verified): Promise<boolean> => {
  const kept = await tx
    .as<FilingTables>()
    .insertInto('filing.receipts')
    .values({
      id: needs.newId(),
      case_id: row.id,
      version: content.document.version,
      kind: content.kind,
      number: content.number,
      receiver: content.receiver,
      received_at: new Date(content.receivedAt),
      note: content.note,
      sm3,
      content: Buffer.from(bytes),
      taken_at: new Date(needs.clock.now()),
    })
    .onConflict((on) => on.columns(['case_id', 'sm3']).doNothing())
    .executeTakeFirst();
  return (kept.numInsertedOrUpdatedRows ?? 0n) > 0n;
};

const apply = (needs: Needs, id: string, receipt: Verified, actor: ActorRef): Promise<boolean> =>
  needs.records.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    await needSigner(tx, receipt.signer);
    if (!(await keep(tx, needs, row, receipt))) return false;
    const { content } = receipt;
    const step = afterReceipt(filingKind(row.kind as FilingKindId), row.state as State, content, receipt.signer);
    if (step.kind === 'refused') throw filingError('filing.receipt', { reason: step.reason });
    const note = [content.number, content.note].filter((each) => each !== '').join(' ');
    const history = [...row.history, historyLine(needs.clock.now(), actor, `receipt-${content.kind}`, note)];
    const values = { ...changesOf(row, step.to, receipt), history: jsonb(history) };
    await tx.as<FilingTables>().updateTable('filing.cases').set(values).where('id', '=', id).execute();
    if (content.kind === 'approval') await number(tx, row, receipt);
    await tx.audit(auditOf(actor, 'receipt-taken', 'filing-case', id, { kind: content.kind, number: content.number }));
    return true;
  });

/** Ends the clock with the receipt; one that somebody ended already stays as it is. */
const stopClock = async ({ deadlines }: Needs, row: CaseRow, receipt: Verified, actor: ActorRef): Promise<void> => {
  if (row.clock === null) return;
  const order = {
    submittedAt: (row.submitted_at ?? new Date(receipt.content.receivedAt)).toISOString(),
    receiver: receipt.content.receiver,
    explanation: row.late_reason,
    receipt: { name: `${receipt.content.number || 'receipt'}.json`, bytes: receipt.bytes },
    actor,
  };
  await deadlines.stop(row.clock, order).catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === 'deadlines.ended')) throw error;
  });
};

/** Takes a receipt of the other side: verified, kept byte by byte, once. It moves the case as its machine allows. */
export const takeReceipt =
  (needs: Needs) =>
  async (id: string, bytes: Uint8Array, actor: ActorRef): Promise<z.infer<typeof ReceiptTaken>> => {
    const row = await caseRow(needs.records, id);
    const receipt = verified(row, bytes);
    const fresh = await apply(needs, id, receipt, actor);
    const { content } = receipt;
    if (!fresh) return { kind: content.kind, known: true };
    if (row.document !== null)
      await needs.documents.receipt(row.document, {
        version: content.document.version,
        kind: content.kind,
        receiver: content.receiver,
        number: content.number,
        receivedAt: content.receivedAt,
        fileName: `receipt-${content.kind}.json`,
        bytes,
        actor,
      });
    if (content.kind === 'approval') await stopClock(needs, row, receipt, actor);
    return { kind: content.kind, known: false };
  };
