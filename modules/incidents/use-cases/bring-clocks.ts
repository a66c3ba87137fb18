import { SYSTEM_ACTOR } from '@chedun/kernel';
import { INCIDENTS, type IncidentRow } from '../store.ts';
import type { IncidentTables } from '../tables.ts';
import { bringClocks, type GradeNeeds } from './grade.ts';
import { startSummaries } from './work.ts';

/** Incidents that one run looks at; far more than anybody handles at a time. */
const MOST = 500;

const openRows = ({ records }: GradeNeeds): Promise<IncidentRow[]> =>
  records
    .read<IncidentTables>()
    .selectFrom(INCIDENTS)
    .selectAll()
    .where('state', '<>', 'closed')
    .orderBy('opened_at', 'desc')
    .limit(MOST)
    .execute();

/**
 * Brings the clocks of incidents in order that are not closed. What opens, grades and ends an incident does the same at once;
 * this makes good what a crash in between left out. A clock runs once, so nothing happens twice.
 */
export const bringAllClocks = (needs: GradeNeeds) => async (): Promise<void> => {
  for (const row of await openRows(needs)) {
    await bringClocks(needs, row, SYSTEM_ACTOR);
    if (row.response_ended_at !== null) await startSummaries(needs, row, row.response_ended_at.getTime(), SYSTEM_ACTOR);
  }
};
