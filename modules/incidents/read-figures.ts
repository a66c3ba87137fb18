import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { IncidentMilestones } from './contract.ts';
import { INCIDENTS, TIMELINE, type IncidentRow } from './store.ts';
import type { IncidentTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;
type Line = Pick<Selectable<IncidentTables[typeof TIMELINE]>, 'incident' | 'kind' | 'at' | 'recorded_at' | 'detail'>;

/** What the checks of the notice need. */
export interface IncidentFigures {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly knownAt: number;
  readonly planStartedAt: number | null;
  readonly containedAt: number | null;
  readonly recovery: 'verified' | 'open';
  readonly reported: 'yes' | 'no';
}

const isRecovered = ({ recovery }: IncidentRow): boolean => recovery.length > 0 && recovery.every(({ done }) => done);

const linesOf = (records: Reader, ids: readonly string[]): Promise<Line[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : records
        .read<IncidentTables>()
        .selectFrom(TIMELINE)
        .select(['incident', 'kind', 'at', 'recorded_at', 'detail'])
        .where('incident', 'in', [...ids])
        .where('kind', 'in', ['phone-report', 'submitted', 'state', 'recovery'])
        .orderBy('id')
        .limit(50_000)
        .execute();

/** The first time that it was contained; an incident that broke out again stays what it was. */
const containedIn = (lines: readonly Line[]): Date | undefined =>
  lines.find(({ kind, detail }) => kind === 'state' && detail['to'] === 'contained')?.at;

const reportedIn = (lines: readonly Line[]): Date | undefined =>
  lines
    .filter(({ kind }) => kind === 'phone-report' || kind === 'submitted')
    .map(({ at }) => at)
    .toSorted((a, b) => a.getTime() - b.getTime())[0];

/** Incidents since a moment, for checks. */
export const figuresOf = async (records: Reader, since: number): Promise<IncidentFigures[]> => {
  const rows = await records
    .read<IncidentTables>()
    .selectFrom(INCIDENTS)
    .selectAll()
    .where('opened_at', '>=', new Date(since))
    .limit(1000)
    .execute();
  const lines = Map.groupBy(
    await linesOf(
      records,
      rows.map(({ id }) => id),
    ),
    ({ incident }) => incident,
  );
  return rows.map((row) => {
    const own = lines.get(row.id) ?? [];
    return {
      id: row.id,
      number: row.number,
      state: row.state,
      knownAt: row.known_at.getTime(),
      planStartedAt: row.plan_started_at?.getTime() ?? null,
      containedAt: containedIn(own)?.getTime() ?? null,
      recovery: isRecovered(row) ? 'verified' : 'open',
      reported: reportedIn(own) === undefined ? 'no' : 'yes',
    };
  });
};

/** Moments of an incident; undefined when it is not there. */
export const milestonesOf = async (records: Reader, id: string): Promise<IncidentMilestones | undefined> => {
  const query = records.read<IncidentTables>().selectFrom(INCIDENTS).selectAll().where('id', '=', id);
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  const lines = await linesOf(records, [id]);
  const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
  return {
    knownAt: row.known_at.toISOString(),
    planStartedAt: iso(row.plan_started_at),
    containedAt: iso(containedIn(lines)),
    reportedAt: iso(reportedIn(lines)),
    recoveredAt: isRecovered(row) ? iso(lines.findLast(({ kind }) => kind === 'recovery')?.recorded_at) : null,
    responseEndedAt: iso(row.response_ended_at),
    closedAt: iso(row.closed_at),
  };
};
