import { kindOf, readValue, refang } from '@chedun/indicators';
import type { Records } from '@chedun/records';
import { sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Indicator, IndicatorPage, IndicatorQuery, IndicatorState } from './contract.ts';
import { likePattern, readCursor, writeCursor } from './cursor.ts';
import { intelError } from './errors.ts';
import type { IntelTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

/** Counting ends here: a page of a million indicators does not wait for the million. */
const MOST_COUNTED = 10_000;

const rows = (records: Reader) =>
  records.read<IntelTables>().selectFrom('intel.indicators as i').innerJoin('intel.feeds as f', 'f.id', 'i.feed_id');

const columns = (records: Reader) =>
  rows(records)
    .selectAll('i')
    .select(['f.name as feed', 'f.enabled as feed_on'])
    .select((is) => is.fn.coalesce('i.confidence', 'f.confidence').as('rated'))
    .select(
      sql<number>`(select coalesce(sum(s.count), 0)::bigint from intel.sightings s where s.indicator_id = i.id)`.as(
        'seen',
      ),
    )
    .select(
      sql<Date | null>`(select max(s.last_seen) from intel.sightings s where s.indicator_id = i.id)`.as('last_seen'),
    );

type Row = Awaited<ReturnType<ReturnType<typeof columns>['execute']>>[number];
type Query = ReturnType<typeof rows>;

const stateOf = (row: Row, now: number): IndicatorState => {
  if (row.revoked) return 'revoked';
  if (row.disabled) return 'disabled';
  if (row.valid_until !== null && row.valid_until.getTime() <= now) return 'expired';
  if (!row.feed_on) return 'feed-off';
  return row.valid_from !== null && row.valid_from.getTime() > now ? 'not-yet' : 'active';
};

/** An indicator for the screen. */
const indicatorOf = (row: Row, now: number): Indicator => ({
  id: row.id,
  kind: row.kind,
  value: row.value,
  also: row.also.map(({ kind, value }) => ({ kind, value })),
  feedId: row.feed_id,
  feed: row.feed,
  ref: row.ref,
  title: row.title,
  confidence: row.rated,
  tlp: row.tlp,
  labels: row.labels,
  killChain: row.kill_chain,
  validFrom: row.valid_from?.toISOString() ?? null,
  validUntil: row.valid_until?.toISOString() ?? null,
  state: stateOf(row, now),
  disabledBy: row.disabled_by,
  createdAt: row.created_at.toISOString(),
  sightings: Number(row.seen),
  lastSeen: row.last_seen?.toISOString() ?? null,
  reported: row.reported_count,
});

/** The condition of a state, in the order of {@link stateOf}. */
const stateSql = (state: IndicatorState, now: Date) => {
  const expired = sql`coalesce(i.valid_until <= ${now}, false)`;
  const early = sql`coalesce(i.valid_from > ${now}, false)`;
  const usable = sql`not i.revoked and not i.disabled`;
  const conditions: Readonly<Record<IndicatorState, ReturnType<typeof sql<SqlBool>>>> = {
    revoked: sql<SqlBool>`i.revoked`,
    disabled: sql<SqlBool>`not i.revoked and i.disabled`,
    expired: sql<SqlBool>`${usable} and ${expired}`,
    'feed-off': sql<SqlBool>`${usable} and not ${expired} and not f.enabled`,
    'not-yet': sql<SqlBool>`${usable} and not ${expired} and f.enabled and ${early}`,
    active: sql<SqlBool>`${usable} and not ${expired} and f.enabled and not ${early}`,
  };
  return conditions[state];
};

/** What a person typed, in the spelling of the store where it is a value. */
const spelled = (text: string): string => {
  const bare = refang(text.trim());
  const kind = kindOf(bare);
  const read = kind === undefined ? undefined : readValue(kind, bare);
  return read?.kind === 'value' ? read.observable.value : bare;
};

const matching = <Q extends Query>(query: Q, filter: IndicatorQuery, now: number): Q => {
  const search = filter.search?.trim() ?? '';
  return query
    .$if(filter.kind !== undefined, (q) => q.where('i.kind', '=', filter.kind ?? 'ip'))
    .$if(filter.feed !== undefined, (q) => q.where('i.feed_id', '=', filter.feed ?? ''))
    .$if(filter.state !== undefined, (q) => q.where(stateSql(filter.state ?? 'active', new Date(now))))
    .$if(filter.seen !== undefined, (q) =>
      q.where(sql<SqlBool>`exists (select 1 from intel.sightings s where s.indicator_id = i.id)`),
    )
    .$if(search !== '', (q) =>
      q.where((is) =>
        is.or([
          is('i.value', '=', spelled(search)),
          is('i.value', 'ilike', likePattern(search)),
          is('i.title', 'ilike', likePattern(search)),
          is('i.ref', '=', search),
        ]),
      ),
    ) as Q;
};

const Cursor = z.tuple([z.number().int().min(1)]);

const pageOf = async (records: Reader, filter: IndicatorQuery, now: number): Promise<IndicatorPage> => {
  const before = filter.cursor === undefined ? undefined : readCursor(filter.cursor, Cursor)[0];
  const [found, counted] = await Promise.all([
    matching(columns(records), filter, now)
      .$if(before !== undefined, (q) => q.where('i.id', '<', before ?? 0))
      .orderBy('i.id', 'desc')
      .limit(filter.limit + 1)
      .execute() as Promise<Row[]>,
    matching(rows(records), filter, now)
      .select('i.id')
      .limit(MOST_COUNTED + 1)
      .execute(),
  ]);
  const shown = found.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => indicatorOf(row, now)),
    next: found.length > filter.limit && last ? writeCursor([last.id]) : null,
    total: Math.min(MOST_COUNTED, counted.length),
    more: counted.length > MOST_COUNTED,
  };
};

/** Screens of indicators. */
export const indicatorReads = (records: Reader, now: () => number) => ({
  page: (filter: IndicatorQuery) => pageOf(records, filter, now()),
  indicator: async (id: number): Promise<Indicator> => {
    const row = await columns(records).where('i.id', '=', id).executeTakeFirst();
    if (!row) throw intelError('intel.indicator-unknown', { field: String(id) });
    return indicatorOf(row, now());
  },
  /** The named indicators, in the order of the ids. */
  many: async (ids: readonly number[]): Promise<readonly Indicator[]> => {
    if (ids.length === 0) return [];
    const found = await columns(records)
      .where(sql<SqlBool>`i.id = any(${[...ids]}::bigint[])`)
      .orderBy('i.id')
      .execute();
    return found.map((row) => indicatorOf(row, now()));
  },
});
