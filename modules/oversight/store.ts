import type { ActorRef, Json } from '@chedun/kernel';
import { toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import { oversightError } from './errors.ts';
import type { DeliveryRow, IncidentRow, NoticeRow, OversightTables } from './tables.ts';

/** What changes stand on. */
export interface StoreNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
}

/** The next number of a prefix and year, such as `TZ-2026-0007`; taken back with its transaction. */
export const nextNumber = async (tx: Tx, prefix: string, now: number): Promise<string> => {
  const year = new Date(now + 8 * 3_600_000).getUTCFullYear();
  const row = await tx
    .as<OversightTables>()
    .insertInto('oversight.numbers')
    .values({ prefix, year, last: 1 })
    .onConflict((on) => on.columns(['prefix', 'year']).doUpdateSet({ last: sql`numbers.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${prefix}-${year}-${String(row.last).padStart(4, '0')}`;
};

/** The number of the next change of a delivery. One transaction at a time takes it, so that no reader skips one. */
export const nextChange = async (tx: Tx): Promise<number> => {
  await sql`select pg_advisory_xact_lock(hashtext('oversight.changes'))`.execute(tx.as<OversightTables>());
  const { rows } = await sql<{ n: number }>`select nextval('oversight.changes')::int as n`.execute(
    tx.as<OversightTables>(),
  );
  return rows[0]?.n ?? 0;
};

/** A notice, locked. Throws `oversight.unknown`. */
export const lockNotice = async (tx: Tx, id: string): Promise<NoticeRow> => {
  const query = tx.as<OversightTables>().selectFrom('oversight.notices').selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw oversightError('oversight.unknown');
  return row;
};

/** A delivery, locked. Throws `oversight.unknown`. */
export const lockDelivery = async (tx: Tx, id: string): Promise<DeliveryRow> => {
  const query = tx
    .as<OversightTables>()
    .selectFrom('oversight.deliveries')
    .selectAll()
    .where('id', '=', id)
    .forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw oversightError('oversight.unknown');
  return row;
};

/** An incident, locked. Throws `oversight.unknown`. */
export const lockIncident = async (tx: Tx, id: string): Promise<IncidentRow> => {
  const query = tx.as<OversightTables>().selectFrom('oversight.incidents').selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw oversightError('oversight.unknown');
  return row;
};

/** A line of the course of a delivery. */
export interface StepOf {
  readonly delivery: string;
  readonly side: OversightTables['oversight.delivery_steps']['side'];
  readonly action: OversightTables['oversight.delivery_steps']['action'];
  readonly note?: string;
}

/** Adds a line to the course of a delivery. */
export const writeStep = async (
  tx: Tx,
  { newId, now }: Pick<StoreNeeds, 'newId' | 'now'>,
  { delivery, side, action, note = '' }: StepOf,
  actor: ActorRef,
): Promise<void> => {
  const row = { id: newId(), delivery, at: new Date(now()), by_name: actor.name, side, action, note: toText(note) };
  await tx.as<OversightTables>().insertInto('oversight.delivery_steps').values(row).execute();
};

/** Adds a line to the course of an incident. */
export const writeIncidentStep = async (
  tx: Tx,
  { newId, now }: Pick<StoreNeeds, 'newId' | 'now'>,
  incident: string,
  text: string,
  actor: ActorRef,
): Promise<void> => {
  const row = { id: newId(), incident, at: new Date(now()), by_name: actor.name, text: toText(text) };
  await tx.as<OversightTables>().insertInto('oversight.incident_steps').values(row).execute();
};

/** An audit line of something that was done. */
export const auditOf = (actor: ActorRef, action: string, kind: string, id: string, after: Json) =>
  ({ actor, action, target: { kind, id }, outcome: 'done', after }) as const;
