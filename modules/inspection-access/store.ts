import type { ActorRef, Json } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import type { Kysely } from 'kysely';
import { accessError } from './errors.ts';
import { INSPECTIONS, type AccessRow, type AccessTables } from './tables.ts';

/** An audit line about an inspection. */
export const auditOf = (actor: ActorRef, action: string, id: string, after: Json) =>
  ({ actor, action, target: { kind: 'inspection', id }, outcome: 'done', after }) as const;

/** An inspection, locked for a change. Throws `inspection-access.unknown`. */
export const lockInspection = async (tx: Tx, id: string): Promise<AccessRow> => {
  const query = tx.as<AccessTables>().selectFrom(INSPECTIONS).selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw accessError('inspection-access.unknown');
  return row;
};

/**
 * Inspections to which an account was let in, newest let-in first, at most 50; also those that it was shown out of, which
 * `shown_out_at` tells.
 */
export const visitsOf = (db: Kysely<AccessTables>, account: string) =>
  db
    .selectFrom('inspection_access.guests as guest')
    .innerJoin('inspection_access.inspections as inspection', 'inspection.id', 'guest.inspection')
    .selectAll('inspection')
    .select(['guest.inspector as inspector', 'guest.withdrawn_at as shown_out_at', 'guest.why as shown_out_why'])
    .where('guest.account', '=', account)
    .orderBy('guest.let_in_at', 'desc')
    .orderBy('guest.id', 'desc')
    .limit(50);

/** An inspection as one account was let in to it. */
export type Visit = Awaited<ReturnType<ReturnType<typeof visitsOf>['execute']>>[number];
