import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { EventClock } from '../domain/event-clock.ts';
import type { CorrelationTables } from '../tables.ts';

/** A run over older frames of one stream. */
export interface RunPlace {
  readonly id: string;
  readonly stream: string;
}

/** Windows of a run as they were last written down. */
export interface SavedRun {
  readonly seq: number;
  readonly state: Uint8Array;
  readonly clock: EventClock | undefined;
  /** What the windows are of; with other versions they are of no use. */
  readonly versions: string;
}

/** The windows of a run; undefined before the first time that they were written down. */
export const readRun = async (records: Pick<Records, 'read'>, run: RunPlace): Promise<SavedRun | undefined> => {
  const row = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.afterwards')
    .selectAll()
    .where('run', '=', run.id)
    .where('stream', '=', run.stream)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const clock =
    row.clock_received === 0 ? undefined : { at: Number(row.clock_at), received: Number(row.clock_received) };
  return { seq: row.seq, state: row.state, clock, versions: row.versions };
};

/** Writes the windows of a run and its place in the journal. */
export const saveRun = async (
  tx: Tx,
  run: RunPlace,
  { seq, state, clock, versions }: SavedRun,
  now: number,
): Promise<void> => {
  const values = {
    seq,
    state: Buffer.from(state),
    clock_at: clock?.at ?? 0,
    clock_received: clock?.received ?? 0,
    versions,
    saved_at: new Date(now),
  };
  await tx
    .as<CorrelationTables>()
    .insertInto('correlation.afterwards')
    .values({ run: run.id, stream: run.stream, ...values })
    .onConflict((conflict) => conflict.columns(['run', 'stream']).doUpdateSet(values))
    .execute();
};

/** Forgets the windows of a run. */
export const dropRun = async (tx: Tx, run: RunPlace): Promise<void> => {
  await tx
    .as<CorrelationTables>()
    .deleteFrom('correlation.afterwards')
    .where('run', '=', run.id)
    .where('stream', '=', run.stream)
    .execute();
};

/** Forgets windows of runs that nobody went on with since a moment. */
export const forgetRuns = async (tx: Tx, before: number): Promise<void> => {
  await tx
    .as<CorrelationTables>()
    .deleteFrom('correlation.afterwards')
    .where('saved_at', '<', new Date(before))
    .execute();
};

/** Marks firings that were received since a moment and did not come out of a run; says how many. */
export const supersede = async (
  tx: Tx,
  run: RunPlace,
  of: { readonly ruleId: string; readonly version: string; readonly since: number; readonly now: number },
): Promise<number> => {
  const db = tx.as<CorrelationTables>();
  const { numUpdatedRows } = await db
    .updateTable('correlation.firings')
    .set({ superseded_at: new Date(of.now) })
    .where('rule_id', '=', of.ruleId)
    .where('version', '=', of.version)
    .where('stream', '=', run.stream)
    .where('received_at', '>=', new Date(of.since))
    .where('superseded_at', 'is', null)
    .where(sql<boolean>`run is distinct from ${run.id}`)
    .executeTakeFirst();
  const marked = Number(numUpdatedRows);
  if (marked > 0)
    await db
      .updateTable('correlation.documents')
      .set({ fired_total: sql`greatest(0, fired_total - ${marked})` })
      .where('id', '=', of.ruleId)
      .execute();
  return marked;
};
