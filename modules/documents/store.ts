import type { ManifestPart } from '@chedun/exchange';
import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { IssueOrder, Receipt } from './contract.ts';
import { documentError } from './errors.ts';
import type { DocumentTables } from './tables.ts';

/** A version that was made and is to be told. */
export interface MadeVersion {
  readonly id: string;
  readonly version: number;
  readonly templateVersion: number;
  readonly issuer: string;
  readonly at: number;
  readonly sm3: string;
  readonly bytes: number;
  readonly packageSm3: string;
  readonly parts: readonly ManifestPart[];
  readonly keyId: string;
  readonly certificate: string;
}

/** Takes the next number of the document that this template and subject have; the document is made when it is new. */
export const reserveVersion = (
  records: Records,
  order: IssueOrder,
  newId: string,
  at: Date,
): Promise<{ readonly id: string; readonly version: number }> =>
  records.transaction(async (tx) => {
    const row = await tx
      .as<DocumentTables>()
      .insertInto('documents.documents')
      .values({
        id: newId,
        template: order.template,
        subject_kind: order.subject.kind,
        subject_id: toText(order.subject.id),
        title_zh: toText(order.title.zh),
        title_en: toText(order.title.en),
        reserved: 1,
        newest: 0,
        issued_at: at,
        issued_by: toText(order.actor.name),
        sm3: '',
      })
      .onConflict((on) =>
        on
          .columns(['template', 'subject_kind', 'subject_id'])
          .doUpdateSet({ reserved: sql<number>`documents.documents.reserved + 1` }),
      )
      .returning(['id', 'reserved'])
      .executeTakeFirstOrThrow();
    return { id: row.id, version: row.reserved };
  });

const headOf = (order: IssueOrder, made: MadeVersion) => ({
  newest: made.version,
  title_zh: toText(order.title.zh),
  title_en: toText(order.title.en),
  issued_at: new Date(made.at),
  issued_by: toText(order.actor.name),
  sm3: made.sm3,
});

/** Tells a version, and that it is the newest unless a later one was told before. */
export const keepVersion = (records: Records, order: IssueOrder, made: MadeVersion): Promise<void> =>
  records.transaction(async (tx) => {
    const { actor, title } = order;
    await tx
      .as<DocumentTables>()
      .insertInto('documents.versions')
      .values({
        document_id: made.id,
        version: made.version,
        template_version: made.templateVersion,
        title_zh: toText(title.zh),
        title_en: toText(title.en),
        issuer: toText(made.issuer),
        issued_at: new Date(made.at),
        issued_by_id: actor.id,
        issued_by_name: toText(actor.name),
        sm3: made.sm3,
        bytes: made.bytes,
        package_sm3: made.packageSm3,
        parts: jsonb(made.parts),
        key_id: made.keyId,
        certificate: made.certificate,
      })
      .execute();
    await tx
      .as<DocumentTables>()
      .updateTable('documents.documents')
      .set(headOf(order, made))
      .where('id', '=', made.id)
      .where('newest', '<', made.version)
      .execute();
    const target = { kind: 'document', id: made.id };
    const after = { template: order.template, version: made.version, sm3: made.sm3 };
    await tx.audit({ actor, action: 'documents.issued', target, outcome: 'done', after });
  });

/** What is known of a version. Throws `documents.unknown`. */
export const mustVersion = async (records: Pick<Records, 'read'>, id: string, version: number) => {
  const query = records.read<DocumentTables>().selectFrom('documents.versions').selectAll();
  const row = await query.where('document_id', '=', id).where('version', '=', version).executeTakeFirst();
  if (row === undefined) throw documentError('documents.unknown', { field: id });
  return row;
};

const addReceipt = async (tx: Tx, id: string, receipt: Receipt, actor: ActorRef): Promise<void> => {
  await tx
    .as<DocumentTables>()
    .insertInto('documents.receipts')
    .values({
      id: receipt.id,
      document_id: id,
      version: receipt.version,
      kind: receipt.kind,
      receiver: toText(receipt.receiver),
      number: toText(receipt.number),
      received_at: new Date(receipt.receivedAt),
      file_name: toText(receipt.fileName),
      bytes: receipt.bytes,
      sm3: receipt.sm3,
      proof: receipt.proof,
      recorded_at: new Date(receipt.recordedAt),
      recorded_by_id: actor.id,
      recorded_by_name: toText(actor.name),
    })
    .execute();
};

/** Tells a receipt. */
export const keepReceipt = (records: Records, id: string, receipt: Receipt, actor: ActorRef): Promise<void> =>
  records.transaction(async (tx) => {
    await addReceipt(tx, id, receipt, actor);
    await tx
      .as<DocumentTables>()
      .updateTable('documents.documents')
      .set({ receipts: sql<number>`receipts + 1` })
      .where('id', '=', id)
      .execute();
    const after = { version: receipt.version, kind: receipt.kind, sm3: receipt.sm3, proof: receipt.proof };
    const target = { kind: 'document', id };
    await tx.audit({ actor, action: 'documents.receipt-kept', target, outcome: 'done', after });
  });
