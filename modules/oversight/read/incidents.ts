import { readPageCursor, writePageCursor } from '@chedun/http';
import type { ClockLine } from '@chedun/deadline-ledger/contract';
import type { ClockRule } from '@chedun/deadlines';
import { sql, type SqlBool } from 'kysely';
import type { Incident, IncidentLine, IncidentPage, IncidentQuery, Missing, RelayLine } from '../contract.ts';
import { reportOf } from '../domain/reports.ts';
import { missingOf } from '../domain/timing.ts';
import { oversightError } from '../errors.ts';
import type { IncidentRow, OversightTables, ReportRow } from '../tables.ts';
import type { IncidentNeeds } from '../use-cases/take-report.ts';
import { subjectOf } from '../use-cases/work-incident.ts';
import { firmsOf, type ReadNeeds } from './notices.ts';

export type IncidentReadNeeds = ReadNeeds & Pick<IncidentNeeds, 'deadlines' | 'workdays'>;

/** Everything about incidents that lines are made of. */
interface Around {
  readonly row: IncidentRow;
  readonly reports: readonly ReportRow[];
  readonly clocks: readonly ClockLine[];
  readonly missing: readonly Missing[];
}

const RULES = ['NET-3', 'CAC-4'];

const rulesOf = async ({ deadlines }: IncidentReadNeeds): Promise<(id: string) => ClockRule> => {
  const all = new Map(await Promise.all(RULES.map(async (id) => [id, await deadlines.rule(id)] as const)));
  return (id) => {
    const found = all.get(id);
    if (found === undefined) throw new RangeError(id);
    return found;
  };
};

/** Reports, clocks and what is missing, of each incident. */
const aroundIncidents = async (needs: IncidentReadNeeds, rows: readonly IncidentRow[]): Promise<Around[]> => {
  if (rows.length === 0) return [];
  const reports = await needs.records
    .read<OversightTables>()
    .selectFrom('oversight.incident_reports')
    .selectAll()
    .where(
      'incident',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('received_at')
    .orderBy('id')
    .limit(5_000)
    .execute();
  const rule = await rulesOf(needs);
  const calendar = needs.workdays.calendar();
  const byIncident = Map.groupBy(reports, ({ incident }) => incident);
  return Promise.all(
    rows.map(async (row) => {
      const its = byIncident.get(row.id) ?? [];
      const came = its.map(({ template, data, received_at: at }) => ({ template, data, receivedAt: at.getTime() }));
      const ended = row.response_ended_at?.getTime();
      const open = row.state === 'open' ? missingOf(came, ended, { rule, calendar }, needs.now()) : [];
      return { row, reports: its, clocks: await needs.deadlines.of(subjectOf(row)), missing: open };
    }),
  );
};

const lineOf = ({ row, reports, clocks, missing }: Around, enterprise: IncidentLine['enterprise']): IncidentLine => {
  const running = clocks.filter(({ state }) => state === 'running');
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    enterprise,
    state: row.state,
    claimed: row.claimed,
    computed: row.computed,
    confirmed: row.confirmed,
    disagrees: row.computed !== null && row.computed !== (row.confirmed ?? row.claimed),
    regimes: [...new Set(reports.map(({ template }) => reportOf(template).regime))],
    reports: reports.length,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    lateMinutes: row.lateness?.lateMinutes ?? 0,
    relaysRunning: running.length,
    relaysOverdue: running.filter(({ overdue }) => overdue).length,
    missing: missing.length,
  };
};

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** Incidents, those heard of last first. Throws `http.cursor-invalid`. */
export const listIncidents =
  (needs: IncidentReadNeeds) =>
  async ({ state, search, cursor, limit }: IncidentQuery): Promise<IncidentPage> => {
    const from = readPageCursor(cursor);
    const found = needs.records
      .read<OversightTables>()
      .selectFrom('oversight.incidents')
      .$if(state !== 'all', (q) => q.where('state', '=', state === 'closed' ? 'closed' : 'open'))
      .$if(search !== undefined, (q) => {
        const pattern = likePattern(search ?? '');
        return q.where((is) => is.or([is('name', 'ilike', pattern), is('number', 'ilike', pattern)]));
      });
    const [rows, counted, firm] = await Promise.all([
      found
        .selectAll()
        .$if(from !== undefined, (q) =>
          q.where(sql<SqlBool>`(last_at, id) < (${from?.at}::timestamptz, ${from?.id}::uuid)`),
        )
        .orderBy('last_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute(),
      found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst(),
      firmsOf(needs),
    ]);
    const shown = await aroundIncidents(needs, rows.slice(0, limit));
    const last = shown.at(-1)?.row;
    return {
      items: shown.map((each) => lineOf(each, firm(each.row.enterprise))),
      next: rows.length > limit && last !== undefined ? writePageCursor({ at: last.last_at, id: last.id }) : null,
      total: counted?.total ?? 0,
    };
  };

const relayOf = (clock: ClockLine): RelayLine => ({
  clock: clock.id,
  rule: clock.rule.id,
  title: clock.rule.rule,
  recipients: clock.recipients,
  due: clock.due,
  dueAt: clock.dueAt,
  state: clock.state,
  overdue: clock.overdue,
  basis: clock.rule.basis,
  receiver: clock.endedBy ?? '',
  endedAt: clock.endedAt,
});

/** An incident with everything about it. Throws `oversight.unknown`. */
export const readIncident =
  (needs: IncidentReadNeeds) =>
  async (id: string): Promise<Incident> => {
    const db = needs.records.read<OversightTables>();
    const row = await db.selectFrom('oversight.incidents').selectAll().where('id', '=', id).executeTakeFirst();
    const [around] = row === undefined ? [] : await aroundIncidents(needs, [row]);
    if (around === undefined || row === undefined) throw oversightError('oversight.unknown');
    const [steps, firm] = await Promise.all([
      db
        .selectFrom('oversight.incident_steps')
        .selectAll()
        .where('incident', '=', id)
        .orderBy('at', 'desc')
        .limit(500)
        .execute(),
      firmsOf(needs),
    ]);
    return {
      incident: lineOf(around, firm(row.enterprise)),
      operator: row.operator,
      responseLevel: row.response_level,
      responseStartedAt: row.response_started_at?.toISOString() ?? null,
      responseEndedAt: row.response_ended_at?.toISOString() ?? null,
      reports: around.reports.map((each) => ({
        id: each.id,
        filing: each.filing,
        template: each.template,
        ...reportOf(each.template),
        version: each.version,
        title: { zh: each.title_zh, en: each.title_en },
        level: each.level,
        receivedAt: each.received_at.toISOString(),
      })),
      facts: row.facts,
      trace: row.trace,
      lateness: row.lateness,
      missing: [...around.missing],
      relays: around.clocks.map(relayOf),
      steps: steps.map(({ at, by_name: by, text }) => ({ at: at.toISOString(), by, text })),
    };
  };
