import type { CampaignState } from '@chedun/behaviour';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { WatchTables } from './tables.ts';

const HOUR = 3_600_000;

/** What a detector's row says. */
export interface DetectorRow {
  readonly enabled: boolean;
  readonly limits: Readonly<Record<string, number>>;
}

/** Last frame whose verdicts are durable; 0 before the first. */
export const readPosition = async (records: Pick<Records, 'read'>, stream: string): Promise<number> => {
  const row = await records
    .read<WatchTables>()
    .selectFrom('watch.positions')
    .select('seq')
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.seq ?? 0;
};

/** Moves the position, in the transaction that keeps what came of the frames; it never goes back. */
export const savePosition = async (tx: Tx, stream: string, seq: number): Promise<void> => {
  await tx
    .as<WatchTables>()
    .insertInto('watch.positions')
    .values({ stream, seq })
    .onConflict((conflict) =>
      conflict.column('stream').doUpdateSet({ seq: sql`greatest(watch.positions.seq, excluded.seq)` }),
    )
    .execute();
};

/** Adds how often detectors spoke. */
export const countSpoken = async (tx: Tx, spoken: ReadonlyMap<string, number>, at: number): Promise<void> => {
  const rows = [...spoken].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  const hour = new Date(Math.floor(at / HOUR) * HOUR);
  await tx
    .as<WatchTables>()
    .insertInto('watch.detectors')
    .values(
      rows.map(([id, count]) => ({ id: toText(id), limits: '{}', spoken_total: count, last_spoken: new Date(at) })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        spoken_total: sql`watch.detectors.spoken_total + excluded.spoken_total`,
        last_spoken: sql`greatest(watch.detectors.last_spoken, excluded.last_spoken)`,
      }),
    )
    .execute();
  await tx
    .as<WatchTables>()
    .insertInto('watch.spoken_hours')
    .values(rows.map(([detector, count]) => ({ detector: toText(detector), hour, count })))
    .onConflict((conflict) =>
      conflict.columns(['detector', 'hour']).doUpdateSet({ count: sql`watch.spoken_hours.count + excluded.count` }),
    )
    .execute();
};

/** Notes what kinds of observations came. */
export const noteFed = async (tx: Tx, fed: ReadonlyMap<string, number>, at: number): Promise<void> => {
  const rows = [...fed].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return;
  await tx
    .as<WatchTables>()
    .insertInto('watch.fed')
    .values(rows.map(([kind, count]) => ({ kind, at: new Date(at), count })))
    .onConflict((conflict) =>
      conflict
        .column('kind')
        .doUpdateSet({ at: sql`greatest(watch.fed.at, excluded.at)`, count: sql`watch.fed.count + excluded.count` }),
    )
    .execute();
};

/** Keeps what a person decided about a detector. */
export const saveDetector = async (tx: Tx, id: string, { enabled, limits }: DetectorRow): Promise<void> => {
  const values = { enabled, limits: jsonb({ ...limits }) };
  await tx
    .as<WatchTables>()
    .insertInto('watch.detectors')
    .values({ id, ...values, last_spoken: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
};

/** Rows of detectors by id, locked when `tx` is going to change them. */
export const readDetectors = async (records: Pick<Records, 'read'>): Promise<ReadonlyMap<string, DetectorRow>> => {
  const rows = await records
    .read<WatchTables>()
    .selectFrom('watch.detectors')
    .select(['id', 'enabled', 'limits'])
    .execute();
  return new Map(rows.map(({ id, enabled, limits }) => [id, { enabled, limits }]));
};

/** Keeps what detectors learnt. */
export const saveMemory = async (tx: Tx, memory: Readonly<Record<string, unknown>>, at: number): Promise<void> => {
  for (const [detector, state] of Object.entries(memory)) {
    const values = { state: jsonb(state ?? null), saved_at: new Date(at) };
    await tx
      .as<WatchTables>()
      .insertInto('watch.memory')
      .values({ detector, ...values })
      .onConflict((conflict) => conflict.column('detector').doUpdateSet(values))
      .execute();
  }
};

/** What detectors learnt before. */
export const readMemory = async (records: Pick<Records, 'read'>): Promise<Readonly<Record<string, unknown>>> => {
  const rows = await records.read<WatchTables>().selectFrom('watch.memory').select(['detector', 'state']).execute();
  return Object.fromEntries(rows.map(({ detector, state }) => [detector, state]));
};

/** Name of a signature as it is kept with its campaign. */
export interface SignatureName {
  readonly kind: 'rule' | 'signal';
  readonly zh: string;
  readonly en: string;
  readonly severity: string;
}

/** Opens campaigns or brings them up to date, with the count of the hour. */
export const putCampaigns = async (
  tx: Tx,
  campaigns: readonly CampaignState[],
  nameOf: (signature: string) => SignatureName,
  newId: () => string,
): Promise<void> => {
  for (const state of campaigns) {
    const { kind, zh, en, severity } = nameOf(state.signature);
    const changing = {
      window_h: state.windowH,
      vehicles: state.vehicles,
      estimated: state.estimated,
      last_seen: new Date(state.lastAt),
      sample_vins: state.sample.slice(0, 50).map(toText),
      peer_groups: jsonb(state.groups),
    };
    const row = await tx
      .as<WatchTables>()
      .insertInto('watch.campaigns')
      .values({
        id: newId(),
        signature: toText(state.signature),
        kind,
        title_zh: toText(zh),
        title_en: toText(en),
        severity,
        first_seen: new Date(state.firstAt),
        opened_at: new Date(state.openedAt),
        ...changing,
      })
      .onConflict((conflict) => conflict.columns(['signature', 'opened_at']).doUpdateSet(changing))
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .as<WatchTables>()
      .insertInto('watch.campaign_hours')
      .values({
        campaign_id: row.id,
        hour: new Date(Math.floor(state.lastAt / HOUR) * HOUR),
        vehicles: state.vehicles,
      })
      .onConflict((conflict) => conflict.columns(['campaign_id', 'hour']).doUpdateSet({ vehicles: state.vehicles }))
      .execute();
  }
};
