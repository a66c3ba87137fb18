import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { VehicleState } from './contract.ts';
import type { IngestTables } from './tables.ts';
import type { RefusedRecords, SourceCount } from './worker/ledger-stage.ts';

const MINUTE = 60_000;
/** Rows of one statement; PostgreSQL takes at most 65,535 parameters. */
const CHUNK = 2000;

const chunks = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK));

/** Last frame that a consumer made durable; 0 before the first. */
export const readPosition = async (
  records: Pick<Records, 'read'>,
  consumer: string,
  stream: string,
): Promise<number> => {
  const row = await records
    .read<IngestTables>()
    .selectFrom('ingest.positions')
    .select('seq')
    .where('consumer', '=', consumer)
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.seq ?? 0;
};

/**
 * Last frame of a consumer as the transaction sees it, locked until it ends. A commit whose answer was lost is tried
 * again: what is at or before this frame is in already.
 */
export const lockPosition = async (tx: Tx, consumer: string, stream: string): Promise<number> => {
  const row = await tx
    .as<IngestTables>()
    .selectFrom('ingest.positions')
    .select('seq')
    .where('consumer', '=', consumer)
    .where('stream', '=', stream)
    .forUpdate()
    .executeTakeFirst();
  return row?.seq ?? 0;
};

/** Moves a position forward, in the transaction of what it stands for. */
export const savePosition = async (tx: Tx, consumer: string, stream: string, seq: number): Promise<void> => {
  await tx
    .as<IngestTables>()
    .insertInto('ingest.positions')
    .values({ consumer, stream, seq })
    .onConflict((conflict) => conflict.columns(['consumer', 'stream']).doUpdateSet({ seq }))
    .execute();
};

/** Adds counts to their sources and minutes. A source that nobody declared is added as it shows up. */
export const countSources = async (tx: Tx, counts: readonly SourceCount[], now: Date): Promise<void> => {
  for (const count of counts) {
    const seen = new Date(count.newest);
    await tx
      .as<IngestTables>()
      .insertInto('ingest.sources')
      .values({
        id: count.source,
        title: count.source,
        kind: 'http',
        format: 'auto',
        retention: 'network',
        enabled: true,
        silent_after_minutes: 60,
        events: count.events,
        bytes: count.bytes,
        quarantined: count.quarantined,
        first_seen: seen,
        last_seen: seen,
        created_at: now,
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          events: sql`ingest.sources.events + excluded.events`,
          bytes: sql`ingest.sources.bytes + excluded.bytes`,
          quarantined: sql`ingest.sources.quarantined + excluded.quarantined`,
          first_seen: sql`coalesce(ingest.sources.first_seen, excluded.first_seen)`,
          last_seen: sql`greatest(ingest.sources.last_seen, excluded.last_seen)`,
        }),
      )
      .execute();
    await tx
      .as<IngestTables>()
      .insertInto('ingest.source_minutes')
      .values({
        source: count.source,
        minute: new Date(Math.floor(count.newest / MINUTE) * MINUTE),
        events: count.events,
        quarantined: count.quarantined,
      })
      .onConflict((conflict) =>
        conflict.columns(['minute', 'source']).doUpdateSet({
          events: sql`ingest.source_minutes.events + excluded.events`,
          quarantined: sql`ingest.source_minutes.quarantined + excluded.quarantined`,
        }),
      )
      .execute();
  }
};

/** Keeps what could not be read; one entry per frame and reason. */
export const addQuarantine = async (
  tx: Tx,
  stream: string,
  refused: readonly RefusedRecords[],
  newId: () => string,
): Promise<void> => {
  for (const part of chunks(refused)) {
    await tx
      .as<IngestTables>()
      .insertInto('ingest.quarantine')
      .values(
        part.map(({ seq, source, format, receivedAt, count, indexes, first }) => ({
          id: newId(),
          stream,
          seq,
          code: first.code,
          source,
          format,
          at: new Date(receivedAt),
          count,
          indexes: [...indexes],
          reason: toText(first.reason.slice(0, 1000)),
          place: first.place ?? null,
          size: first.size,
          preview: Buffer.from(first.preview),
        })),
      )
      .onConflict((conflict) => conflict.columns(['stream', 'seq', 'code']).doNothing())
      .execute();
  }
};

/** Keeps the newest state of vehicles. */
export const saveVehicles = async (tx: Tx, states: readonly VehicleState[], receivedAt: Date): Promise<void> => {
  for (const part of chunks(states)) {
    await tx
      .as<IngestTables>()
      .insertInto('ingest.vehicle_states')
      .values(
        part.map((state) => ({
          vin: toText(state.vin),
          at: new Date(state.at),
          received_at: receivedAt,
          state: jsonb(state),
        })),
      )
      .onConflict((conflict) =>
        conflict
          .column('vin')
          .doUpdateSet({ at: sql`excluded.at`, received_at: sql`excluded.received_at`, state: sql`excluded.state` }),
      )
      .execute();
  }
};
