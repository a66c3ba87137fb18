import { readPageCursor, writePageCursor, type PageCursor } from '@chedun/http';
import type { Records } from '@chedun/records';
import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';
import type { z } from 'zod';
import type {
  DocumentDetail,
  DocumentFilter,
  DocumentPage,
  DocumentSubject,
  DocumentSummary,
  DocumentVersion,
  Receipt,
} from './contract.ts';
import { documentError } from './errors.ts';
import type { DocumentTables } from './tables.ts';
import type { Templates } from './templates.ts';

type Row = Selectable<DocumentTables['documents.documents']>;
type VersionRow = Selectable<DocumentTables['documents.versions']>;
type ReceiptRow = Selectable<DocumentTables['documents.receipts']>;
type Query = SelectQueryBuilder<DocumentTables, 'documents.documents', Row>;
type Filter = Omit<DocumentFilter, 'cursor' | 'limit'>;
type Titles = ReadonlyMap<string, DocumentSummary['title']>;

/** What reading stands on. */
export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly templates: Templates;
}

const MOST_EXPORTED = 10_000;

const titlesOf = async (templates: Templates): Promise<Titles> =>
  new Map((await templates.all()).map(({ id, title }) => [id, title]));

const summaryOf = (row: Row, titles: Titles): DocumentSummary => ({
  id: row.id,
  template: row.template,
  templateTitle: titles.get(row.template) ?? { zh: row.template, en: row.template },
  title: { zh: row.title_zh, en: row.title_en },
  subject: { kind: row.subject_kind, id: row.subject_id },
  version: row.newest,
  sm3: row.sm3,
  issuedAt: row.issued_at.toISOString(),
  issuedBy: row.issued_by,
  receipts: row.receipts,
});

const versionOf = (row: VersionRow): DocumentVersion => ({
  version: row.version,
  templateVersion: row.template_version,
  title: { zh: row.title_zh, en: row.title_en },
  issuer: row.issuer,
  issuedAt: row.issued_at.toISOString(),
  issuedBy: row.issued_by_name,
  sm3: row.sm3,
  bytes: row.bytes,
  parts: row.parts,
  keyId: row.key_id,
  certificate: row.certificate,
});

const receiptOf = (row: ReceiptRow): Receipt => ({
  id: row.id,
  version: row.version,
  kind: row.kind,
  receiver: row.receiver,
  number: row.number,
  receivedAt: row.received_at.toISOString(),
  fileName: row.file_name,
  bytes: row.bytes,
  sm3: row.sm3,
  proof: row.proof,
  recordedAt: row.recorded_at.toISOString(),
  recordedBy: row.recorded_by_name,
});

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const matching = ({ records }: ReadNeeds, filter: Filter): Query => {
  const all = records.read<DocumentTables>().selectFrom('documents.documents').selectAll() as Query;
  const { template, subjectKind, subjectId, search, receipts } = filter;
  return all
    .where('newest', '>', 0)
    .$if(template !== undefined, (q) => q.where('template', '=', template ?? ''))
    .$if(subjectKind !== undefined, (q) => q.where('subject_kind', '=', subjectKind ?? ''))
    .$if(subjectId !== undefined, (q) => q.where('subject_id', '=', subjectId ?? ''))
    .$if(receipts !== undefined, (q) => q.where('receipts', receipts === 'with' ? '>' : '=', 0))
    .$if(search !== undefined, (q) => {
      const pattern = likePattern(search ?? '');
      return q.where((is) =>
        is.or([
          is('title_zh', 'ilike', pattern),
          is('title_en', 'ilike', pattern),
          is('subject_id', 'ilike', pattern),
          is('sm3', 'ilike', pattern),
        ]),
      );
    });
};

const after = ({ at, id }: PageCursor) => sql<boolean>`(issued_at, id) < (${at}::timestamptz, ${id}::uuid)`;

/** The list of documents, newest first. */
export const listDocuments =
  (needs: ReadNeeds) =>
  async ({ cursor, limit, ...filter }: DocumentFilter): Promise<z.input<typeof DocumentPage>> => {
    const from = readPageCursor(cursor);
    const query = matching(needs, filter)
      .$if(from !== undefined, (q) => q.where(after(from ?? { at: new Date(0), id: '' })))
      .orderBy('issued_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    const counting = matching(needs, filter)
      .clearSelect()
      .select((is) => is.fn.countAll<number>().as('total'));
    const [rows, counted, titles] = await Promise.all([
      query.execute(),
      counting.executeTakeFirst(),
      titlesOf(needs.templates),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next =
      rows.length > limit && last !== undefined ? writePageCursor({ at: last.issued_at, id: last.id }) : null;
    const total = (counted as { readonly total: number } | undefined)?.total ?? 0;
    return { items: shown.map((row) => summaryOf(row, titles)), next, total };
  };

/** Everything that meets a filter, newest first, at most 10,000. */
export const exportDocuments =
  (needs: ReadNeeds) =>
  async (filter: Filter): Promise<DocumentSummary[]> => {
    const query = matching(needs, filter).orderBy('issued_at', 'desc').orderBy('id', 'desc').limit(MOST_EXPORTED);
    const [rows, titles] = await Promise.all([query.execute(), titlesOf(needs.templates)]);
    return rows.map((row) => summaryOf(row, titles));
  };

/** Documents about a subject, newest first. */
export const documentsOf =
  (needs: ReadNeeds) =>
  async ({ kind, id }: DocumentSubject): Promise<DocumentSummary[]> =>
    exportDocuments(needs)({ subjectKind: kind, subjectId: id });

/** A document with its versions and receipts. Throws `documents.unknown`. */
export const readDocument =
  (needs: ReadNeeds) =>
  async (id: string): Promise<DocumentDetail> => {
    const row = await matching(needs, {}).where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw documentError('documents.unknown', { field: id });
    const db = needs.records.read<DocumentTables>();
    const versions = db.selectFrom('documents.versions').selectAll().where('document_id', '=', id);
    const receipts = db.selectFrom('documents.receipts').selectAll().where('document_id', '=', id);
    const [made, received, titles] = await Promise.all([
      versions.orderBy('version', 'desc').limit(500).execute(),
      receipts.orderBy('recorded_at', 'desc').limit(500).execute(),
      titlesOf(needs.templates),
    ]);
    return { document: summaryOf(row, titles), versions: made.map(versionOf), receipts: received.map(receiptOf) };
  };

/** A receipt of a document. Throws `documents.unknown`. */
export const mustReceipt = async (records: Pick<Records, 'read'>, id: string, receipt: string): Promise<Receipt> => {
  const query = records.read<DocumentTables>().selectFrom('documents.receipts').selectAll();
  const row = await query.where('document_id', '=', id).where('id', '=', receipt).executeTakeFirst();
  if (row === undefined) throw documentError('documents.unknown', { field: receipt });
  return receiptOf(row);
};

/** Name and SM3 of the packages of the newest versions, newest first. */
export const newestPackages = async ({ records }: Pick<ReadNeeds, 'records'>, limit: number) =>
  records
    .read<DocumentTables>()
    .selectFrom('documents.versions')
    .select(['document_id', 'version', 'package_sm3'])
    .orderBy('issued_at', 'desc')
    .limit(limit)
    .execute();
