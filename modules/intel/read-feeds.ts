import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { EntryProblemCode, Feed, FeedState, Import, ImportDetail, LookBack } from './contract.ts';
import { mustFeed, mustImport, type FeedRow } from './store/feeds.ts';
import type { IntelTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const MINUTE = 60_000;
/** A feed is stale when it was not read for so many of its intervals. */
const STALE_INTERVALS = 3;
const LISTED_IMPORTS = 100;

const iso = (date: Date | null): string | null => (date === null ? null : date.toISOString());

interface LastImport {
  readonly status: Import['status'];
  readonly fault: Feed['fault'];
}

const stateOf = (feed: FeedRow, last: LastImport | undefined, now: number): FeedState => {
  if (!feed.enabled) return 'off';
  if (last?.status === 'running' || last?.status === 'waiting') return 'running';
  if (last?.status === 'failed') return 'failed';
  if (feed.last_ok === null) return 'never';
  const age = now - feed.last_ok.getTime();
  return feed.kind !== 'upload' && age > STALE_INTERVALS * feed.interval_minutes * MINUTE ? 'stale' : 'fresh';
};

const countsOf = async (records: Reader, now: number) => {
  const [indicators, sightings] = await Promise.all([
    records
      .read<IntelTables>()
      .selectFrom('intel.indicators')
      .select(['feed_id', (is) => is.fn.countAll<number>().as('total')])
      .select(
        sql<number>`count(*) filter (where not revoked and not disabled and (valid_until is null or valid_until > ${new Date(now)}))`.as(
          'active',
        ),
      )
      .groupBy('feed_id')
      .execute(),
    records
      .read<IntelTables>()
      .selectFrom('intel.sightings as s')
      .innerJoin('intel.indicators as i', 'i.id', 's.indicator_id')
      .select(['i.feed_id', (is) => is.fn.countAll<number>().as('total')])
      .groupBy('i.feed_id')
      .execute(),
  ]);
  const seen = new Map(sightings.map(({ feed_id, total }) => [feed_id, Number(total)]));
  return new Map(
    indicators.map(({ feed_id, total, active }) => [
      feed_id,
      { indicators: Number(total), active: Number(active), sightings: seen.get(feed_id) ?? 0 },
    ]),
  );
};

const feedOf = (
  row: FeedRow,
  last: LastImport | undefined,
  counts: { readonly indicators: number; readonly active: number; readonly sightings: number } | undefined,
  now: number,
): Feed => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  url: row.url,
  collection: row.collection,
  auth: row.auth,
  username: row.username,
  hasSecret: row.secret !== null,
  valueKind: row.value_kind,
  intervalMinutes: row.interval_minutes,
  enabled: row.enabled,
  confidence: row.confidence,
  tlp: row.tlp,
  ttlDays: row.ttl_days,
  state: stateOf(row, last, now),
  fault: last?.status === 'failed' ? last.fault : null,
  lastOk: iso(row.last_ok),
  nextPoll: row.enabled ? iso(row.next_poll) : null,
  ...(counts ?? { indicators: 0, active: 0, sightings: 0 }),
});

const lastImports = async (records: Reader): Promise<ReadonlyMap<string, LastImport>> => {
  const rows = await records
    .read<IntelTables>()
    .selectFrom('intel.imports')
    .distinctOn('feed_id')
    .select(['feed_id', 'status', 'fault'])
    .orderBy('feed_id')
    .orderBy('requested_at', 'desc')
    .execute();
  return new Map(rows.map(({ feed_id, status, fault }) => [feed_id, { status, fault }]));
};

const LEFT_OUT = ['joined', 'too-many'] as const;

const lookBackOf = (row: {
  readonly lb_status: LookBack['status'] | null;
  readonly starts: Date | null;
  readonly ends: Date | null;
  readonly steps: number | null;
  readonly done: number | null;
  readonly lb_sightings: number | null;
  readonly left_out: Readonly<Record<string, number>> | null;
  readonly lb_fault: LookBack['fault'];
}): LookBack | null => {
  if (row.lb_status === null || row.starts === null || row.ends === null) return null;
  const left = row.left_out ?? {};
  return {
    status: row.lb_status,
    from: row.starts.toISOString(),
    to: row.ends.toISOString(),
    progress: row.lb_status === 'done' ? 1 : Math.min(1, (row.done ?? 0) / Math.max(1, row.steps ?? 1)),
    sightings: row.lb_sightings ?? 0,
    leftOut: LEFT_OUT.flatMap((reason) => ((left[reason] ?? 0) > 0 ? [{ reason, count: left[reason] ?? 0 }] : [])),
    fault: row.lb_fault,
  };
};

const importRows = (records: Reader) =>
  records
    .read<IntelTables>()
    .selectFrom('intel.imports as i')
    .innerJoin('intel.feeds as f', 'f.id', 'i.feed_id')
    .leftJoin('intel.look_backs as l', 'l.import_id', 'i.id')
    .selectAll('i')
    .select(['f.name as feed', 'l.status as lb_status', 'l.starts', 'l.ends', 'l.steps', 'l.done'])
    .select(['l.sightings as lb_sightings', 'l.left_out', 'l.fault as lb_fault']);

type JoinedImport = Awaited<ReturnType<ReturnType<typeof importRows>['execute']>>[number];

const importOf = (row: JoinedImport): Import => ({
  id: row.id,
  feedId: row.feed_id,
  feed: row.feed,
  trigger: row.trigger,
  name: row.name,
  format: row.format,
  status: row.status,
  fault: row.fault,
  entries: row.entries,
  added: row.added,
  changed: row.changed,
  passedOver: row.passed_over,
  requestedAt: row.requested_at.toISOString(),
  requestedBy: row.requested_by,
  endedAt: iso(row.ended_at),
  lookBack: lookBackOf(row),
});

/** Screens of feeds and their readings. */
export const feedReads = (records: Reader, now: () => number) => ({
  feeds: async (): Promise<readonly Feed[]> => {
    const [rows, last, counts] = await Promise.all([
      records.read<IntelTables>().selectFrom('intel.feeds').selectAll().orderBy('name').execute(),
      lastImports(records),
      countsOf(records, now()),
    ]);
    return rows.map((row) => feedOf(row, last.get(row.id), counts.get(row.id), now()));
  },
  feed: async (id: string): Promise<Feed> => {
    const [row, last, counts] = await Promise.all([
      mustFeed(records, id),
      lastImports(records),
      countsOf(records, now()),
    ]);
    return feedOf(row, last.get(id), counts.get(id), now());
  },
  imports: async (): Promise<readonly Import[]> =>
    (await importRows(records).orderBy('i.requested_at', 'desc').limit(LISTED_IMPORTS).execute()).map(importOf),
  import: async (id: string): Promise<ImportDetail> => {
    await mustImport(records, id);
    const row = await importRows(records).where('i.id', '=', id).executeTakeFirstOrThrow();
    const problemCounts = Object.entries(row.problem_counts)
      .map(([code, count]) => ({ code: code as EntryProblemCode, count }))
      .toSorted((a, b) => b.count - a.count);
    return { ...importOf(row), problemCounts, problems: row.problems as ImportDetail['problems'] };
  },
});
