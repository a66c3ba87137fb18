import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';
import type { z } from 'zod';
import { FindingKind, FindingStatus, Severity } from './contract.ts';
import type { AssetRef, Finding, FindingFilter, FindingPage, FindingSummary, HistoryEntry } from './contract.ts';
import { readCursor, writeCursor, type Cursor } from './domain/cursor.ts';
import { anyOf } from './domain/filter.ts';
import { isClosed } from './domain/life.ts';
import { assetKey } from './domain/merge.ts';
import { rankOf, severityOf } from './domain/severity.ts';
import type { FindingTable, GovernanceTables } from './tables.ts';

type Row = Selectable<FindingTable>;
type Filter = z.output<typeof FindingFilter>;
type Query = SelectQueryBuilder<GovernanceTables, 'governance.findings', Row>;

const iso = (date: Date): string => date.toISOString();

/** What lists show of a row; `now` in milliseconds decides what is overdue. */
const summaryOf = (row: Row, now: number): FindingSummary => ({
  id: row.id,
  kind: FindingKind.parse(row.kind),
  module: row.module,
  title: row.title,
  titleZh: row.title_zh,
  severity: severityOf(row.severity),
  status: row.status,
  assets: row.assets,
  count: row.count,
  firstSeen: iso(row.first_seen),
  lastSeen: iso(row.last_seen),
  openedAt: iso(row.opened_at),
  dueAt: row.due_at === null ? null : iso(row.due_at),
  overdue: row.due_at !== null && row.due_at.getTime() < now && !isClosed(row.status),
  owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? row.owner_id },
  ruleId: row.rule_id,
  tags: row.tags,
});

const columnOf = { lastSeen: 'last_seen', firstSeen: 'first_seen', severity: 'severity', count: 'count' } as const;

const valueOf = (row: Row, sort: Filter['sort']): string => {
  const value = row[columnOf[sort]];
  return value instanceof Date ? value.toISOString() : String(value);
};

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const matching = (query: Query, filter: Filter): Query => {
  const kinds = anyOf('kind', FindingKind, filter.kind);
  const ranks = anyOf('severity', Severity, filter.severity).map(rankOf);
  const statuses = anyOf('status', FindingStatus, filter.status);
  return query
    .$if(kinds.length > 0, (q) => q.where('kind', 'in', kinds))
    .$if(ranks.length > 0, (q) => q.where('severity', 'in', ranks))
    .$if(statuses.length > 0, (q) => q.where('status', 'in', statuses))
    .$if(filter.module !== undefined, (q) => q.where('module', '=', filter.module ?? ''))
    .$if(filter.ruleId !== undefined, (q) => q.where('rule_id', '=', filter.ruleId ?? ''))
    .$if(filter.owner !== undefined, (q) => q.where('owner_id', '=', filter.owner ?? ''))
    .$if(filter.asset !== undefined, (q) => q.where(sql<boolean>`asset_keys @> array[${filter.asset}::text]`))
    .$if(filter.from !== undefined, (q) => q.where('last_seen', '>=', new Date(filter.from ?? 0)))
    .$if(filter.to !== undefined, (q) => q.where('first_seen', '<', new Date(filter.to ?? 0)))
    .$if(filter.search !== undefined, (q) => {
      const pattern = likePattern(filter.search ?? '');
      return q.where((is) =>
        is.or([
          is('title', 'ilike', pattern),
          is('title_zh', 'ilike', pattern),
          sql<boolean>`array_to_string(asset_keys, ' ') ilike ${pattern}`,
        ]),
      );
    });
};

const afterCursor = (sort: Filter['sort'], cursor: Cursor) => {
  const column = sql.ref(columnOf[sort]);
  const type = sql.raw(sort === 'lastSeen' || sort === 'firstSeen' ? 'timestamptz' : 'bigint');
  return sql<boolean>`(${column}, id) < (${cursor.value}::${type}, ${cursor.id}::uuid)`;
};

type Reader = Pick<Records, 'read'>;
const all = (records: Reader): Query =>
  records.read<GovernanceTables>().selectFrom('governance.findings').selectAll() as Query;

const pageOf = async (records: Reader, filter: Filter, now: number): Promise<z.input<typeof FindingPage>> => {
  const cursor = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
  const [rows, counted] = await Promise.all([
    matching(all(records), filter)
      .$if(cursor !== undefined, (q) => q.where(afterCursor(filter.sort, cursor ?? { value: '', id: '' })))
      .orderBy(columnOf[filter.sort], 'desc')
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute(),
    matching(all(records), filter)
      .clearSelect()
      .select((is) => is.fn.countAll<number>().as('total'))
      .executeTakeFirst(),
  ]);
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  const next =
    rows.length > filter.limit && last ? writeCursor({ value: valueOf(last, filter.sort), id: last.id }) : null;
  const total = (counted as { readonly total: number } | undefined)?.total ?? 0;
  return { items: shown.map((row) => summaryOf(row, now)), next, total };
};

const historyOf = async (records: Reader, id: string): Promise<HistoryEntry[]> => {
  const lines = await records
    .read<GovernanceTables>()
    .selectFrom('governance.finding_history')
    .selectAll()
    .where('finding_id', '=', id)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return lines.map((line) => ({
    at: iso(line.at),
    actor: line.actor,
    kind: line.kind,
    from: line.from_value,
    to: line.to_value,
    comment: line.comment,
  }));
};

const findById = async (records: Reader, id: string, now: number): Promise<Finding | undefined> => {
  const row = await all(records).where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const { fingerprint, obligations, alert, facts, samples } = row;
  return {
    ...summaryOf(row, now),
    fingerprint,
    obligations,
    alert,
    facts,
    samples,
    history: await historyOf(records, id),
    latencyMs: row.latency_ms,
  };
};

const ofAsset = async (records: Reader, asset: AssetRef, limit: number, now: number): Promise<FindingSummary[]> => {
  const rows = await all(records)
    .where(sql<boolean>`asset_keys @> array[${assetKey(asset)}::text]`)
    .orderBy('last_seen', 'desc')
    .limit(Math.min(limit, 200))
    .execute();
  return rows.map((row) => summaryOf(row, now));
};

const SLICE = 200;

/** Everything that meets a filter, newest first; each page is read when the one before was taken. */
async function* eachFinding(
  records: Reader,
  filter: Omit<Filter, 'sort' | 'cursor' | 'limit'>,
): AsyncGenerator<Omit<Finding, 'history' | 'overdue'>> {
  let cursor: Cursor | undefined;
  for (;;) {
    const from = cursor;
    const rows: Row[] = await matching(all(records), { ...filter, sort: 'lastSeen', limit: SLICE })
      .$if(from !== undefined, (q) => q.where(afterCursor('lastSeen', from ?? { value: '', id: '' })))
      .orderBy('last_seen', 'desc')
      .orderBy('id', 'desc')
      .limit(SLICE)
      .execute();
    for (const row of rows) {
      const { fingerprint, obligations, alert, facts, samples, latency_ms: latencyMs } = row;
      const { overdue: _overdue, ...summary } = summaryOf(row, 0);
      yield { ...summary, fingerprint, obligations, alert, facts, samples, latencyMs };
    }
    const last = rows.at(-1);
    if (rows.length < SLICE || !last) return;
    cursor = { value: valueOf(last, 'lastSeen'), id: last.id };
  }
}

/** Screens of the ledger. */
export const findingReadModel = (records: Reader, now: () => number) => ({
  page: (filter: Filter) => pageOf(records, filter, now()),
  byId: (id: string) => findById(records, id, now()),
  must: async (id: string): Promise<Finding> => {
    const finding = await findById(records, id, now());
    if (!finding) throw new DomainError('governance.finding-unknown', { field: id });
    return finding;
  },
  each: (filter: Omit<Filter, 'sort' | 'cursor' | 'limit'>) => eachFinding(records, filter),
  ofAsset: (asset: AssetRef, limit: number) => ofAsset(records, asset, limit, now()),
});
