import { readFile } from 'node:fs/promises';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import { SYSTEM_ACTOR, type Json } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import { jsonb, toText, type Tx } from '@chedun/records';
import { gradeOf, readGradeTable, type GradeTable, type Level } from '@chedun/regulations';
import { PackageReceived, type FilingFacts, type SupervisionAsks } from '@chedun/supervision/contract';
import type { WorkdayAsks } from '@chedun/workdays/contract';
import type { Lateness } from '../contract.ts';
import { gradeFactsOf, readFacts } from '../domain/read-facts.ts';
import { levelOf, nameOf, numberOf, reportOf } from '../domain/reports.ts';
import { firstRule, latenessOf } from '../domain/timing.ts';
import { writeIncidentStep, type StoreNeeds } from '../store.ts';
import type { IncidentRow, OversightTables, ReportRow } from '../tables.ts';

export interface IncidentNeeds extends StoreNeeds {
  readonly supervision: Pick<SupervisionAsks, 'filings'>;
  readonly deadlines: Pick<DeadlineAsks, 'rule' | 'start' | 'stop' | 'withdraw' | 'of'>;
  readonly workdays: WorkdayAsks;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly tables: () => Promise<GradeTables>;
}

/** The scales that reports are graded by again. */
export interface GradeTables {
  readonly miit: GradeTable;
  readonly cac: GradeTable;
}

/** Name under which the clocks of an incident are brought in order after its transaction. */
const RELAY_JOB = 'oversight/relays';

const FOLDER = new URL('../../../content/regulations/', import.meta.url);
const readTable = async (name: string): Promise<GradeTable> =>
  readGradeTable(JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')));

/** Reads the scales once. */
export const openTables = (): (() => Promise<GradeTables>) => {
  let kept: Promise<GradeTables> | undefined;
  return () =>
    (kept ??= Promise.all(['miit-281.json', 'cac.json'].map(readTable)).then(([miit, cac]) => {
      if (miit === undefined || cac === undefined) throw new Error('a table is missing');
      return { miit, cac };
    }));
};

type Data = Readonly<Record<string, Json>>;

/** Level that follows from the words of the newest reports by the scale of each. */
const graded = async (needs: IncidentNeeds, reports: readonly { readonly template: string; readonly data: Data }[]) => {
  const facts = readFacts(Object.assign({}, ...reports.map(({ data }) => data)) as Data);
  const { miit, cac } = await needs.tables();
  const isCac = reports.every(({ template }) => reportOf(template).regime === 'cac');
  const { level, trace } = gradeOf(isCac ? cac : miit, gradeFactsOf(facts));
  const said = trace.filter(({ kind }) => kind === 'met' || kind === 'below');
  return {
    facts,
    level,
    trace: said.map(({ title, value, level: reached, basis }) => ({ title, value, level: reached, basis })),
  };
};

/** The first report that can be held against a limit. */
export const lateness = async (
  needs: Pick<IncidentNeeds, 'deadlines' | 'workdays'>,
  reports: readonly Pick<ReportRow, 'template' | 'data' | 'received_at'>[],
  level: Level | null,
  operator: 'cii' | 'other',
): Promise<Lateness | null> => {
  const found: Lateness[] = [];
  for (const { template, data, received_at: at } of reports) {
    const { regime, kind } = reportOf(template);
    const rule = kind === 'first' ? firstRule(regime, level, operator) : undefined;
    if (rule === undefined) continue;
    const verdict = latenessOf(
      await needs.deadlines.rule(rule),
      { data, receivedAt: at.getTime() },
      needs.workdays.calendar(),
    );
    if (verdict !== null) found.push(verdict);
  }
  return found.toSorted((a, b) => b.lateMinutes - a.lateMinutes)[0] ?? null;
};

const incidentFor = async (
  tx: Tx,
  needs: IncidentNeeds,
  event: PackageReceived,
  filing: FilingFacts,
): Promise<Pick<IncidentRow, 'id' | 'operator' | 'confirmed'>> => {
  const at = new Date(event.at);
  const number = toText(numberOf(filing.data, filing.subject.id));
  const row = {
    id: needs.newId(),
    enterprise: event.enterprise,
    number,
    name: toText(nameOf(filing.data, filing.title.zh)),
    state: 'open' as const,
    operator: 'other' as const,
    claimed: null,
    computed: null,
    facts: '[]',
    trace: '[]',
    lateness: null,
    first_at: at,
    last_at: at,
  };
  return tx
    .as<OversightTables>()
    .insertInto('oversight.incidents')
    .values(row)
    .onConflict((on) => on.columns(['enterprise', 'number']).doUpdateSet({ last_at: at }))
    .returning(['id', 'operator', 'confirmed'])
    .executeTakeFirstOrThrow();
};

const keepReport = async (tx: Tx, event: PackageReceived, incident: string, filing: FilingFacts): Promise<void> => {
  const row = {
    id: event.submission,
    incident,
    filing: event.filing,
    template: event.template,
    version: event.version,
    title_zh: toText(filing.title.zh),
    title_en: toText(filing.title.en),
    level: levelOf(filing.data),
    data: jsonb(filing.data),
    received_at: new Date(event.at),
  };
  await tx
    .as<OversightTables>()
    .insertInto('oversight.incident_reports')
    .values(row)
    .onConflict((on) => on.column('id').doNothing())
    .execute();
};

/** A package of an incident becomes part of its entry on the desk; its relay clocks start after the transaction. */
export const takeReport =
  (needs: IncidentNeeds) =>
  async (payload: unknown, tx: Tx): Promise<void> => {
    const event = PackageReceived.parse(payload);
    if (event.kind !== 'incident') return;
    const filings = await needs.supervision.filings({ enterprise: event.enterprise, kind: 'incident' });
    const filing = filings.find((each) => each.filing === event.filing);
    if (filing === undefined) throw new Error(`filing ${event.filing} is not there yet`);
    const incident = await incidentFor(tx, needs, event, filing);
    await keepReport(tx, event, incident.id, filing);
    const tables = tx.as<OversightTables>();
    const reports = await tables
      .selectFrom('oversight.incident_reports')
      .selectAll()
      .where('incident', '=', incident.id)
      .orderBy('received_at')
      .orderBy('id')
      .limit(500)
      .execute();
    const claimed = reports.findLast(({ level }) => level !== null)?.level ?? null;
    const { facts, level, trace } = await graded(needs, reports);
    const late = await lateness(needs, reports, incident.confirmed ?? claimed ?? level, incident.operator);
    const values = {
      claimed,
      computed: facts.length === 0 ? null : level,
      facts: jsonb(facts),
      trace: jsonb(trace),
      lateness: late === null ? null : jsonb(late),
    };
    await tables.updateTable('oversight.incidents').set(values).where('id', '=', incident.id).execute();
    await writeIncidentStep(tx, needs, incident.id, `收到${filing.title.zh}（第 ${event.version} 版）`, SYSTEM_ACTOR);
    await needs.jobs.send(RELAY_JOB, { incident: incident.id }, { tx });
  };
