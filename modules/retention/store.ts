import { toText, type Records, type Tx } from '@chedun/records';
import { sql, type Insertable } from 'kysely';
import type { RetentionTables, SegmentTable } from './tables.ts';
import type { HourCount } from './worker/hours-stage.ts';

type Reader = Pick<Records, 'read'>;

const MOST_ROWS = 1_000;

/** Last frame of a stream that is in the ledger; 0 before the first. */
export const readPosition = async (records: Reader, stream: string): Promise<number> => {
  const row = await records
    .read<RetentionTables>()
    .selectFrom('retention.positions')
    .select('seq')
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.seq ?? 0;
};

/** Moves the position, in the transaction of the counts; it never goes back. */
export const savePosition = async (tx: Tx, stream: string, seq: number): Promise<void> => {
  await tx
    .as<RetentionTables>()
    .insertInto('retention.positions')
    .values({ stream, seq })
    .onConflict((conflict) =>
      conflict.column('stream').doUpdateSet({ seq: sql`greatest(retention.positions.seq, excluded.seq)` }),
    )
    .execute();
};

/** Adds what arrived to the ledger. */
export const addHours = async (tx: Tx, stream: string, counts: readonly HourCount[]): Promise<void> => {
  const rows = counts
    .toSorted((a, b) => a.hour - b.hour || (a.source < b.source ? -1 : 1))
    .map(({ source, hour, frames, events, bytes, firstAt, lastAt }) => ({
      stream,
      source: toText(source),
      hour: new Date(hour),
      frames,
      events,
      bytes,
      first_at: new Date(firstAt),
      last_at: new Date(lastAt),
    }));
  for (let at = 0; at < rows.length; at += MOST_ROWS) {
    await tx
      .as<RetentionTables>()
      .insertInto('retention.hours')
      .values(rows.slice(at, at + MOST_ROWS))
      .onConflict((conflict) =>
        conflict.columns(['source', 'hour', 'stream']).doUpdateSet({
          frames: sql`retention.hours.frames + excluded.frames`,
          events: sql`retention.hours.events + excluded.events`,
          bytes: sql`retention.hours.bytes + excluded.bytes`,
          first_at: sql`least(retention.hours.first_at, excluded.first_at)`,
          last_at: sql`greatest(retention.hours.last_at, excluded.last_at)`,
        }),
      )
      .execute();
  }
};

/** Segments that are not removed, oldest first. */
export const keptSegments = (records: Reader, stream: string) =>
  records
    .read<RetentionTables>()
    .selectFrom('retention.segments')
    .selectAll()
    .where('stream', '=', stream)
    .where('removed_at', 'is', null)
    .orderBy('first_seq')
    .execute();

/** Notes a segment that was found sealed; one that is known stays as it is. */
export const addSegment = async (tx: Tx, segment: Insertable<SegmentTable>): Promise<void> => {
  await tx
    .as<RetentionTables>()
    .insertInto('retention.segments')
    .values(segment)
    .onConflict((conflict) => conflict.columns(['stream', 'first_seq']).doNothing())
    .execute();
};

/** Gives the segments up to a frame the time of the first checkpoint that covers them. */
export const noteCheckpoint = async (
  tx: Tx,
  stream: string,
  checkpoint: { readonly size: number; readonly time: number },
): Promise<void> => {
  await tx
    .as<RetentionTables>()
    .updateTable('retention.segments')
    .set({ checkpoint_at: new Date(checkpoint.time) })
    .where('stream', '=', stream)
    .where('checkpoint_at', 'is', null)
    .where('last_seq', '<=', checkpoint.size)
    .execute();
};

/** Total of the monotonic ledger; 0 before the first tick. */
export const readUptime = async (records: Reader): Promise<number> => {
  const row = await records
    .read<RetentionTables>()
    .selectFrom('retention.uptime')
    .select('uptime_ms')
    .executeTakeFirst();
  return row?.uptime_ms ?? 0;
};

/** Adds to the monotonic ledger. */
export const addUptime = async (tx: Tx, addMs: number, now: number): Promise<void> => {
  await tx
    .as<RetentionTables>()
    .insertInto('retention.uptime')
    .values({ id: 1, uptime_ms: Math.round(addMs), ticked_at: new Date(now) })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        uptime_ms: sql`retention.uptime.uptime_ms + excluded.uptime_ms`,
        ticked_at: new Date(now),
      }),
    )
    .execute();
};
