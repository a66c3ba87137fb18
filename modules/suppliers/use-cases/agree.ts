import type { Blobs } from '@chedun/blobs';
import { dayOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { AgreementInput, Uploaded } from '../contract.ts';
import { suppliersError } from '../errors.ts';
import { auditOf, lock, noteChange, readRow, tablesOf, type Needs } from '../store.ts';
import type { StoredDocument } from '../tables.ts';
import { judge } from './judge.ts';

/** What keeping documents stands on. */
export interface DocumentNeeds extends Needs {
  readonly blobs: Blobs;
}

const MOST_DOCUMENT = 20 * 1024 * 1024;

/** Keeps a document until an agreement or review names it. */
export const upload =
  ({ blobs, newId }: Pick<DocumentNeeds, 'blobs' | 'newId'>) =>
  async (body: AsyncIterable<Uint8Array>): Promise<z.input<typeof Uploaded>> => {
    const blob = `suppliers/documents/${newId()}`;
    const { bytes, sm3 } = await blobs.put(blob, body, { maxBytes: MOST_DOCUMENT });
    return { blob, bytes, sm3 };
  };

/** What is kept of a document that was uploaded. Throws `suppliers.document-unknown`. */
export const documentOf = async (
  { blobs }: Pick<DocumentNeeds, 'blobs'>,
  document: AgreementInput['document'],
): Promise<StoredDocument | null> => {
  if (document === null) return null;
  const info = await blobs.info(document.blob);
  if (info === undefined) throw suppliersError('suppliers.document-unknown', { field: 'document' });
  return { blob: document.blob, name: toText(document.name), bytes: info.bytes, sm3: info.sm3 };
};

/** The document of an agreement or review, as it was uploaded. Throws `suppliers.part-unknown`. */
export const openDocument =
  ({ records, blobs }: Pick<DocumentNeeds, 'records' | 'blobs'>) =>
  async (supplier: string, part: string): Promise<{ readonly name: string; readonly body: Readable }> => {
    const tables = tablesOf(records);
    const rows = await Promise.all(
      (['suppliers.agreements', 'suppliers.reviews'] as const).map((table) =>
        tables
          .selectFrom(table)
          .select('document')
          .where('id', '=', part)
          .where('supplier', '=', supplier)
          .executeTakeFirst(),
      ),
    );
    const document = rows.find((row) => row !== undefined)?.document ?? null;
    if (document === null) throw suppliersError('suppliers.part-unknown');
    return { name: document.name, body: await blobs.get(document.blob) };
  };

/** Keeps an agreement. Throws `suppliers.*`. */
export const addAgreement =
  (needs: DocumentNeeds) =>
  async (supplier: string, input: AgreementInput, actor: ActorRef): Promise<void> => {
    if (input.validTo !== null && input.validTo < input.validFrom)
      throw suppliersError('suppliers.term', { field: 'validTo' });
    const document = await documentOf(needs, input.document);
    const at = needs.now();
    await needs.records.transaction(async (tx) => {
      await lock(tx);
      await readRow(tx, supplier);
      const id = needs.newId();
      const row = {
        id,
        supplier,
        title: toText(input.title),
        valid_from: input.validFrom,
        valid_to: input.validTo,
        security_terms: input.securityTerms,
        confidentiality: input.confidentiality,
        incident_hours: input.incidentHours,
        vulnerability_hours: input.vulnerabilityHours,
        document: document === null ? null : jsonb(document),
        created_at: new Date(at),
        created_by: actor.name,
      };
      await tablesOf(tx).insertInto('suppliers.agreements').values(row).execute();
      const term = `${row.title} ${input.validFrom}–${input.validTo ?? ''}`;
      const fields = [{ field: 'agreement', before: '', after: term }];
      await noteChange(tx, [{ supplier, kind: 'agreement-added', fields }], { now: at, actor });
      await judge(tx, needs, [supplier]);
      await tx.audit(auditOf(actor, 'suppliers.agreement-added', supplier, { agreement: id, ...input, document }));
    });
  };

/** Ends an agreement on a day that has come; it is never removed. Throws `suppliers.*`. */
export const endAgreement =
  (needs: Needs) =>
  (supplier: string, id: string, validTo: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      const tables = tablesOf(tx);
      const before = await tables
        .selectFrom('suppliers.agreements')
        .select(['title', 'valid_from', 'valid_to'])
        .where('id', '=', id)
        .where('supplier', '=', supplier)
        .executeTakeFirst();
      if (before === undefined) throw suppliersError('suppliers.part-unknown');
      if (validTo < before.valid_from) throw suppliersError('suppliers.term', { field: 'validTo' });
      if (validTo > dayOf(needs.now())) throw suppliersError('suppliers.day-later', { field: 'validTo' });
      await tables.updateTable('suppliers.agreements').set({ valid_to: validTo }).where('id', '=', id).execute();
      const fields = [{ field: 'validTo', before: `${before.title} ${before.valid_to ?? ''}`, after: validTo }];
      await noteChange(tx, [{ supplier, kind: 'agreement-ended', fields }], { now: needs.now(), actor });
      await judge(tx, needs, [supplier]);
      await tx.audit(auditOf(actor, 'suppliers.agreement-ended', supplier, { agreement: id, validTo }));
    });
