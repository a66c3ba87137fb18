import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { BaselineTables } from './tables.ts';

/** A rule that knows a stream, and what was looked through again for it. */
export interface Learnt {
  readonly rule: string;
  readonly digest: string;
  readonly frames: number;
  readonly selected: number;
  readonly deviations: number;
  /** Milliseconds, 0 when nothing was looked through. */
  readonly since: number;
}

/** Name of a rule with what it reads. */
export const learntKey = (id: string, digest: string): string => `${id}\n${digest}`;

/** Rules that know a stream: by a row of their own, or because something that they learnt is kept. */
export const readKnown = async (records: Pick<Records, 'read'>, stream: string): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ readonly id: string; readonly digest: string }>`
    select rule_id as id, digest from baselines.learning where stream = ${stream}
    union select distinct rule_id, digest from baselines.state where stream = ${stream}`.execute(
    records.read<BaselineTables>(),
  );
  return new Set(rows.map(({ id, digest }) => learntKey(id, digest)));
};

/** Writes down which rules know a stream from now on. */
export const markLearnt = async (tx: Tx, stream: string, learnt: readonly Learnt[], at: number): Promise<void> => {
  for (const { rule, digest, frames, selected, deviations, since } of learnt) {
    const values = {
      digest,
      frames,
      selected,
      deviations,
      since: since === 0 ? null : new Date(since),
      ended_at: new Date(at),
    };
    await tx
      .as<BaselineTables>()
      .insertInto('baselines.learning')
      .values({ stream, rule_id: rule, ...values })
      .onConflict((conflict) => conflict.columns(['stream', 'rule_id']).doUpdateSet(values))
      .execute();
  }
};

/** What was looked through again for a rule, over all streams; undefined when nothing was. */
export const readLookedBack = async (records: Pick<Records, 'read'>, rule: string, digest: string) => {
  const { rows } = await sql<{
    readonly frames: number;
    readonly selected: number;
    readonly deviations: number;
    readonly since: Date | null;
    readonly endedAt: Date | null;
  }>`select coalesce(sum(frames), 0)::float8 as frames, coalesce(sum(selected), 0)::float8 as selected,
      coalesce(sum(deviations), 0)::float8 as deviations, min(since) as since, max(ended_at) as "endedAt"
    from baselines.learning where rule_id = ${rule} and digest = ${digest} and frames > 0`.execute(
    records.read<BaselineTables>(),
  );
  const row = rows[0];
  return row === undefined || row.since === null || row.endedAt === null
    ? undefined
    : { ...row, since: row.since, endedAt: row.endedAt };
};
