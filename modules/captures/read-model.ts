import type { Json } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type { Capture, CaptureDetail, CapturePage, CaptureProgress, CaptureQuery } from './contract.ts';
import { capturesError } from './errors.ts';
import type { CaptureRow } from './store.ts';
import type { CapturesTables } from './tables.ts';
import type { Section, Series } from './worker/protocol.ts';

type Reading = Pick<Records, 'read'>;

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
const MOST_OFFSET = 10_000_000;

/** Results never change once they are there, so a cursor is a place in the list. */
const offsetOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const at = /^\d{1,8}$/.test(cursor) ? Number(cursor) : MOST_OFFSET + 1;
  if (at > MOST_OFFSET) throw capturesError('captures.cursor-invalid', { field: 'cursor' });
  return at;
};

const nextOf = (offset: number, got: number, total: number): string | null =>
  offset + got < total && got > 0 ? String(offset + got) : null;

/** A capture as lists show it. */
const presentCapture = (row: CaptureRow): Capture => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  format: row.format,
  size: row.size,
  sha256: row.sha256,
  sm3: row.sm3,
  status: row.status,
  progress: row.progress,
  vin: row.vin,
  model: row.model,
  uploader: { id: row.uploader_id, name: row.uploader_name },
  uploadedAt: row.uploaded_at.toISOString(),
  analysedAt: row.analysed_at?.toISOString() ?? null,
  findings: row.findings,
  fault: row.fault,
});

const ORDERS = { uploaded: 'uploaded_at', name: 'name', size: 'size', findings: 'findings' } as const;

const listed = (records: Reading, query: CaptureQuery) =>
  records
    .read<CapturesTables>()
    .selectFrom('captures.captures')
    .$if(query.kind !== undefined, (q) => q.where('kind', '=', query.kind ?? 'pcap'))
    .$if(query.status !== undefined, (q) => q.where('status', '=', query.status ?? 'done'))
    .$if(query.vin !== undefined, (q) => q.where('vin', '=', query.vin ?? ''))
    .$if(query.q !== undefined, (q) => {
      const pattern = likePattern(query.q ?? '');
      const part = (column: 'name' | 'vin' | 'model' | 'sha256') => sql<boolean>`${sql.ref(column)} ilike ${pattern}`;
      return q.where((is) => is.or([part('name'), part('vin'), part('model'), part('sha256')]));
    });

/** A field of result rows that lists sort by. */
export interface SortField {
  readonly field: string;
  readonly as: 'text' | 'number' | 'level';
}

/** What a list of result rows asks for. */
export interface RowQuery {
  readonly section: Section;
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly sort: SortField;
  /** Fields that must have a value. */
  readonly where: readonly RawBuilder<boolean>[];
}

const sortBy = ({ field, as }: SortField): RawBuilder<unknown> => {
  if (as === 'number') return sql`(body ->> ${field})::double precision`;
  if (as === 'text') return sql`body ->> ${field}`;
  return sql`array_position(array['low', 'medium', 'high', 'critical'], body ->> ${field})`;
};

/** Condition that a field of a row is this text. */
export const isText = (field: string, value: string): RawBuilder<boolean> => sql<boolean>`body ->> ${field} = ${value}`;

/** A result row with its number. */
export type ResultItem = { readonly [field: string]: Json } & { readonly seq: number };

const rowPage = async (records: Reading, capture: CaptureRow, query: RowQuery) => {
  const offset = offsetOf(query.cursor);
  let matching = records
    .read<CapturesTables>()
    .selectFrom('captures.result_rows')
    .where('attempt', '=', capture.attempt)
    .where('section', '=', query.section);
  for (const condition of query.where) matching = matching.where(condition);
  if (query.q !== undefined && query.q !== '')
    matching = matching.where('words', 'like', likePattern(query.q.toLowerCase()));
  const direction = sql.raw(query.order);
  const [rows, { total }] = await Promise.all([
    matching
      .select(['seq', 'body'])
      .orderBy(sql`${sortBy(query.sort)} ${direction} nulls last, seq`)
      .offset(offset)
      .limit(query.limit)
      .execute(),
    matching.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  const items: readonly ResultItem[] = rows.map(({ seq, body }) => ({ ...body, seq }));
  return { items, next: nextOf(offset, rows.length, total), total };
};

/** Chunks of a series from a time on, that hold one of the keys. */
export interface ChunkQuery {
  readonly series: Series;
  readonly fromSeq: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly marked: boolean;
  readonly limit: number;
}

const chunks = (records: Reading, capture: CaptureRow, query: ChunkQuery) =>
  records
    .read<CapturesTables>()
    .selectFrom('captures.chunks')
    .select(['seq', 'blob', 'first_number', 'count'])
    .where('attempt', '=', capture.attempt)
    .where('series', '=', query.series)
    .where('seq', '>=', query.fromSeq)
    .$if(query.from !== undefined, (q) => q.where('to_time', '>=', query.from ?? 0))
    .$if(query.to !== undefined, (q) => q.where('from_time', '<=', query.to ?? 0))
    .$if(query.keys !== undefined, (q) => q.where(sql<boolean>`keys && ${sql.val([...(query.keys ?? [])])}::text[]`))
    .$if(query.marked, (q) => q.where('marked', '>', 0))
    .orderBy('seq')
    .limit(query.limit)
    .execute();

/** Reads of captures and their results. */
export const captureReads = (records: Reading) => {
  const row = async (id: string): Promise<CaptureRow> => {
    const found = await records
      .read<CapturesTables>()
      .selectFrom('captures.captures')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (found === undefined) throw capturesError('captures.unknown', { field: id });
    return found;
  };
  return {
    row,
    rows: async (id: string, query: RowQuery) => rowPage(records, await row(id), query),
    chunks: (capture: CaptureRow, query: ChunkQuery) => chunks(records, capture, query),
    page: async (query: CaptureQuery): Promise<CapturePage> => {
      const offset = offsetOf(query.cursor);
      const matching = listed(records, query);
      const [rows, { total }] = await Promise.all([
        matching
          .selectAll()
          .orderBy(ORDERS[query.sort], query.order)
          .orderBy('id', query.order)
          .offset(offset)
          .limit(query.limit)
          .execute(),
        matching.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ]);
      return { items: rows.map(presentCapture), next: nextOf(offset, rows.length, total), total };
    },
    detail: async (id: string): Promise<z.input<typeof CaptureDetail>> => {
      const found = await row(id);
      const { to_events: toEvents, dbc_id: dbcId, can_model_id: canModelId, faults, unreadable, summary } = found;
      return { ...presentCapture(found), toEvents, dbcId, canModelId, faults, unreadable, summary };
    },
    progress: async (id: string): Promise<CaptureProgress> => {
      const { status, progress, findings } = await row(id);
      return { id, status, progress, findings };
    },
  };
};
