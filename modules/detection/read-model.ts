import { DomainError } from '@chedun/kernel';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { Records } from '@chedun/records';
import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';
import type { z } from 'zod';
import { lintRules } from '@chedun/sigma';
import type { RuleDetail, RuleFilter, RulePage, RulesetList, RuleSummary } from './contract.ts';
import { presentLint } from './domain/lint.ts';
import { asksForDetector } from './read-coverage.ts';
import type { DetectionTables } from './tables.ts';

type Reader = Pick<Records, 'read'>;
type Row = Omit<Selectable<DetectionTables['detection.rules']>, 'document' | 'yaml'> & {
  readonly hits24h: number;
  readonly exceptions: number;
};
type Filter = z.output<typeof RuleFilter>;

const DAY = 86_400_000;
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

const columns = [
  'id',
  'ruleset',
  'path',
  'sha256',
  'title',
  'title_zh',
  'level',
  'status',
  'author',
  'license',
  'product',
  'category',
  'service',
  'tags',
  'enabled',
  'group_minutes',
  'hits_total',
  'last_hit',
] as const;

const present = (row: Row): z.input<typeof RuleSummary> => ({
  id: row.id,
  title: row.title,
  titleZh: row.title_zh,
  level: LEVELS.find((level) => level === row.level) ?? 'medium',
  status: row.status,
  author: row.author,
  license: row.license,
  product: row.product,
  category: row.category,
  service: row.service,
  tags: row.tags,
  ruleset: row.ruleset,
  path: row.path,
  enabled: row.enabled,
  exceptions: Number(row.exceptions),
  hits24h: Number(row.hits24h),
  hitsTotal: row.hits_total,
  lastHit: row.last_hit?.toISOString() ?? null,
});

const rulesQuery = (records: Reader, now: number) =>
  records
    .read<DetectionTables>()
    .selectFrom('detection.rules as r')
    .select(columns.map((column) => `r.${column}` as const))
    .select([
      sql<number>`coalesce((select sum(h.hits) from detection.rule_hours h where h.rule_id = r.id and h.hour >= ${new Date(now - DAY)}), 0)`.as(
        'hits24h',
      ),
      sql<number>`(select count(*) from detection.exceptions e where e.rule_id = r.id)`.as('exceptions'),
    ]);

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const matching = <
  Q extends SelectQueryBuilder<DetectionTables & { r: DetectionTables['detection.rules'] }, 'r', object>,
>(
  query: Q,
  filter: Filter,
): Q => {
  const parts = [
    filter.search === undefined
      ? undefined
      : sql<boolean>`(r.title ilike ${likePattern(filter.search)} or r.title_zh ilike ${likePattern(filter.search)} or r.id = ${filter.search})`,
    filter.level === undefined ? undefined : sql<boolean>`r.level = any(${filter.level.split(',')})`,
    filter.product === undefined ? undefined : sql<boolean>`r.product = ${filter.product}`,
    filter.category === undefined ? undefined : sql<boolean>`r.category = any(${filter.category.split(',')})`,
    filter.ruleset === undefined ? undefined : sql<boolean>`r.ruleset = ${filter.ruleset}`,
    filter.tag === undefined ? undefined : sql<boolean>`r.tags && ${filter.tag.split(',')}::text[]`,
    filter.detector === undefined ? undefined : asksForDetector(filter.detector),
    filter.enabled === undefined ? undefined : sql<boolean>`r.enabled = ${filter.enabled === 'true'}`,
  ].filter((part) => part !== undefined);
  return parts.reduce((all, part) => all.where(part) as Q, query);
};

const ORDERS = {
  title: sql`r.title, r.id`,
  titleZh: sql`coalesce(r.title_zh, r.title), r.id`,
  level: sql`array_position(array['critical','high','medium','low','informational'], r.level), r.id`,
  hits24h: sql`hits24h desc, r.id`,
  lastHit: sql`r.last_hit desc nulls last, r.id`,
} as const;

const offsetOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new DomainError('detection.cursor-invalid', { field: 'cursor' });
  return Number(cursor);
};

/** Rules with their statistics. The set is small (thousands), so pages go by position. */
export const pageOfRules = async (records: Reader, filter: Filter, now: number): Promise<z.input<typeof RulePage>> => {
  const offset = offsetOf(filter.cursor);
  const counted = matching(
    records
      .read<DetectionTables>()
      .selectFrom('detection.rules as r')
      .select(sql<number>`count(*)`.as('total')) as never,
    filter,
  ) as unknown as {
    executeTakeFirstOrThrow: () => Promise<{ total: number }>;
  };
  const [rows, { total }] = await Promise.all([
    (matching(rulesQuery(records, now) as never, filter) as unknown as ReturnType<typeof rulesQuery>)
      .orderBy(ORDERS[filter.sort])
      .limit(filter.limit)
      .offset(offset)
      .execute(),
    counted.executeTakeFirstOrThrow(),
  ]);
  const end = offset + rows.length;
  return {
    items: rows.map((row) => present(row as Row)),
    next: end < total ? String(end) : null,
    total: Number(total),
  };
};

const scorecard = async (
  records: Reader,
  governance: GovernanceAsks,
  id: string,
  now: number,
): Promise<z.input<typeof RuleDetail>['scorecard']> => {
  const since = new Date(now - 30 * DAY);
  const days = await records
    .read<DetectionTables>()
    .selectFrom('detection.rule_hours')
    .where('rule_id', '=', id)
    .where('hour', '>=', since)
    .select((is) => [
      sql<string>`to_char(hour at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`.as('day'),
      is.fn.sum<number>('hits').as('hits'),
      is.fn.sum<number>('suppressed').as('suppressed'),
    ])
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .execute();
  const verdict = (await governance.verdictsByRule()).find((each) => each.ruleId === id) ?? {
    truePositive: 0,
    falsePositive: 0,
    open: 0,
  };
  const judged = verdict.truePositive + verdict.falsePositive;
  return {
    hitsPerDay: days.map(({ day, hits }) => ({ day, hits: Number(hits) })),
    truePositive: verdict.truePositive,
    falsePositive: verdict.falsePositive,
    open: verdict.open,
    precision: judged === 0 ? null : verdict.truePositive / judged,
    suppressed: days.reduce((sum, day) => sum + Number(day.suppressed), 0),
  };
};

/** One rule with its text, lint, exceptions and scorecard; throws `detection.rule-unknown`. */
export const ruleDetail = async (
  records: Reader,
  governance: GovernanceAsks,
  id: string,
  now: number,
): Promise<z.input<typeof RuleDetail>> => {
  const row = await rulesQuery(records, now).select(['r.yaml', 'r.document']).where('r.id', '=', id).executeTakeFirst();
  if (!row) throw new DomainError('detection.rule-unknown', { field: id });
  const exceptions = await records
    .read<DetectionTables>()
    .selectFrom('detection.exceptions')
    .selectAll()
    .where('rule_id', '=', id)
    .orderBy('created_at')
    .execute();
  const { document } = row;
  return {
    ...present(row as Row),
    yaml: row.yaml,
    description: document.description ?? '',
    references: [...document.references],
    falsePositives: [...document.falsepositives],
    lint: lintRules(row.yaml, { file: row.path }).map(presentLint),
    exceptionList: exceptions.map((each) => ({
      id: each.id,
      title: each.title,
      yaml: each.yaml,
      createdBy: each.created_by,
      createdAt: each.created_at.toISOString(),
    })),
    scorecard: await scorecard(records, governance, id, now),
    groupMinutes: row.group_minutes,
  };
};

/** All rule sets with their counts. */
export const listRulesets = async (records: Reader): Promise<z.input<typeof RulesetList>> => {
  const rows = await records
    .read<DetectionTables>()
    .selectFrom('detection.rulesets as s')
    .selectAll('s')
    .select([
      sql<number>`(select count(*) from detection.rules r where r.ruleset = s.id)`.as('rules'),
      sql<number>`(select count(*) from detection.rules r where r.ruleset = s.id and r.enabled)`.as('enabled'),
    ])
    .orderBy('s.id')
    .execute();
  return {
    items: rows.map((row) => ({
      id: row.id,
      title: row.title,
      origin: row.origin,
      license: row.license,
      rules: Number(row.rules),
      enabled: Number(row.enabled),
      failed: row.failed,
      importedAt: row.imported_at.toISOString(),
    })),
  };
};
