import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { V2xTrustTables } from './tables.ts';
import type { Unit } from './unit-watch.ts';

/** A refused message as it is kept. */
export type FailureRow = V2xTrustTables['v2x_trust.failures'];

/** What gathered since the last writing. */
export interface Gathered {
  /** The minute that it counts for. */
  readonly at: Date;
  readonly counts: ReadonlyMap<string, number>;
  readonly failures: readonly FailureRow[];
  readonly units: readonly (readonly [id8: string, unit: Unit])[];
}

/** Refused messages that are kept in all. */
const MOST_FAILURES = 2000;

const writeCounts = async (tx: Tx, { at, counts }: Gathered): Promise<void> => {
  for (const [verdict, count] of counts)
    await tx
      .as<V2xTrustTables>()
      .insertInto('v2x_trust.minutes')
      .values({ at, verdict, count })
      .onConflict((known) =>
        known.columns(['at', 'verdict']).doUpdateSet({ count: sql`minutes.count + excluded.count` }),
      )
      .execute();
};

const writeFailures = async (tx: Tx, { failures }: Gathered): Promise<void> => {
  if (failures.length === 0) return;
  const db = tx.as<V2xTrustTables>();
  await db
    .insertInto('v2x_trust.failures')
    .values([...failures])
    .execute();
  const kept = db
    .selectFrom('v2x_trust.failures')
    .select('id')
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(MOST_FAILURES);
  await db.deleteFrom('v2x_trust.failures').where('id', 'not in', kept).execute();
};

const writeUnits = async (tx: Tx, { units }: Gathered): Promise<void> => {
  for (const [id8, { name, until, certificate, receiver, heardAt, messages, outside }] of units)
    await tx
      .as<V2xTrustTables>()
      .insertInto('v2x_trust.road_certificates')
      .values({ id8, name, until, certificate, receiver, heard_at: heardAt, messages, outside })
      .onConflict((known) =>
        known.column('id8').doUpdateSet({
          receiver,
          heard_at: heardAt,
          messages: sql`road_certificates.messages + excluded.messages`,
          outside: sql`road_certificates.outside + excluded.outside`,
        }),
      )
      .execute();
};

/** Writes what gathered, in one transaction. */
export const writeGathered = (records: Records, gathered: Gathered): Promise<void> =>
  records.transaction(async (tx) => {
    await writeCounts(tx, gathered);
    await writeFailures(tx, gathered);
    await writeUnits(tx, gathered);
  });

const KEPT_DAYS = 400;
const DAY = 86_400_000;

/** Forgets counts that are older than a year and a month. */
export const forgetOldCounts = (records: Records, now: number): Promise<void> =>
  records.transaction(async (tx) => {
    const before = new Date(now - KEPT_DAYS * DAY);
    await tx.as<V2xTrustTables>().deleteFrom('v2x_trust.minutes').where('at', '<', before).execute();
  });
