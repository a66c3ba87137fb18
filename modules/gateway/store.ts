import type { Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { BindingOrigin, BindingStatus, Policy } from './contract.ts';
import type { NewBinding } from './domain/read-table.ts';
import type { GatewayTables } from './tables.ts';

const BATCH = 5000;

const columnsOf = (bindings: readonly NewBinding[]) => ({
  subjects: bindings.map(({ subject }) => subject),
  kinds: bindings.map(({ kind }) => kind),
  values: bindings.map(({ value }) => value),
});

/**
 * Adds bindings and answers how many rows changed. What was imported or confirmed before stays as it is; an import also
 * confirms what was learned or withdrawn, learning never changes what is there.
 */
export const addBindings = async (
  tx: Tx,
  bindings: readonly NewBinding[],
  origin: BindingOrigin,
  at: Date,
): Promise<number> => {
  const status: BindingStatus = origin === 'import' ? 'confirmed' : 'proposed';
  const existing =
    origin === 'import'
      ? sql`do update set status = 'confirmed', origin = 'import', changed_at = excluded.changed_at
          where gateway.bindings.status <> 'confirmed'`
      : sql`do nothing`;
  let changed = 0;
  for (let from = 0; from < bindings.length; from += BATCH) {
    const { subjects, kinds, values } = columnsOf(bindings.slice(from, from + BATCH));
    const done = await sql`
      insert into gateway.bindings (subject, kind, value, status, origin, created_at, changed_at)
      select distinct subject, kind, value, ${status}, ${origin}, ${at}::timestamptz, ${at}::timestamptz
      from unnest(${subjects}::text[], ${kinds}::text[], ${values}::text[]) as given (subject, kind, value)
      on conflict (subject, kind, value) ${existing}`.execute(tx.as<GatewayTables>());
    changed += Number(done.numAffectedRows ?? 0n);
  }
  return changed;
};

/** Gives the bindings that have another status this one; answers which changed. */
export const setStatus = async (
  tx: Tx,
  bindings: readonly NewBinding[],
  status: BindingStatus,
  at: Date,
): Promise<readonly string[]> => {
  const { subjects, kinds, values } = columnsOf(bindings);
  const { rows } = await sql<{ subject: string }>`
    update gateway.bindings as b set status = ${status}, changed_at = ${at}
    from unnest(${subjects}::text[], ${kinds}::text[], ${values}::text[]) as given (subject, kind, value)
    where b.subject = given.subject and b.kind = given.kind and b.value = given.value and b.status <> ${status}
    returning b.subject`.execute(tx.as<GatewayTables>());
  return rows.map(({ subject }) => subject);
};

/** Confirms everything that was learned. */
export const confirmProposed = async (tx: Tx, at: Date): Promise<number> => {
  const done = await tx
    .as<GatewayTables>()
    .updateTable('gateway.bindings')
    .set({ status: 'confirmed', changed_at: at })
    .where('status', '=', 'proposed')
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
};

/** Sets the policies of listeners. */
export const savePolicies = async (tx: Tx, policies: readonly Policy[], at: Date): Promise<void> => {
  for (const { listener, mode, unbound } of policies)
    await tx
      .as<GatewayTables>()
      .insertInto('gateway.policies')
      .values({ listener, mode, unbound, changed_at: at })
      .onConflict((conflict) => conflict.column('listener').doUpdateSet({ mode, unbound, changed_at: at }))
      .execute();
};
