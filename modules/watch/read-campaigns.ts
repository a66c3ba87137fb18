import { Severity } from '@chedun/governance/contract';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import type { Campaign, CampaignDetail, CampaignPage, CampaignQuery } from './contract.ts';
import type { CampaignTable, WatchTables } from './tables.ts';

const HOUR = 3_600_000;

type Reader = Pick<Records, 'read'>;
type Row = Selectable<CampaignTable>;
type Query = SelectQueryBuilder<WatchTables, 'watch.campaigns', Row>;
type Filter = z.output<typeof CampaignQuery>;

/** A campaign runs until a window has passed without a further sighting. */
const RUNNING = sql<boolean>`last_seen + window_h * interval '1 hour'`;

const campaignOf = (row: Row, now: number): Campaign => ({
  id: row.id,
  signature: { kind: row.kind, id: row.signature, title: { zh: row.title_zh, en: row.title_en } },
  severity: Severity.catch('medium').parse(row.severity),
  status: row.last_seen.getTime() + row.window_h * HOUR > now ? 'running' : 'ended',
  windowHours: row.window_h,
  vehicles: row.vehicles,
  estimated: row.estimated,
  firstSeen: row.first_seen.toISOString(),
  lastSeen: row.last_seen.toISOString(),
  openedAt: row.opened_at.toISOString(),
  sampleVins: row.sample_vins,
  peerGroups: [...row.peer_groups],
});

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const all = (records: Reader): Query => records.read<WatchTables>().selectFrom('watch.campaigns').selectAll() as Query;

const matching = (query: Query, filter: Filter, now: number): Query =>
  query
    .$if(filter.status === 'running', (q) => q.where(sql<boolean>`${RUNNING} > ${new Date(now)}`))
    .$if(filter.status === 'ended', (q) => q.where(sql<boolean>`${RUNNING} <= ${new Date(now)}`))
    .$if(filter.from !== undefined, (q) => q.where('last_seen', '>=', new Date(filter.from ?? 0)))
    .$if(filter.to !== undefined, (q) => q.where('first_seen', '<', new Date(filter.to ?? 0)))
    .$if(filter.search !== undefined, (q) => {
      const pattern = likePattern(filter.search ?? '');
      return q.where((is) =>
        is.or([
          is('signature', 'ilike', pattern),
          is('title_zh', 'ilike', pattern),
          is('title_en', 'ilike', pattern),
          sql<boolean>`array_to_string(sample_vins, ' ') ilike ${pattern}`,
        ]),
      );
    });

const columnOf = { lastSeen: 'last_seen', firstSeen: 'first_seen', vehicles: 'vehicles' } as const;
const typeOf = { lastSeen: 'timestamptz', firstSeen: 'timestamptz', vehicles: 'bigint' } as const;

const Cursor = z.tuple([z.string().max(64), z.uuid()]);

/** Reads a cursor of this sort; anything that {@link writeCursor} did not make is refused. */
const readCursor = (text: string, sort: Filter['sort']): z.infer<typeof Cursor> => {
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    const value = sort === 'vehicles' ? Number(cursor[0]) : Date.parse(cursor[0]);
    if (Number.isNaN(value)) throw new TypeError('no value');
    return cursor;
  } catch {
    throw new DomainError('watch.cursor-invalid', { field: 'cursor' });
  }
};

const writeCursor = (row: Row, sort: Filter['sort']): string => {
  const value = row[columnOf[sort]];
  const text = value instanceof Date ? value.toISOString() : String(value);
  return Buffer.from(JSON.stringify([text, row.id])).toString('base64url');
};

const pageOf = async (records: Reader, filter: Filter, now: number): Promise<z.input<typeof CampaignPage>> => {
  const cursor = filter.cursor === undefined ? undefined : readCursor(filter.cursor, filter.sort);
  const column = columnOf[filter.sort];
  const [rows, counted] = await Promise.all([
    matching(all(records), filter, now)
      .$if(cursor !== undefined, (q) => {
        const [value, id] = cursor ?? ['', ''];
        const type = sql.raw(typeOf[filter.sort]);
        return q.where(sql<boolean>`(${sql.ref(column)}, id) < (${value}::${type}, ${id}::uuid)`);
      })
      .orderBy(column, 'desc')
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute(),
    matching(all(records), filter, now)
      .clearSelect()
      .select((is) => is.fn.countAll<number>().as('total'))
      .executeTakeFirst(),
  ]);
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => campaignOf(row, now)),
    next: rows.length > filter.limit && last ? writeCursor(last, filter.sort) : null,
    total: (counted as { readonly total: number } | undefined)?.total ?? 0,
  };
};

const detailOf = async (records: Reader, id: string, now: number): Promise<CampaignDetail> => {
  const row = await all(records).where('id', '=', id).executeTakeFirst();
  if (!row) throw new DomainError('watch.campaign-unknown', { field: id });
  const hours = await records
    .read<WatchTables>()
    .selectFrom('watch.campaign_hours')
    .select(['hour', 'vehicles'])
    .where('campaign_id', '=', id)
    .orderBy('hour', 'desc')
    .limit(1000)
    .execute();
  const spread = hours.toReversed().map(({ hour, vehicles }) => ({ at: hour.toISOString(), vehicles }));
  return { ...campaignOf(row, now), spread };
};

/** Screens of campaigns. */
export const campaignReadModel = (records: Reader, now: () => number) => ({
  page: (filter: Filter) => pageOf(records, filter, now()),
  must: (id: string) => detailOf(records, id, now()),
  running: async (): Promise<number> => {
    const row = await records
      .read<WatchTables>()
      .selectFrom('watch.campaigns')
      .where(sql<boolean>`${RUNNING} > ${new Date(now())}`)
      .select((is) => is.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return row.n;
  },
});
