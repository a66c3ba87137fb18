import type { ExportedSighting } from '@chedun/indicators';
import type { Records } from '@chedun/records';
import { sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Sighting, SightingHistory, SightingPage, SightingQuery } from './contract.ts';
import { likePattern, readCursor, writeCursor } from './cursor.ts';
import type { IntelTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const DAY = 86_400_000;
/** Most sightings of one export. */
const EXPORTED = 50_000;

const rows = (records: Reader) =>
  records
    .read<IntelTables>()
    .selectFrom('intel.sightings as s')
    .innerJoin('intel.indicators as i', 'i.id', 's.indicator_id')
    .innerJoin('intel.feeds as f', 'f.id', 'i.feed_id');

const columns = (records: Reader) =>
  rows(records)
    .selectAll('s')
    .select([
      'i.kind',
      'i.value',
      'i.title',
      'i.ref',
      'i.uid',
      'i.tlp',
      'i.valid_from',
      'i.created_at',
      'f.name as feed',
    ])
    .select((is) => is.fn.coalesce('i.confidence', 'f.confidence').as('confidence'));

type Row = Awaited<ReturnType<ReturnType<typeof columns>['execute']>>[number];

const sightingOf = (row: Row): Sighting => ({
  id: row.id,
  indicatorId: row.indicator_id,
  kind: row.kind,
  value: row.value,
  title: row.title,
  feed: row.feed,
  confidence: row.confidence,
  asset: { kind: row.asset_kind, id: row.asset_id },
  observed: row.observed,
  field: row.field,
  firstSeen: row.first_seen.toISOString(),
  lastSeen: row.last_seen.toISOString(),
  count: row.count,
  event: { journal: row.journal, seq: row.seq, index: row.idx },
  fromHistory: row.from_history,
});

const matching = <Q extends ReturnType<typeof rows>>(query: Q, { indicator, search }: SightingQuery): Q =>
  query
    .$if(indicator !== undefined, (q) => q.where('s.indicator_id', '=', indicator ?? 0))
    .$if(search !== undefined && search.trim() !== '', (q) => {
      const pattern = likePattern(search?.trim() ?? '');
      return q.where((is) =>
        is.or([
          is('i.value', 'ilike', pattern),
          is('i.title', 'ilike', pattern),
          is('s.asset_id', 'ilike', pattern),
          is('s.observed', 'ilike', pattern),
        ]),
      );
    }) as Q;

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

const pageOf = async (records: Reader, filter: SightingQuery): Promise<SightingPage> => {
  const cursor = filter.cursor === undefined ? undefined : readCursor(filter.cursor, Cursor);
  const [found, counted] = await Promise.all([
    matching(columns(records), filter)
      .$if(cursor !== undefined, (q) => {
        const [at, id] = cursor ?? ['', ''];
        // The cursor has milliseconds, the column microseconds.
        return q.where(
          sql<SqlBool>`(date_trunc('milliseconds', s.last_seen), s.id) < (${at}::timestamptz, ${id}::uuid)`,
        );
      })
      .orderBy(sql`date_trunc('milliseconds', s.last_seen)`, 'desc')
      .orderBy('s.id', 'desc')
      .limit(filter.limit + 1)
      .execute() as Promise<Row[]>,
    matching(rows(records), filter)
      .select((is) => is.fn.countAll<number>().as('total'))
      .executeTakeFirst() as Promise<{ readonly total: number } | undefined>,
  ]);
  const shown = found.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(sightingOf),
    next: found.length > filter.limit && last ? writeCursor([last.last_seen.toISOString(), last.id]) : null,
    total: counted?.total ?? 0,
  };
};

const historyOf = async (
  records: Reader,
  { days, indicator }: { readonly days: number; readonly indicator?: number | undefined },
  now: number,
): Promise<SightingHistory> => {
  // Days are those of Shanghai, where the product counts them.
  const bar = days <= 2 ? sql<Date>`hour` : sql<Date>`date_trunc('day', hour, 'Asia/Shanghai')`;
  const found = await records
    .read<IntelTables>()
    .selectFrom('intel.sighting_hours')
    .select([bar.as('at'), (is) => is.fn.sum<number>('count').as('count')])
    .where('hour', '>=', new Date(now - days * DAY))
    .$if(indicator !== undefined, (q) => q.where('indicator_id', '=', indicator ?? 0))
    .groupBy('at')
    .orderBy('at')
    .execute();
  return { points: found.map(({ at, count }) => ({ at: at.toISOString(), count: Number(count) })) };
};

const exported = (row: Row): ExportedSighting => ({
  kind: row.kind,
  value: row.value,
  id: row.id,
  ref: row.ref,
  indicatorId: row.uid,
  title: row.title,
  tlp: row.tlp ?? undefined,
  confidence: row.confidence ?? undefined,
  validFrom: (row.valid_from ?? row.created_at).toISOString(),
  firstSeen: row.first_seen.toISOString(),
  lastSeen: row.last_seen.toISOString(),
  count: row.count,
});

/** Screens of sightings, and what is exported of them. */
export const sightingReads = (records: Reader, now: () => number) => ({
  page: (filter: SightingQuery) => pageOf(records, filter),
  history: (query: { readonly days: number; readonly indicator?: number | undefined }) =>
    historyOf(records, query, now()),
  exported: async (filter: SightingQuery): Promise<readonly ExportedSighting[]> => {
    const found = await (matching(columns(records), filter)
      .orderBy('s.last_seen', 'desc')
      .limit(EXPORTED)
      .execute() as Promise<Row[]>);
    return found.map(exported);
  },
  newest: async (): Promise<number | undefined> => {
    const row = await records
      .read<IntelTables>()
      .selectFrom('intel.sightings')
      .select((is) => is.fn.max('last_seen').as('at'))
      .executeTakeFirst();
    return row?.at?.getTime();
  },
});
