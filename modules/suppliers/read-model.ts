import { dayOf } from '@chedun/kernel';
import { sql, type RawBuilder } from 'kysely';
import {
  type Questionnaire,
  type SupplierLine,
  type SupplierOverview,
  type SupplierPage,
  type SupplierQuery,
  type SuppliersAsks,
} from './contract.ts';
import { keyOf, unknownAmong } from './domain/names.ts';
import { agreedTo, isInUse, nextReviewOn } from './domain/state.ts';
import { suppliersError } from './errors.ts';
import {
  inputOf,
  readKeys,
  readNames,
  readStates,
  tablesOf,
  type Known,
  type Needs,
  type SupplierRow,
} from './store.ts';

/** What reading stands on. */
export type ReadNeeds = Pick<Needs, 'now'> & { readonly records: Pick<Needs['records'], 'read'> };
/** A line with the dependents themselves, as exports write it. */
export type WholeLine = Omit<SupplierLine, 'dependents'> & Pick<ReturnType<typeof inputOf>, 'dependents'>;

const MOST_SHOWN = 500;

/** A row as lists show it. */
export const presentLine = ({ row, state }: Known, ecus: number): WholeLine => {
  const to = agreedTo(state);
  const isOver = state.agreements.some(({ validFrom }) => validFrom <= state.today);
  return {
    ...inputOf(row),
    id: row.id,
    ecus,
    endedOn: row.ended_on,
    isInUse: isInUse(state),
    agreedTo: to ?? null,
    agreement: to !== undefined ? 'in-force' : isOver ? 'over' : 'none',
    reviewedOn: state.newest?.day ?? null,
    result: state.newest?.result ?? null,
    nextReviewOn: isInUse(state) ? nextReviewOn(state) : null,
    problems: row.problems,
    updatedAt: row.updated_at.toISOString(),
  };
};

/** Rows with everything that lists show. */
const wholeLines = async ({ records, now }: ReadNeeds, rows: readonly SupplierRow[]): Promise<readonly WholeLine[]> => {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [known, counts] = await Promise.all([
    readStates(records, rows, dayOf(now())),
    sql<{ supplier: string; ecus: number }>`select key.supplier, sum(name.ecus)::bigint as ecus
      from suppliers.names as name join suppliers.keys as key on key.key = name.key
      where key.supplier = any(${ids}::uuid[]) group by key.supplier`.execute(tablesOf(records)),
  ]);
  const ecus = new Map(counts.rows.map((each) => [each.supplier, each.ecus]));
  return known.map((each) => presentLine(each, ecus.get(each.row.id) ?? 0));
};

const RANK = sql`case importance when 'critical' then '0' when 'important' then '1' else '2' end`;
const ORDERS: Readonly<Record<SupplierQuery['sort'], RawBuilder<string>>> = {
  name: sql`name`,
  importance: sql`${RANK} || name`,
  review: sql`coalesce(next_review_on::text, '9999') || name`,
  problems: sql`(99 - cardinality(problems))::text || ${RANK} || name`,
};

const encode = (position: string, id: string): string =>
  Buffer.from(JSON.stringify([position, id])).toString('base64url');
const decode = (cursor: string): readonly [string, string] => {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(read) && read.length === 2) {
      const [position, id]: readonly unknown[] = read;
      if (typeof position === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) && !/\0/.test(position))
        return [position, id];
    }
  } catch {
    // falls through to the one error
  }
  throw suppliersError('suppliers.bad-cursor', { field: 'cursor' });
};

const conditionsOf = (
  { q, importance, kind, problem, relation }: SupplierQuery,
  today: string,
): RawBuilder<boolean> => {
  const pattern = `%${(q ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const all = [
    sql<boolean>`true`,
    ...(q === undefined || q === ''
      ? []
      : [
          sql<boolean>`(name ilike ${pattern} or credit_code ilike ${pattern} or supplies ilike ${pattern}
            or contact_person ilike ${pattern} or array_to_string(aliases, ' ') ilike ${pattern})`,
        ]),
    ...(importance === undefined ? [] : [sql<boolean>`importance = ${importance}`]),
    ...(kind === undefined ? [] : [sql<boolean>`${kind} = any(kinds)`]),
    ...(problem === undefined
      ? []
      : [problem === 'any' ? sql<boolean>`problems <> '{}'` : sql<boolean>`${problem} = any(problems)`]),
    ...(relation === undefined
      ? []
      : [
          relation === 'in-use'
            ? sql<boolean>`(ended_on is null or ended_on >= ${today}::date)`
            : sql<boolean>`ended_on < ${today}::date`,
        ]),
  ];
  return sql<boolean>`${sql.join(all, sql` and `)}`;
};

/** A page with whole lines. Throws `suppliers.bad-cursor`. */
export const listWhole = async (needs: ReadNeeds, query: SupplierQuery) => {
  const tables = tablesOf(needs.records);
  const where = conditionsOf(query, dayOf(needs.now()));
  const order = sql<string>`((${ORDERS[query.sort]}) collate "C")`;
  const { total } = await tables
    .selectFrom('suppliers.suppliers')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where(where)
    .executeTakeFirstOrThrow();
  let select = tables.selectFrom('suppliers.suppliers').selectAll().select(order.as('position')).where(where);
  if (query.cursor !== undefined) {
    const [position, id] = decode(query.cursor);
    select = select.where(sql<boolean>`(${order}, id) > (${position}, ${id}::uuid)`);
  }
  const rows = await select
    .orderBy(order)
    .orderBy('id')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rows.length > query.limit && last !== undefined ? encode(last.position, last.id) : null;
  return { items: await wholeLines(needs, shown), next, total };
};

const toLine = (each: WholeLine): SupplierLine => ({ ...each, dependents: each.dependents.length });

/** A page of suppliers. Throws `suppliers.bad-cursor`. */
export const listSuppliers =
  (needs: ReadNeeds) =>
  async (query: SupplierQuery): Promise<SupplierPage> => {
    const page = await listWhole(needs, query);
    return { ...page, items: page.items.map(toLine) };
  };

/** Figures of the register, and the names of the register of assets without a dossier. */
export const readOverview =
  (needs: ReadNeeds & { readonly questionnaire: () => Promise<Questionnaire> }) =>
  async (): Promise<SupplierOverview> => {
    const tables = tablesOf(needs.records);
    const today = dayOf(needs.now());
    const inUse = sql`(ended_on is null or ended_on >= ${today}::date)`;
    const [counts, problems, newest, names, keys, state, questionnaire] = await Promise.all([
      tables
        .selectFrom('suppliers.suppliers')
        .select([
          sql<number>`count(*)`.as('total'),
          sql<number>`count(*) filter (where ${inUse})`.as('inUse'),
          sql<number>`count(*) filter (where ${inUse} and importance = 'critical')`.as('critical'),
          sql<number>`count(*) filter (where problems <> '{}')`.as('withProblems'),
        ])
        .executeTakeFirstOrThrow(),
      sql<{ kind: SupplierOverview['problems'][number]['kind']; count: number }>`
        select kind, count(*) as count from suppliers.suppliers cross join lateral unnest(problems) as kind
        group by kind order by count desc, kind`.execute(tables),
      tables
        .selectFrom('suppliers.reviews')
        .select(({ fn }) => fn.max('day').as('day'))
        .executeTakeFirstOrThrow(),
      readNames(needs.records),
      readKeys(needs.records),
      tables.selectFrom('suppliers.state').selectAll().executeTakeFirstOrThrow(),
      needs.questionnaire(),
    ]);
    const of = (...kinds: readonly string[]): number =>
      problems.rows.reduce((sum, { kind, count }) => sum + (kinds.includes(kind) ? count : 0), 0);
    const unknown = unknownAmong(names, new Set(keys.keys()));
    return {
      ...counts,
      withoutAgreement: of('no-agreement', 'agreement-over'),
      agreementEnding: of('agreement-ending'),
      reviewOverdue: of('review-overdue'),
      problems: problems.rows,
      newestReviewAt: newest.day,
      unknown: unknown.length,
      unknownNames: unknown.slice(0, MOST_SHOWN).map((each) => ({ ...each })),
      cut: state.cut,
      lookedAt: state.looked_at?.toISOString() ?? null,
      judgedOn: state.judged_on,
      questionnaire,
    };
  };

/** What others may ask of this module. */
export const suppliersAsks = (
  needs: ReadNeeds & { readonly overview: () => Promise<SupplierOverview> },
): SuppliersAsks => ({
  standing: async () => {
    const { inUse, critical, withoutAgreement, reviewOverdue, unknown, newestReviewAt } = await needs.overview();
    return { total: inUse, critical, withoutAgreement, reviewOverdue, unknown, newestReviewAt };
  },
  byName: async (name) => {
    const row = await tablesOf(needs.records)
      .selectFrom('suppliers.suppliers')
      .innerJoin('suppliers.keys', 'suppliers.keys.supplier', 'suppliers.suppliers.id')
      .selectAll('suppliers.suppliers')
      .where('suppliers.keys.key', '=', keyOf(name))
      .executeTakeFirst();
    const [line] = row === undefined ? [] : await wholeLines(needs, [row]);
    return line === undefined ? null : toLine(line);
  },
});
