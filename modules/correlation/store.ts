import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { EventClock } from './domain/event-clock.ts';
import { fingerprintOf, firingId, type CorrelationFacts, type PendingFiring } from './domain/report.ts';
import type { CorrelationTables, StreamStats } from './tables.ts';

/** A stream as it was last written down. */
interface Snapshot {
  readonly seq: number;
  readonly state: Uint8Array;
  readonly clock: EventClock | undefined;
  readonly stats: StreamStats;
  readonly savedAt: number;
}

/** The last snapshot of a stream; undefined before the first. */
export const readSnapshot = async (records: Pick<Records, 'read'>, stream: string): Promise<Snapshot | undefined> => {
  const row = await records
    .read<CorrelationTables>()
    .selectFrom('correlation.snapshots')
    .selectAll()
    .where('stream', '=', stream)
    .executeTakeFirst();
  if (!row) return undefined;
  const { seq, state, clock_at, clock_received, stats, saved_at } = row;
  const clock = clock_received === 0 ? undefined : { at: Number(clock_at), received: Number(clock_received) };
  return { seq, state, clock, stats, savedAt: saved_at.getTime() };
};

/** Writes the state of a stream and its place in the journal, which belong together. */
export const saveSnapshot = async (tx: Tx, stream: string, snapshot: Snapshot): Promise<void> => {
  const values = {
    seq: snapshot.seq,
    state: Buffer.from(snapshot.state),
    clock_at: snapshot.clock?.at ?? 0,
    clock_received: snapshot.clock?.received ?? 0,
    stats: jsonb({ ...snapshot.stats }),
    saved_at: new Date(snapshot.savedAt),
  };
  await tx
    .as<CorrelationTables>()
    .insertInto('correlation.snapshots')
    .values({ stream, ...values })
    .onConflict((conflict) => conflict.column('stream').doUpdateSet(values))
    .execute();
};

/** PostgreSQL takes at most 65,535 values in a statement. */
const FIRINGS_PER_INSERT = 1_000;

/** How firings come to be: at work, or in a run over older frames, which has the last word about them. */
export interface FiringOrigin {
  readonly versionOf: (rule: string) => string;
  readonly run: string | undefined;
}

const rowOf = (
  { stream, receivedAt, firing }: PendingFiring,
  groupMinutes: number,
  { versionOf, run }: FiringOrigin,
) => ({
  rule_id: firing.rule,
  firing_id: firingId(firing),
  stream,
  at: new Date(firing.at),
  from_at: new Date(firing.from),
  to_at: new Date(firing.to),
  value: firing.value,
  groups: jsonb(firing.group),
  refs: [...firing.refs],
  alone: firing.alone,
  fingerprint: toText(fingerprintOf(firing, groupMinutes)),
  received_at: new Date(receivedAt),
  version: versionOf(firing.rule),
  run: run ?? null,
  superseded_at: null,
});

/** What a run over older frames corrects of a firing that is there. */
const CORRECTED = {
  from_at: sql<Date>`excluded.from_at`,
  to_at: sql<Date>`excluded.to_at`,
  value: sql<number>`excluded.value`,
  refs: sql<string[]>`excluded.refs`,
  version: sql<string>`excluded.version`,
  run: sql<string>`excluded.run`,
  superseded_at: null,
};

/**
 * Writes firings down and returns those that were not there yet: only these are told. Two transactions that write the same
 * firing wait for one another, and one of them gets it.
 */
export const keepFirings = async (
  tx: Tx,
  pending: readonly PendingFiring[],
  factsOf: (rule: string) => CorrelationFacts | undefined,
  origin: FiringOrigin,
): Promise<PendingFiring[]> => {
  const byKey = new Map(pending.map((each) => [`${each.firing.rule} ${firingId(each.firing)}`, each]));
  const entries = [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  const fresh: PendingFiring[] = [];
  for (let at = 0; at < entries.length; at += FIRINGS_PER_INSERT) {
    const rows = await tx
      .as<CorrelationTables>()
      .insertInto('correlation.firings')
      .values(
        entries
          .slice(at, at + FIRINGS_PER_INSERT)
          .map((each) => rowOf(each, factsOf(each.firing.rule)?.groupMinutes ?? 60, origin)),
      )
      .onConflict((conflict) => {
        const there = conflict.columns(['rule_id', 'firing_id']);
        return origin.run === undefined ? there.doNothing() : there.doUpdateSet(CORRECTED);
      })
      .returning(['rule_id', 'firing_id', sql<boolean>`xmax = 0`.as('fresh')])
      .execute();
    fresh.push(...rows.flatMap((row) => (row.fresh ? (byKey.get(`${row.rule_id} ${row.firing_id}`) ?? []) : [])));
  }
  return fresh;
};

/** Adds firings to the totals of their correlations. */
export const countFirings = async (tx: Tx, fresh: readonly PendingFiring[]): Promise<void> => {
  const byRule = new Map<string, { count: number; last: number }>();
  for (const { firing } of fresh) {
    const sum = byRule.get(firing.rule) ?? { count: 0, last: 0 };
    byRule.set(firing.rule, { count: sum.count + 1, last: Math.max(sum.last, firing.at) });
  }
  for (const [id, { count, last }] of [...byRule].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await tx
      .as<CorrelationTables>()
      .updateTable('correlation.documents')
      .set({ fired_total: sql`fired_total + ${count}`, last_fired: sql`greatest(last_fired, ${new Date(last)})` })
      .where('id', '=', id)
      .execute();
  }
};

/** Removes firings that were received before a moment and lie before every snapshot. Returns how many. */
export const forgetFirings = async (tx: Tx, before: number): Promise<number> => {
  const gone = await tx
    .as<CorrelationTables>()
    .deleteFrom('correlation.firings')
    .where('received_at', '<', new Date(before))
    .where(
      'received_at',
      '<',
      sql<Date>`coalesce((select min(saved_at) - interval '1 day' from correlation.snapshots), 'infinity')`,
    )
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
};
