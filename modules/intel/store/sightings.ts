import { toText, toJsonText, type Records, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { IntelTables } from '../tables.ts';
import type { Hit } from '../worker/hit.ts';

const HOUR = 3_600_000;

/** Key of a sighting: indicator and asset. */
export const sightingKey = (indicatorId: number, kind: string, id: string): string => `${indicatorId} ${kind} ${id}`;

/** When sightings were last told as an alert, by {@link sightingKey}; absent when never. */
export const toldTimes = async (
  records: Pick<Records, 'read'>,
  hits: readonly Hit[],
): Promise<ReadonlyMap<string, number>> => {
  const ids = [...new Set(hits.map(({ indicatorId }) => indicatorId))];
  if (ids.length === 0) return new Map();
  const assets = [...new Set(hits.map(({ subject }) => toText(subject.id)))];
  const rows = await records
    .read<IntelTables>()
    .selectFrom('intel.sightings')
    .select(['indicator_id', 'asset_kind', 'asset_id', 'told_at'])
    .where(sql<boolean>`indicator_id = any(${ids}::bigint[])`)
    .where(sql<boolean>`asset_id = any(${assets}::text[])`)
    .where('told_at', 'is not', null)
    .execute();
  return new Map(
    rows.map((row) => [sightingKey(row.indicator_id, row.asset_kind, row.asset_id), row.told_at?.getTime() ?? 0]),
  );
};

/** Adds hits to the sightings; `told` are the keys of those of which a record was made now. */
export const addSightings = async (
  tx: Tx,
  hits: readonly Hit[],
  options: { readonly told: ReadonlySet<string>; readonly now: number; readonly newId: () => string },
): Promise<void> => {
  if (hits.length === 0) return;
  const merged = new Map<string, Hit>();
  for (const hit of hits) {
    const key = sightingKey(hit.indicatorId, hit.subject.kind, hit.subject.id);
    const before = merged.get(key);
    if (before === undefined) merged.set(key, hit);
    else {
      const newest = before.lastAt > hit.lastAt ? before : hit;
      const [firstAt, count] = [Math.min(before.firstAt, hit.firstAt), before.count + hit.count];
      merged.set(key, { ...newest, firstAt, count });
    }
  }
  const rows = [...merged].map(([key, hit]) => ({
    id: options.newId(),
    indicator: hit.indicatorId,
    asset_kind: hit.subject.kind,
    asset_id: toText(hit.subject.id),
    observed: toText(hit.observed),
    field: hit.field,
    first: new Date(hit.firstAt).toISOString(),
    last: new Date(hit.lastAt).toISOString(),
    count: hit.count,
    ...hit.ref,
    history: hit.fromHistory,
    told: options.told.has(key) ? new Date(options.now).toISOString() : null,
  }));
  await sql`
    insert into intel.sightings as known (id, indicator_id, asset_kind, asset_id, observed, field, first_seen, last_seen,
      count, journal, seq, idx, from_history, told_at)
    select given.id, indicator, asset_kind, asset_id, observed, field, first, last, count, journal, seq, index, history, told
    from jsonb_to_recordset(${toJsonText(rows)}::jsonb) as given (id uuid, indicator bigint, asset_kind text, asset_id text,
      observed text, field text, first timestamptz, last timestamptz, count bigint, journal text, seq bigint, index integer,
      history boolean, told timestamptz)
    join intel.indicators still on still.id = indicator
    on conflict (indicator_id, asset_kind, asset_id) do update set
      first_seen = least(known.first_seen, excluded.first_seen), last_seen = greatest(known.last_seen, excluded.last_seen),
      count = known.count + excluded.count, from_history = known.from_history and excluded.from_history,
      observed = case when excluded.last_seen >= known.last_seen then excluded.observed else known.observed end,
      field = case when excluded.last_seen >= known.last_seen then excluded.field else known.field end,
      journal = case when excluded.last_seen >= known.last_seen then excluded.journal else known.journal end,
      seq = case when excluded.last_seen >= known.last_seen then excluded.seq else known.seq end,
      idx = case when excluded.last_seen >= known.last_seen then excluded.idx else known.idx end,
      told_at = coalesce(excluded.told_at, known.told_at)
  `.execute(tx.as<IntelTables>());
  await addHours(tx, hits);
};

const addHours = async (tx: Tx, hits: readonly Hit[]): Promise<void> => {
  const hours = new Map<string, { readonly indicator: number; readonly hour: string; count: number }>();
  for (const { indicatorId, lastAt, count } of hits) {
    const hour = new Date(Math.floor(lastAt / HOUR) * HOUR).toISOString();
    const key = `${indicatorId} ${hour}`;
    const row = hours.get(key) ?? { indicator: indicatorId, hour, count: 0 };
    row.count += count;
    hours.set(key, row);
  }
  await sql`
    insert into intel.sighting_hours as known (indicator_id, hour, count)
    select indicator, hour, given.count
    from jsonb_to_recordset(${toJsonText([...hours.values()])}::jsonb) as given (indicator bigint, hour timestamptz, count bigint)
    join intel.indicators still on still.id = indicator
    on conflict (indicator_id, hour) do update set count = known.count + excluded.count
  `.execute(tx.as<IntelTables>());
};

/** Last frame whose sightings are durable; 0 before the first. */
export const readPosition = async (records: Pick<Records, 'read'>, stream: string): Promise<number> => {
  const row = await records
    .read<IntelTables>()
    .selectFrom('intel.positions')
    .select('seq')
    .where('stream', '=', stream)
    .executeTakeFirst();
  return row?.seq ?? 0;
};

/** Locks and reads the position, within the transaction that moves it. */
export const lockPosition = async (tx: Tx, stream: string): Promise<number> => {
  const db = tx.as<IntelTables>();
  await db
    .insertInto('intel.positions')
    .values({ stream, seq: 0 })
    .onConflict((conflict) => conflict.column('stream').doNothing())
    .execute();
  const row = await db
    .selectFrom('intel.positions')
    .select('seq')
    .where('stream', '=', stream)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.seq;
};

/** Moves the position. */
export const savePosition = async (tx: Tx, stream: string, seq: number): Promise<void> => {
  await tx.as<IntelTables>().updateTable('intel.positions').set({ seq }).where('stream', '=', stream).execute();
};
