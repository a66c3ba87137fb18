import { readPageCursor, writePageCursor } from '@chedun/http';
import type { Blobs } from '@chedun/blobs';
import { sql, type ExpressionBuilder, type RawBuilder, type SqlBool } from 'kysely';
import type { ClockDetail, ClockFilter, ClockLine, ClockPage, ClockSubject } from './contract.ts';
import { ledgerError } from './errors.ts';
import { detailOf, lineOf, type ClockRow } from './present.ts';
import { CLOCKS, HISTORY, type LedgerNeeds } from './store.ts';
import type { DeadlineTables } from './tables.ts';

type Needs = LedgerNeeds & { readonly blobs: Pick<Blobs, 'get'> };
type Filter = Omit<ClockFilter, 'cursor' | 'limit'>;
type Where = ExpressionBuilder<DeadlineTables, typeof CLOCKS>;

const MOST_OF_SUBJECT = 100;
const MOST_HISTORY = 200;

const matches = (filter: Filter, now: number) => (where: Where) => {
  const late = where('late_from', '<', new Date(now));
  const states = {
    running: where('state', '=', 'running'),
    overdue: where.and([where('state', '=', 'running'), late]),
    ended: where('state', '<>', 'running'),
    all: where.val(true),
  };
  return where.and([
    states[filter.state],
    ...(filter.rule === undefined ? [] : [where('rule', '=', filter.rule)]),
    ...(filter.subjectKind === undefined ? [] : [where('subject_kind', '=', filter.subjectKind)]),
    ...(filter.subjectId === undefined ? [] : [where('subject_id', '=', filter.subjectId)]),
    ...(filter.search === undefined
      ? []
      : [sql<boolean>`position(lower(${filter.search}::text) in lower(subject_title || ' ' || rule)) > 0`]),
  ]);
};

const rowsOf = ({ records, now }: Needs, filter: Filter, limit: number, cursor?: string): Promise<ClockRow[]> => {
  const after = readPageCursor(cursor);
  const query = records.read<DeadlineTables>().selectFrom(CLOCKS).selectAll().where(matches(filter, now()));
  const paged =
    after === undefined
      ? query
      : query.where((where) => where(where.refTuple('due_at', 'id'), '>', where.tuple(after.at, after.id)));
  return paged.orderBy('due_at').orderBy('id').limit(limit).execute();
};

const countsOf = async ({ records, now }: Needs): Promise<ClockPage['counts']> => {
  const found = await records
    .read<DeadlineTables>()
    .selectFrom(CLOCKS)
    .select((each) => [
      each.fn.countAll<string>().filterWhere('state', '=', 'running').as('running'),
      each.fn
        .countAll<string>()
        .filterWhere('state', '=', 'running')
        .filterWhere('late_from', '<', new Date(now()))
        .as('overdue'),
      each.fn.countAll<string>().filterWhere('late_ms', '>', 0).as('late'),
    ])
    .executeTakeFirstOrThrow();
  return { running: Number(found.running), overdue: Number(found.overdue), late: Number(found.late) };
};

const byId = async ({ records }: Needs, id: string): Promise<ClockRow> => {
  const query = records.read<DeadlineTables>().selectFrom(CLOCKS).selectAll().where('id', '=', id);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw ledgerError('deadlines.unknown');
  return row;
};

const linesOf = async (needs: Needs, filter: Filter, limit: number): Promise<ClockLine[]> => {
  const rules = await needs.catalogue();
  return (await rowsOf(needs, filter, limit)).map((row) => lineOf(row, rules, needs.now()));
};

const pageOf = async (needs: Needs, { cursor, limit, ...filter }: ClockFilter): Promise<ClockPage> => {
  const rules = await needs.catalogue();
  const now = needs.now();
  const all = needs.records.read<DeadlineTables>().selectFrom(CLOCKS);
  const query = all.select((each) => each.fn.countAll<string>().as('n')).where(matches(filter, now));
  const { n } = await query.executeTakeFirstOrThrow();
  const rows = await rowsOf(needs, filter, limit + 1, cursor);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => lineOf(row, rules, now)),
    next: rows.length > limit && last !== undefined ? writePageCursor({ at: last.due_at, id: last.id }) : null,
    total: Number(n),
    counts: await countsOf(needs),
  };
};

const detailOfId = async (needs: Needs, id: string): Promise<ClockDetail> => {
  const row = await byId(needs, id);
  const query = needs.records.read<DeadlineTables>().selectFrom(HISTORY).selectAll().where('clock', '=', id);
  const history = await query.orderBy('id').limit(MOST_HISTORY).execute();
  return detailOf(row, history, await needs.catalogue(), needs.now());
};

const receiptOf = async (needs: Needs, id: string) => {
  const { receipt_blob: blob, receipt_name: name } = await byId(needs, id);
  if (blob === null) throw ledgerError('deadlines.no-receipt');
  return { name: name ?? 'receipt', body: await needs.blobs.get(blob) };
};

/** How many clocks of some groups of rules there are, run, are overdue, were late, and have no certain date. */
export interface GroupCounts {
  readonly all: number;
  readonly running: number;
  readonly overdue: number;
  readonly late: number;
  readonly provisional: number;
}

const countsWhere = async ({ records, now }: Needs, those: RawBuilder<SqlBool>): Promise<GroupCounts> => {
  const found = await records
    .read<DeadlineTables>()
    .selectFrom(CLOCKS)
    .select(({ fn }) => {
      const count = () => fn.countAll<string>();
      const running = () => count().filterWhere('state', '=', 'running');
      return [
        count().as('all'),
        running().as('running'),
        running().filterWhere('late_from', '<', new Date(now())).as('overdue'),
        count().filterWhere('late_ms', '>', 0).as('late'),
        running().filterWhere('missing_year', 'is not', null).as('provisional'),
      ];
    })
    .where(those)
    .executeTakeFirstOrThrow();
  return {
    all: Number(found.all),
    running: Number(found.running),
    overdue: Number(found.overdue),
    late: Number(found.late),
    provisional: Number(found.provisional),
  };
};

/** What screens and other modules read of clocks. */
export const deadlineReadModel = (needs: Needs) => ({
  page: (filter: ClockFilter) => pageOf(needs, filter),
  all: (filter: Filter, limit: number) => linesOf(needs, filter, limit),
  of: ({ kind, id }: Pick<ClockSubject, 'kind' | 'id'>) =>
    linesOf(needs, { state: 'all', subjectKind: kind, subjectId: id }, MOST_OF_SUBJECT),
  detail: (id: string) => detailOfId(needs, id),
  receipt: (id: string) => receiptOf(needs, id),
  countsOfGroups: (groups: readonly string[]) =>
    countsWhere(needs, sql<SqlBool>`split_part(rule, '-', 1) = any(${[...groups]}::text[])`),
  countsOfRule: (rule: string) => countsWhere(needs, sql<SqlBool>`rule = ${rule}`),
});
export type DeadlineReadModel = ReturnType<typeof deadlineReadModel>;
