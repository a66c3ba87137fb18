import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { IngestTables } from './tables.ts';

/** Who reported lately. */
export interface ReportingFacts {
  readonly sourcesSeen: number;
  readonly vehiclesSeen: number;
  /** Vehicles whose state is known at all. */
  readonly states: number;
  /** Vehicles that reported within ten minutes; the longest heartbeat is four. */
  readonly fresh: number;
  readonly online: number;
  /** Vehicles by the alarm level they reported last, 0 to 4. */
  readonly byAlarmLevel: readonly number[];
}

const DAY = 86_400_000;
const FRESH = 600_000;
const LEVELS = [0, 1, 2, 3, 4] as const;

/** Counts who reported before `now` (ms). */
export const reportingFacts = async (records: Pick<Records, 'read'>, now: number): Promise<ReportingFacts> => {
  const read = records.read<IngestTables>();
  const dayAgo = new Date(now - DAY);
  const fresh = new Date(now - FRESH);
  const [sources, vehicles, levels] = await Promise.all([
    read
      .selectFrom('ingest.sources')
      .where('enabled', '=', true)
      .where('last_seen', '>=', dayAgo)
      .select((is) => is.fn.countAll<number>().as('seen'))
      .executeTakeFirst(),
    read
      .selectFrom('ingest.vehicle_states')
      .select((is) => [
        is.fn.countAll<number>().as('states'),
        sql<number>`count(*) filter (where received_at >= ${dayAgo})`.as('seen'),
        sql<number>`count(*) filter (where received_at >= ${fresh})`.as('fresh'),
        sql<number>`count(*) filter (where received_at >= ${fresh} and state->>'online' = 'true')`.as('online'),
      ])
      .executeTakeFirst(),
    read
      .selectFrom('ingest.vehicle_states')
      .where(sql<boolean>`state->>'alarmLevel' is not null`)
      .select((is) => [sql<number>`(state->>'alarmLevel')::int`.as('level'), is.fn.countAll<number>().as('vehicles')])
      .groupBy(sql`1`)
      .execute(),
  ]);
  const byLevel = new Map(levels.map((each) => [each.level, Number(each.vehicles)]));
  return {
    sourcesSeen: Number(sources?.seen ?? 0),
    vehiclesSeen: Number(vehicles?.seen ?? 0),
    states: Number(vehicles?.states ?? 0),
    fresh: Number(vehicles?.fresh ?? 0),
    online: Number(vehicles?.online ?? 0),
    byAlarmLevel: LEVELS.map((level) => byLevel.get(level) ?? 0),
  };
};
