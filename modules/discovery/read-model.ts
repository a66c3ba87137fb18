import type { Clock } from '@chedun/kernel';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type {
  ChangeKind,
  ChangePage,
  ChangeQuery,
  DiscoverySource,
  DiscoverySummary,
  OrphanPage,
  OrphanQuery,
  ThingDetail,
  ThingPage,
  ThingQuery,
} from './contract.ts';
import { readCursor, writeCursor } from './domain/cursor.ts';
import { presentChange, presentDetail, presentThing } from './present.ts';
import type { DiscoveryTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
}

const MOST_CHANGES = 100;
const DAY = 86_400_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const ORDERS = {
  lastSeen: { column: 'last_at', kind: 'time', direction: 'desc' },
  firstSeen: { column: 'first_at', kind: 'time', direction: 'desc' },
  name: { column: 'label', kind: 'text', direction: 'asc' },
} as const;

const conditionsOf = ({ q, state, source, presence }: ThingQuery): readonly RawBuilder<boolean>[] => [
  ...(state === undefined ? [] : [sql<boolean>`state = ${state}`]),
  ...(source === undefined ? [] : [sql<boolean>`sources ? ${source}`]),
  ...(presence === undefined ? [] : [sql<boolean>`(gone_at is not null) = ${presence === 'gone'}`]),
  ...(q === undefined || q === ''
    ? []
    : [
        sql<boolean>`(label ilike ${likePattern(q)} or mac ilike ${likePattern(q)} or os ilike ${likePattern(q)}
          or array_to_string(addresses, ' ') ilike ${likePattern(q)} or services::text ilike ${likePattern(q)})`,
      ]),
];

const uuidOf = (key: string): string => {
  if (!UUID.test(key)) throw new DomainError('discovery.cursor-invalid', { field: 'cursor' });
  return key;
};

const things = async (db: Kysely<DiscoveryTables>, query: ThingQuery): Promise<z.input<typeof ThingPage>> => {
  const conditions = conditionsOf(query);
  const all = conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
  const { column, kind, direction } = ORDERS[query.sort];
  let page = db.selectFrom('discovery.things').selectAll().where(all);
  if (query.cursor !== undefined) {
    const [value, key] = readCursor(query.cursor, kind);
    const sign = sql.raw(direction === 'asc' ? '>' : '<');
    const type = sql.raw(kind === 'time' ? 'timestamptz' : 'text');
    page = page.where(sql<boolean>`(${sql.ref(column)}, id) ${sign} (${value}::${type}, ${uuidOf(key)}::uuid)`);
  }
  const [rows, { total }] = await Promise.all([
    page
      .orderBy(column, direction)
      .orderBy('id', direction)
      .limit(query.limit + 1)
      .execute(),
    db
      .selectFrom('discovery.things')
      .select(sql<number>`count(*)::int`.as('total'))
      .where(all)
      .executeTakeFirstOrThrow(),
  ]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const value = last?.[column];
  const text = value instanceof Date ? value.toISOString() : (value ?? '');
  const next = rows.length > query.limit && last !== undefined ? writeCursor(text, last.id) : null;
  return { items: shown.map(presentThing), next, total };
};

const changes = async (db: Kysely<DiscoveryTables>, query: ChangeQuery): Promise<z.input<typeof ChangePage>> => {
  let page = db.selectFrom('discovery.changes').selectAll();
  if (query.kind !== undefined) page = page.where('kind', '=', query.kind);
  if (query.cursor !== undefined) {
    const [value, key] = readCursor(query.cursor, 'time');
    page = page.where(sql<boolean>`(at, id) < (${value}::timestamptz, ${uuidOf(key)}::uuid)`);
  }
  const rows = await page
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rows.length > query.limit && last !== undefined ? writeCursor(last.at.toISOString(), last.id) : null;
  return { items: shown.map(presentChange), next };
};

const detail = async (db: Kysely<DiscoveryTables>, id: string): Promise<z.input<typeof ThingDetail>> => {
  const row = await db.selectFrom('discovery.things').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new DomainError('discovery.thing-unknown', { field: id });
  const lines = await db
    .selectFrom('discovery.changes')
    .selectAll()
    .where('thing', '=', id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_CHANGES)
    .execute();
  return { ...presentDetail(row), changes: lines.map(presentChange) };
};

const orphans = async (
  db: Kysely<DiscoveryTables>,
  query: z.output<typeof OrphanQuery>,
): Promise<z.input<typeof OrphanPage>> => {
  const isOrphan = sql<boolean>`(no_team or unseen)`;
  let page = db.selectFrom('discovery.hosts').selectAll().where(isOrphan);
  if (query.cursor !== undefined) page = page.where('name', '>', readCursor(query.cursor, 'text')[0]);
  const [rows, { total }] = await Promise.all([
    page
      .orderBy('name')
      .limit(query.limit + 1)
      .execute(),
    db
      .selectFrom('discovery.hosts')
      .select(sql<number>`count(*)::int`.as('total'))
      .where(isOrphan)
      .executeTakeFirstOrThrow(),
  ]);
  const items = rows.slice(0, query.limit).map((row) => ({
    host: row.name,
    addresses: row.addresses,
    noTeam: row.no_team,
    unseen: row.unseen,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    knownSince: row.known_since.toISOString(),
  }));
  const last = items.at(-1);
  return { items, next: rows.length > query.limit && last !== undefined ? writeCursor(last.host, '') : null, total };
};

interface Counts {
  readonly things: number;
  readonly unknown: number;
  readonly unknownOverdue: number;
  readonly registered: number;
  readonly ignored: number;
  readonly gone: number;
}

const counts = async (db: Kysely<DiscoveryTables>, now: number): Promise<Counts> => {
  const { rows } = await sql<Counts>`
    select count(*) filter (where gone_at is null)::int as things,
      count(*) filter (where state = 'unknown' and gone_at is null)::int as unknown,
      count(*) filter (where state = 'unknown' and gone_at is null and unknown_since < ${new Date(now - DAY)})::int as "unknownOverdue",
      count(*) filter (where state = 'registered' and gone_at is null)::int as registered,
      count(*) filter (where state = 'ignored' and gone_at is null)::int as ignored,
      count(*) filter (where gone_at is not null)::int as gone
    from discovery.things`.execute(db);
  return rows[0] ?? { things: 0, unknown: 0, unknownOverdue: 0, registered: 0, ignored: 0, gone: 0 };
};

const coverage = async (db: Kysely<DiscoveryTables>): Promise<z.input<typeof DiscoverySummary>['sources']> => {
  const { rows } = await sql<{
    source: DiscoverySource;
    lastRunAt: Date;
    things: number;
    unknown: number;
    hosts: number;
  }>`
    select s.source, s.last_run_at as "lastRunAt", count(t.id)::int as things,
      count(t.id) filter (where t.state = 'unknown')::int as unknown, count(distinct t.registered_as)::int as hosts
    from discovery.sources s left join discovery.things t on t.sources ? s.source and t.gone_at is null
    group by s.source, s.last_run_at order by s.source`.execute(db);
  return rows.map((row) => ({ ...row, lastRunAt: row.lastRunAt.toISOString() }));
};

const summary = async ({ records, clock }: Needs): Promise<z.input<typeof DiscoverySummary>> => {
  const db = records.read<DiscoveryTables>();
  const [counted, sources, settings, hosts] = await Promise.all([
    counts(db, clock.now()),
    coverage(db),
    db.selectFrom('discovery.settings').select('unseen_days').executeTakeFirstOrThrow(),
    sql<{ hosts: number; hostsSeen: number; orphans: number; noTeam: number; unseen: number }>`
      select count(*)::int as hosts, count(last_seen_at)::int as "hostsSeen", count(*) filter (where no_team or unseen)::int as orphans,
        count(*) filter (where no_team)::int as "noTeam", count(*) filter (where unseen)::int as unseen
      from discovery.hosts`.execute(db),
  ]);
  const newest =
    sources
      .map(({ lastRunAt }) => lastRunAt)
      .toSorted()
      .at(-1) ?? null;
  const known = hosts.rows[0] ?? { hosts: 0, hostsSeen: 0, orphans: 0, noTeam: 0, unseen: 0 };
  return { ...counted, ...known, settings: { unseenDays: settings.unseen_days }, newestAt: newest, sources };
};

/** Lists and numbers for screens. */
export const discoveryReads = (needs: Needs) => {
  const db = (): Kysely<DiscoveryTables> => needs.records.read<DiscoveryTables>();
  return {
    summary: () => summary(needs),
    things: (query: ThingQuery) => things(db(), query),
    detail: (id: string) => detail(db(), id),
    changes: (query: ChangeQuery & { readonly kind?: ChangeKind | undefined }) => changes(db(), query),
    orphans: (query: z.output<typeof OrphanQuery>) => orphans(db(), query),
  };
};

/** Type of {@link discoveryReads}. */
export type DiscoveryReads = ReturnType<typeof discoveryReads>;
