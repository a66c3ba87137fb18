import { readPageCursor, writePageCursor } from '@chedun/http';
import type { Records } from '@chedun/records';
import type { z } from 'zod';
import type { RunFilter, RunPage } from './contract.ts';
import { summaryOf } from './read-run.ts';
import type { DrillTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
}

/** Runs, newest first. */
export const readRuns =
  ({ records }: Needs) =>
  async ({ scenario, state, cursor, limit }: z.output<typeof RunFilter>): Promise<z.output<typeof RunPage>> => {
    const all = records
      .read<DrillTables>()
      .selectFrom('drills.runs')
      .where((where) =>
        where.and([
          ...(scenario === undefined ? [] : [where('scenario', '=', scenario)]),
          ...(state === undefined ? [] : [where('state', '=', state)]),
        ]),
      );
    const after = readPageCursor(cursor);
    const { n } = await all.select((each) => each.fn.countAll<string>().as('n')).executeTakeFirstOrThrow();
    const rows = await all
      .selectAll()
      .where((where) =>
        where.and(
          after === undefined ? [] : [where(where.refTuple('prepared_at', 'id'), '<', where.tuple(after.at, after.id))],
        ),
      )
      .orderBy('prepared_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map(summaryOf),
      next: rows.length > limit && last !== undefined ? writePageCursor({ at: last.prepared_at, id: last.id }) : null,
      total: Number(n),
    };
  };

/** Runs that ended, newest first, for checks. */
export const endedRuns = async ({ records }: Needs) => {
  const rows = await records
    .read<DrillTables>()
    .selectFrom('drills.runs')
    .selectAll()
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(200)
    .execute();
  return rows.map(summaryOf);
};
