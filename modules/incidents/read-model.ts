import { readPageCursor, writePageCursor } from '@chedun/http';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import { sql, type ExpressionBuilder } from 'kysely';
import type { z } from 'zod';
import type { Incident, IncidentFilter, IncidentPage, IncidentSummary, SettingsDetail } from './contract.ts';
import { firstReportGaps } from './domain/report-data.ts';
import { figuresOf, milestonesOf } from './read-figures.ts';
import { evidenceOf, reportsOf, sourceOf, timelineOf } from './read-parts.ts';
import {
  INCIDENTS,
  narrativeOf,
  readRow,
  readSettings,
  settingsInForce,
  type IncidentRow,
  type StoreNeeds,
} from './store.ts';
import type { IncidentTables } from './tables.ts';

/** What reading stands on. */
export interface ReadNeeds extends StoreNeeds {
  readonly clocks: Pick<DeadlineAsks, 'of'>;
  readonly findingById: GovernanceAsks['findingById'];
}

/** A row as lists show it. */
const summaryOf = (row: IncidentRow): IncidentSummary => ({
  id: row.id,
  number: row.number,
  title: row.title,
  state: row.state,
  knownAt: row.known_at.toISOString(),
  openedAt: row.opened_at.toISOString(),
  openedBy: row.opened_by,
  miitLevel: row.grading.miit.level,
  cacLevel: row.grading.cac.level,
  planStartedAt: row.plan_started_at?.toISOString() ?? null,
  findings: row.findings.length,
  vehicles: row.counted.vehicles,
});

type Filter = z.output<typeof IncidentFilter>;
type Where = ExpressionBuilder<IncidentTables, typeof INCIDENTS>;

const matches =
  ({ state, finding }: Pick<Filter, 'state' | 'finding'>) =>
  (where: Where) =>
    where.and([
      ...(state === 'all' ? [] : [where('state', state === 'closed' ? '=' : '<>', 'closed')]),
      ...(finding === undefined ? [] : [sql<boolean>`findings @> array[${finding}::uuid]`]),
    ]);

const pageOf = async ({ records }: ReadNeeds, filter: Filter): Promise<z.output<typeof IncidentPage>> => {
  const all = records.read<IncidentTables>().selectFrom(INCIDENTS).where(matches(filter));
  const { n } = await all.select((each) => each.fn.countAll<string>().as('n')).executeTakeFirstOrThrow();
  const after = readPageCursor(filter.cursor);
  const query = all
    .selectAll()
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  const paged =
    after === undefined
      ? query
      : query.where((where) => where(where.refTuple('opened_at', 'id'), '<', where.tuple(after.at, after.id)));
  const rows = await paged.execute();
  const items = rows.slice(0, filter.limit);
  const last = items.at(-1);
  return {
    items: items.map(summaryOf),
    next:
      rows.length > filter.limit && last !== undefined ? writePageCursor({ at: last.opened_at, id: last.id }) : null,
    total: Number(n),
  };
};

const linkedOf = async ({ findingById }: ReadNeeds, ids: readonly string[]): Promise<Incident['linked']> => {
  const found = await Promise.all(ids.map((id) => findingById(id)));
  return found.flatMap((each) => {
    if (each === undefined) return [];
    const { id, title, titleZh, severity, openedAt } = each;
    return [{ id, title, titleZh, severity, openedAt }];
  });
};

const detailOf = async (needs: ReadNeeds, id: string): Promise<Incident> => {
  const row = await readRow(needs.records, id);
  const source = await sourceOf(needs, row, 1);
  const rules = await needs.rules();
  return {
    ...summaryOf(row),
    planStartedBy: row.plan_started_by,
    responseEndedAt: row.response_ended_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    facts: row.facts,
    narrative: narrativeOf(row),
    recovery: row.recovery,
    linked: await linkedOf(needs, row.findings),
    grading: row.grading,
    counted: row.counted,
    clocks: [...(await needs.clocks.of({ kind: 'incident', id }))],
    timeline: await timelineOf(needs.records, id),
    evidence: await evidenceOf(needs.records, id),
    reports: await reportsOf(needs.records, id),
    lacking: {
      miitFirst: [...firstReportGaps(source, 'miit', rules).missing],
      cacFirst: [...firstReportGaps(source, 'cac', rules).missing],
    },
  };
};

const settingsOf = async (needs: ReadNeeds): Promise<z.output<typeof SettingsDetail>> => {
  const { provinces } = await needs.rules();
  return {
    settings: await readSettings(needs.records),
    inForce: await settingsInForce(needs),
    provinces: [...provinces.provinces.values()].map(({ code, name }) => ({ code, name })),
  };
};

/** What screens, checks and other modules read of incidents. */
export const incidentReadModel = (needs: ReadNeeds) => ({
  page: (filter: Filter) => pageOf(needs, filter),
  detail: (id: string) => detailOf(needs, id),
  figures: (since: number) => figuresOf(needs.records, since),
  milestones: (id: string) => milestonesOf(needs.records, id),
  endedSince: async (since: number) => {
    const rows = await needs.records
      .read<IncidentTables>()
      .selectFrom(INCIDENTS)
      .select(['id', 'response_ended_at'])
      .where('response_ended_at', '>=', new Date(since))
      .limit(1000)
      .execute();
    return rows.flatMap(({ id, response_ended_at: ended }) =>
      ended === null ? [] : [{ id, endedAt: ended.toISOString() }],
    );
  },
  settings: () => settingsOf(needs),
  summary: async (id: string) => {
    const query = needs.records.read<IncidentTables>().selectFrom(INCIDENTS).selectAll().where('id', '=', id);
    const row = await query.executeTakeFirst();
    return row === undefined ? undefined : summaryOf(row);
  },
  ofFinding: async (finding: string) => (await pageOf(needs, { state: 'all', finding, limit: 50 })).items,
});
export type IncidentReadModel = ReturnType<typeof incidentReadModel>;
