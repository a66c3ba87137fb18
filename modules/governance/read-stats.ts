import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import { Severity } from './contract.ts';
import type { AssetRef, FindingStats, FindingStatsQuery, GovernanceAsks } from './contract.ts';
import { severityOf } from './domain/severity.ts';
import type { GovernanceTables } from './tables.ts';

type Stats = z.input<typeof FindingStats>;
type Range = z.output<typeof FindingStatsQuery>;

const OPEN = sql<boolean>`status in ('open', 'triaging', 'in-progress')`;
const MOST_POINTS = 96;
const MINUTE = 60_000;

/** Width of a point on the time line, in milliseconds: whole minutes, at most 96 points. */
export const pointWidth = (from: number, to: number): number =>
  Math.max(1, Math.ceil((to - from) / MOST_POINTS / MINUTE)) * MINUTE;

type Reader = Pick<Records, 'read'>;
const inRange = (records: Reader, { from, to, kind }: Range) =>
  records
    .read<GovernanceTables>()
    .selectFrom('governance.findings')
    .where('last_seen', '>=', new Date(from))
    .where('first_seen', '<', new Date(to))
    .where('status', '!=', 'drill')
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''));

const bySeverity = async (records: Reader, range: Range): Promise<Stats['bySeverity']> => {
  const rows = await inRange(records, range)
    .select((is) => [
      'severity',
      is.fn.countAll<number>().as('total'),
      sql<number>`count(*) filter (where ${OPEN})`.as('open'),
    ])
    .groupBy('severity')
    .execute();
  const known = new Map(rows.map((row) => [severityOf(row.severity), row]));
  return Severity.options.map((severity) => ({
    severity,
    open: known.get(severity)?.open ?? 0,
    total: known.get(severity)?.total ?? 0,
  }));
};

const overTime = async (records: Reader, { from, to, kind }: Range): Promise<Stats['overTime']> => {
  const width = pointWidth(Date.parse(from), Date.parse(to));
  const point = sql<Date>`to_timestamp(floor(extract(epoch from minute) * 1000 / ${width}::bigint) * ${width}::bigint / 1000)`;
  const rows = await records
    .read<GovernanceTables>()
    .selectFrom('governance.occurrence_minutes')
    .select((is) => [point.as('at'), 'severity', is.fn.sum<number>('count').as('count')])
    .where('minute', '>=', new Date(from))
    .where('minute', '<', new Date(to))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .groupBy(['at', 'severity'])
    .orderBy('at')
    .execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    severity: severityOf(row.severity),
    count: Number(row.count),
  }));
};

const topRules = async (records: Reader, range: Range): Promise<Stats['topRules']> => {
  const rows = await inRange(records, range)
    .where('rule_id', 'is not', null)
    .select((is) => [
      'rule_id',
      is.fn.max('title').as('title'),
      is.fn.max('title_zh').as('title_zh'),
      is.fn.max('severity').as('severity'),
      is.fn.sum<number>('count').as('count'),
    ])
    .groupBy('rule_id')
    .orderBy('count', 'desc')
    .limit(10)
    .execute();
  return rows.map((row) => ({
    ruleId: row.rule_id ?? '',
    title: row.title,
    titleZh: row.title_zh,
    severity: severityOf(row.severity),
    count: Number(row.count),
  }));
};

const topAssets = async (records: Reader, range: Range): Promise<Stats['topAssets']> => {
  const rows = await inRange(records, range)
    .select([sql<string>`unnest(asset_keys)`.as('key'), 'count', 'severity'])
    .$call((query) => records.read<GovernanceTables>().selectFrom(query.as('each')))
    .select((is) => ['key', is.fn.sum<number>('count').as('count'), is.fn.max('severity').as('worst')])
    .groupBy('key')
    .orderBy('count', 'desc')
    .limit(10)
    .execute();
  return rows.map((row) => {
    const [kind = '', ...id] = row.key.split(':');
    return { asset: { kind, id: id.join(':') } as AssetRef, count: Number(row.count), worst: severityOf(row.worst) };
  });
};

const openFindings = (records: Reader) =>
  records.read<GovernanceTables>().selectFrom('governance.findings').where(OPEN);

const statsOf = async (records: Reader, range: Range, now: number): Promise<Stats> => {
  const [overdue, latency] = await Promise.all([
    openFindings(records)
      .where('due_at', '<', new Date(now))
      .select((is) => is.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
    inRange(records, range)
      .select(sql<number | null>`percentile_cont(0.5) within group (order by latency_ms)`.as('median'))
      .executeTakeFirstOrThrow(),
  ]);
  const [severities, points, rules, assets] = await Promise.all([
    bySeverity(records, range),
    overTime(records, range),
    topRules(records, range),
    topAssets(records, range),
  ]);
  return {
    bySeverity: severities,
    overTime: points,
    topRules: rules,
    topAssets: assets,
    overdue: overdue.n,
    medianLatencyMs: latency.median,
  };
};

const countWhere = (condition: string) => sql<number>`count(*) filter (where ${sql.raw(condition)})`;

const verdictsByRule = async (records: Reader): ReturnType<GovernanceAsks['verdictsByRule']> => {
  const rows = await records
    .read<GovernanceTables>()
    .selectFrom('governance.findings')
    .where('rule_id', 'is not', null)
    .select([
      'rule_id',
      countWhere(`status in ('resolved', 'risk-accepted')`).as('truePositive'),
      countWhere(`status = 'false-positive'`).as('falsePositive'),
      countWhere(`status in ('open', 'triaging', 'in-progress')`).as('open'),
    ])
    .groupBy('rule_id')
    .execute();
  return rows.map((row) => ({
    ruleId: row.rule_id ?? '',
    truePositive: row.truePositive,
    falsePositive: row.falsePositive,
    open: row.open,
  }));
};

const verdictsBySignal = async (records: Reader): ReturnType<GovernanceAsks['verdictsBySignal']> => {
  const { rows } = await sql<Awaited<ReturnType<GovernanceAsks['verdictsBySignal']>>[number]>`
    select signal, ${countWhere(`status in ('resolved', 'risk-accepted')`)} as "truePositive",
      ${countWhere(`status = 'false-positive'`)} as "falsePositive",
      ${countWhere(`status in ('open', 'triaging', 'in-progress')`)} as "open"
    from (select distinct id, status, matched ->> 'value' as signal
      from governance.findings, jsonb_array_elements(alert -> 'matched') matched
      where rule_id is not null and matched ->> 'field' in ('signal', 'can.rule', 'v2x.rules')) asked
    group by signal`.execute(records.read<GovernanceTables>());
  return rows;
};

const alertsByRule = async (records: Reader, since: string): ReturnType<GovernanceAsks['alertsByRule']> => {
  const rows = await records
    .read<GovernanceTables>()
    .selectFrom('governance.findings')
    .where('rule_id', 'is not', null)
    .where('status', '!=', 'drill')
    .where('last_seen', '>=', new Date(since))
    .select((is) => ['rule_id', is.fn.countAll<number>().as('alerts')])
    .groupBy('rule_id')
    .execute();
  return rows.map((row) => ({ ruleId: row.rule_id ?? '', alerts: row.alerts }));
};

/** What is open, overdue, or closed without a conclusion: the facts of the check of the ledger. */
export interface LedgerFacts {
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
  readonly closedWithoutComment: number;
}

const ledgerFacts = (records: Reader, now: number): Promise<LedgerFacts> =>
  records
    .read<GovernanceTables>()
    .selectFrom('governance.findings')
    .select((is) => [
      is.fn.countAll<number>().as('total'),
      sql<number>`count(*) filter (where ${OPEN})`.as('open'),
      sql<number>`count(*) filter (where ${OPEN} and due_at < ${new Date(now)})`.as('overdue'),
      sql<number>`count(*) filter (where not ${OPEN} and not exists (select from governance.finding_history h
        where h.finding_id = governance.findings.id and h.kind = 'status' and h.comment is not null) and status <> 'drill')`.as(
        'closedWithoutComment',
      ),
    ])
    .executeTakeFirstOrThrow();

/** Numbers behind the situation overview, the scorecards and the check of the ledger. */
export const statsReadModel = (records: Reader, now: () => number) => ({
  stats: (range: Range) => statsOf(records, range, now()),
  verdictsByRule: () => verdictsByRule(records),
  verdictsBySignal: () => verdictsBySignal(records),
  alertsByRule: (since: string) => alertsByRule(records, since),
  ledgerFacts: () => ledgerFacts(records, now()),
});
