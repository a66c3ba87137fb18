import { readPageCursor, writePageCursor, type PageCursor } from '@chedun/http';
import { dayOf } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { filingKind, isFinal, type State } from '@chedun/review';
import { sql, type SelectQueryBuilder, type Selectable } from 'kysely';
import type { FilingLine, FilingPage, FilingQuery } from '../contract.ts';
import type { SupervisionTables } from '../tables.ts';

/** What reading stands on. */
export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly now: () => number;
}

type Filter = Omit<FilingQuery, 'cursor' | 'limit'>;
type Row = Selectable<SupervisionTables['supervision.filings']> & {
  readonly enterprise_name: string;
  readonly enterprise_province: string;
};
type Tables = SupervisionTables & {
  filing: SupervisionTables['supervision.filings'];
  firm: SupervisionTables['supervision.enterprises'];
};
type Query = SelectQueryBuilder<Tables, 'filing' | 'firm', Row>;

const MOST_EXPORTED = 10_000;

/** States by the word of a list. */
const SHOWN: Readonly<Record<Exclude<Filter['state'], 'all'>, readonly State[]>> = {
  open: ['submitted', 'received', 'checking', 'supplement', 'experts'],
  supplement: ['supplement'],
  numbered: ['numbered'],
  done: ['rejected', 'withdrawn', 'superseded', 'cancelled'],
};

/** True when the review, or the supplement, should have come by now. */
export const isOverdue = ({ state, due_on: due }: Pick<Row, 'state' | 'due_on'>, now: number): boolean =>
  !isFinal(state) && due !== null && due < dayOf(now);

const lineOf = (row: Row, now: number): FilingLine => ({
  id: row.id,
  kind: row.kind,
  kindTitle: filingKind(row.kind).title,
  enterprise: { id: row.enterprise, name: row.enterprise_name, province: row.enterprise_province },
  title: { zh: row.title_zh, en: row.title_en },
  state: row.state,
  version: row.version,
  rounds: row.rounds,
  acceptance: row.acceptance,
  number: row.number ?? '',
  problems: row.problems.length,
  receivedAt: row.received_at.toISOString(),
  dueOn: row.due_on,
  overdue: isOverdue(row, now),
  decidedAt: row.decided_at?.toISOString() ?? null,
});

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const all = ({ records }: ReadNeeds): Query =>
  records
    .read<SupervisionTables>()
    .selectFrom('supervision.filings as filing')
    .innerJoin('supervision.enterprises as firm', 'firm.id', 'filing.enterprise')
    .selectAll('filing')
    .select(['firm.name as enterprise_name', 'firm.province as enterprise_province']) as unknown as Query;

const matching = (needs: ReadNeeds, { state, kind, enterprise, search }: Filter): Query =>
  all(needs)
    .$if(state !== 'all', (q) => q.where('filing.state', 'in', state === 'all' ? [] : SHOWN[state]))
    .$if(kind !== undefined, (q) => q.where('filing.kind', '=', kind ?? 'grading'))
    .$if(enterprise !== undefined, (q) => q.where('filing.enterprise', '=', enterprise ?? ''))
    .$if(search !== undefined, (q) => {
      const pattern = likePattern(search ?? '');
      return q.where((is) =>
        is.or([
          is('filing.title_zh', 'ilike', pattern),
          is('firm.name', 'ilike', pattern),
          is('filing.acceptance', 'ilike', pattern),
          is('filing.number', 'ilike', pattern),
        ]),
      );
    });

const after = ({ at, id }: PageCursor) =>
  sql<boolean>`(filing.received_at, filing.id) < (${at}::timestamptz, ${id}::uuid)`;

/** Filings, newest first. Throws `http.cursor-invalid`. */
export const listFilings =
  (needs: ReadNeeds) =>
  async ({ cursor, limit, ...filter }: FilingQuery): Promise<FilingPage> => {
    const from = readPageCursor(cursor);
    const query = matching(needs, filter)
      .$if(from !== undefined, (q) => q.where(after(from ?? { at: new Date(0), id: '' })))
      .orderBy('filing.received_at', 'desc')
      .orderBy('filing.id', 'desc')
      .limit(limit + 1);
    const counting = matching(needs, filter)
      .clearSelect()
      .select((is) => is.fn.countAll<number>().as('total'));
    const [rows, counted] = await Promise.all([query.execute(), counting.executeTakeFirst()]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => lineOf(row, needs.now())),
      next: rows.length > limit && last !== undefined ? writePageCursor({ at: last.received_at, id: last.id }) : null,
      total: (counted as { readonly total: number } | undefined)?.total ?? 0,
    };
  };

/** The register 备案登记: what was numbered, newest first, at most 10,000. */
export const eachNumbered =
  (needs: ReadNeeds) =>
  async (filter: Omit<Filter, 'state'>): Promise<FilingLine[]> => {
    const query = matching(needs, { ...filter, state: 'numbered' }).orderBy('filing.received_at', 'desc');
    return (await query.limit(MOST_EXPORTED).execute()).map((row) => lineOf(row, needs.now()));
  };

/** A filing with its row; undefined when there is none. */
export const filingLine =
  (needs: ReadNeeds) =>
  async (id: string): Promise<{ readonly row: Row; readonly line: FilingLine } | undefined> => {
    const row = await all(needs).where('filing.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : { row, line: lineOf(row, needs.now()) };
  };

/** Rows for statistics, newest first, at most 20,000. */
export const countedRows = (needs: ReadNeeds): Promise<Row[]> =>
  all(needs).orderBy('filing.received_at', 'desc').limit(20_000).execute();
