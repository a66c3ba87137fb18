import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import { DRILL_SOURCE } from './contract.ts';
import type { GovernanceAsks, RuleQuality } from './contract.ts';
import type { GovernanceTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;

const MOST_RECORDS = 20_000;

const qualityByRule = async (records: Reader, since: string): Promise<readonly RuleQuality[]> => {
  const { rows } = await sql<RuleQuality>`
    with seen as (
      select id, rule_id, status, count, opened_at, coalesce(asset_keys[1], '') as asset
      from governance.findings
      where rule_id is not null and status <> 'drill' and last_seen >= ${new Date(since)}
    ), decided as (
      select f.rule_id, percentile_cont(0.5) within group (
        order by extract(epoch from (h.at - f.opened_at)) / 60) as minutes
      from seen f join lateral (
        select min(at) as at from governance.finding_history
        where finding_id = f.id and kind = 'status'
      ) h on h.at is not null
      group by f.rule_id
    ), loudest as (
      select distinct on (rule_id) rule_id, asset, sum(count) as occurrences,
        count(*) filter (where status in ('resolved', 'risk-accepted', 'in-progress')) as judged_true
      from seen group by rule_id, asset order by rule_id, sum(count) desc, asset
    )
    select seen.rule_id as "ruleId", count(*)::int as alerts, sum(count)::float8 as occurrences,
      count(*) filter (where status in ('resolved', 'risk-accepted'))::int as "truePositive",
      count(*) filter (where status = 'false-positive')::int as "falsePositive",
      count(*) filter (where status in ('open', 'triaging', 'in-progress'))::int as open,
      max(decided.minutes)::float8 as "triageMinutes", max(loudest.asset) as "topAsset",
      max(loudest.occurrences)::float8 as "topAssetOccurrences", max(loudest.judged_true)::int as "topAssetTruePositive"
    from seen left join decided using (rule_id) left join loudest using (rule_id)
    group by seen.rule_id order by alerts desc, seen.rule_id`.execute(records.read<GovernanceTables>());
  return rows;
};

const recordsByRule = async (records: Reader, since: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  const { rows } = await sql<{ readonly rule: string; readonly record: string }>`
    select distinct rule_id as rule,
      concat(s -> 'ref' ->> 'journal', '/', s -> 'ref' ->> 'seq', '/', s -> 'ref' ->> 'index') as record
    from governance.findings, jsonb_array_elements(samples) s
    where rule_id is not null and status <> 'drill' and last_seen >= ${new Date(since)}
    limit ${MOST_RECORDS}`.execute(records.read<GovernanceTables>());
  const byRule = new Map<string, Set<string>>();
  for (const { rule, record } of rows) byRule.set(rule, (byRule.get(rule) ?? new Set()).add(record));
  return byRule;
};

const drillAlerts = async (records: Reader, since: string): ReturnType<GovernanceAsks['drillAlerts']> => {
  const rows = await records
    .read<GovernanceTables>()
    .selectFrom('governance.findings')
    .select(['id', 'rule_id', 'last_seen'])
    .where(sql<boolean>`asset_keys @> array[${`source:${DRILL_SOURCE}`}::text]`)
    .where('last_seen', '>=', new Date(since))
    .where('rule_id', 'is not', null)
    .execute();
  return rows.map(({ id, rule_id, last_seen }) => ({ id, ruleId: rule_id ?? '', at: last_seen.toISOString() }));
};

/** How well rules do, from the ledger. */
export const qualityReadModel = (
  records: Reader,
): Pick<GovernanceAsks, 'qualityByRule' | 'recordsByRule' | 'drillAlerts'> => ({
  qualityByRule: (since) => qualityByRule(records, since),
  recordsByRule: (since) => recordsByRule(records, since),
  drillAlerts: (since) => drillAlerts(records, since),
});
