import type { ActorRef, Clock } from '@chedun/kernel';
import type { PlatformTables } from './tables.ts';
import type { DeliveredEvent, Records, Tx } from './types.ts';

/** Loads a told event by id; undefined when there is none. */
export const readEvent = async (records: Pick<Records, 'read'>, id: string): Promise<DeliveredEvent | undefined> => {
  const row = await records
    .read<PlatformTables>()
    .selectFrom('platform.outbox')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // The column only ever receives the ActorRef of `tell`.
  const actor = row.actor as unknown as ActorRef;
  return { id: row.id, type: row.type, aggregate: row.aggregate, payload: row.payload, actor, at: row.at.getTime() };
};

/**
 * Marks an event as done for a reaction inside the reaction's own transaction. Answers false when it was done before;
 * a second delivery at the same time waits for the first one to commit or roll back.
 */
export const markReacted = async (tx: Tx, eventId: string, reaction: string, clock: Clock): Promise<boolean> => {
  const marked = await tx
    .as<PlatformTables>()
    .insertInto('platform.reactions')
    .values({ event_id: eventId, reaction, at: new Date(clock.now()) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return marked !== undefined;
};
