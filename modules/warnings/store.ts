import { jsonb, toText, type Tx } from '@chedun/records';
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import { WarningLevel, type WarningEvent, type WarningScope } from './contract.ts';
import type { WarningTable, WarningTables } from './tables.ts';

/** A warning as it lies in the store. */
export type WarningRow = Selectable<WarningTable>;

/** Level of a rank. */
export const levelOf = (rank: number): WarningLevel => WarningLevel.options[rank] ?? 'blue';

/** Next number of a series, `<prefix>-<year>-<number>` with the year in Shanghai; no number is given twice. */
export const nextNumber = async (tx: Tx, prefix: 'YJ' | 'BS', now: number): Promise<string> => {
  const year = new Date(now + 8 * 3_600_000).getUTCFullYear();
  const { last } = await tx
    .as<WarningTables>()
    .insertInto('warnings.counters')
    .values({ name: `${prefix}-${year}`, last: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ last: sql`warnings.counters.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${prefix}-${year}-${String(last).padStart(4, '0')}`;
};

/** Warnings that are proposed or in force, locked until the transaction ends. */
export const lockStanding = (tx: Tx): Promise<WarningRow[]> =>
  tx
    .as<WarningTables>()
    .selectFrom('warnings.warnings')
    .selectAll()
    .where('status', 'in', ['proposed', 'issued'])
    .orderBy('id')
    .forUpdate()
    .execute();

/** One warning, locked. */
export const lockWarning = (tx: Tx, id: string): Promise<WarningRow | undefined> =>
  tx
    .as<WarningTables>()
    .selectFrom('warnings.warnings')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

/** When a proposal for each of these scopes was last refused by a person. */
export const lastRefusals = async (tx: Tx): Promise<ReadonlyMap<string, number>> => {
  const rows = await tx
    .as<WarningTables>()
    .selectFrom('warnings.warnings')
    .select(['scope_kind', 'scope_id', sql<Date>`max(refused_at)`.as('at')])
    .where('refused_at', 'is not', null)
    .groupBy(['scope_kind', 'scope_id'])
    .execute();
  return new Map(rows.map((row) => [`${row.scope_kind}:${row.scope_id}`, row.at.getTime()]));
};

type NewRow = Omit<Insertable<WarningTable>, 'title_zh' | 'title_en' | 'scope_id' | 'measures'> & {
  readonly title: { readonly zh: string; readonly en: string };
  readonly scope: WarningScope;
  readonly measures: readonly object[];
};

/** Opens a warning; answers undefined when the scope has one already. */
export const insertWarning = async (
  tx: Tx,
  { title, scope, measures, ...row }: Omit<NewRow, 'scope_kind'>,
): Promise<WarningRow | undefined> =>
  tx
    .as<WarningTables>()
    .insertInto('warnings.warnings')
    .values({
      ...row,
      title_zh: toText(title.zh),
      title_en: toText(title.en),
      scope_kind: scope.kind,
      scope_id: toText(scope.id),
      measures: jsonb(measures),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();

/** Changes a warning and answers it as it is now. */
export const updateWarning = (tx: Tx, id: string, change: Updateable<WarningTable>): Promise<WarningRow> =>
  tx
    .as<WarningTables>()
    .updateTable('warnings.warnings')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

/** Writes one line of history. */
export const addHistory = async (
  tx: Tx,
  warningId: string,
  { at, actor, kind, from, to, comment }: Omit<WarningEvent, 'at'> & { readonly at: number },
): Promise<void> => {
  await tx
    .as<WarningTables>()
    .insertInto('warnings.history')
    .values({
      warning_id: warningId,
      at: new Date(at),
      actor: toText(actor),
      kind,
      from_level: from,
      to_level: to,
      comment: comment === null ? null : toText(comment),
    })
    .execute();
};

/** Keeps how the last evaluation went. */
export const saveEvaluation = async (
  tx: Tx,
  row: { readonly at: Date; readonly overflow: number; readonly scored: number; readonly waiting: number },
): Promise<void> => {
  await tx
    .as<WarningTables>()
    .insertInto('warnings.evaluations')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
};
