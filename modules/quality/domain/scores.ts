import { Severity, type RuleQuality } from '@chedun/governance/contract';
import type { RuleInUse } from '@chedun/detection/contract';
import type { z } from 'zod';
import type { RuleScore, ScoreList, ScoreQuery } from '../contract.ts';

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 1000;

/** Family of a rule: product and category, or service. */
export const familyOf = ({ product, category, service }: Pick<RuleInUse, 'product' | 'category' | 'service'>): string =>
  [product, category === '' ? service : category].filter((part) => part !== '').join('/') || 'other';

/** Score card of one rule. */
const scoreOf = (rule: RuleInUse, quality: RuleQuality | undefined): RuleScore => {
  const { truePositive = 0, falsePositive = 0, open = 0, occurrences = 0 } = quality ?? {};
  return {
    ruleId: rule.id,
    title: rule.title,
    titleZh: rule.titleZh,
    level: Severity.catch('medium').parse(rule.level),
    family: familyOf(rule),
    hits30d: rule.hits30d,
    hits24h: rule.hits24h,
    alerts30d: quality?.alerts ?? 0,
    suppressedShare: share(rule.suppressed30d, rule.hits30d),
    truePositive,
    falsePositive,
    open,
    precision: share(truePositive, truePositive + falsePositive),
    triageMinutes: quality?.triageMinutes ?? null,
    topAsset: quality?.topAsset ?? '',
    topAssetShare: share(quality?.topAssetOccurrences ?? 0, occurrences),
    exceptions: rule.exceptions,
  };
};

const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
};

/** Smallest precision first, unknown last; everything else greatest first. */
const order = (sort: z.output<typeof ScoreQuery>['sort']) => (a: RuleScore, b: RuleScore) =>
  sort === 'precision'
    ? (a.precision ?? 2) - (b.precision ?? 2) || b.hits30d - a.hits30d
    : (b[sort] ?? -1) - (a[sort] ?? -1) || (a.ruleId < b.ruleId ? -1 : 1);

/** Rules that had hits or alerts, with sums over all of them. */
export const scoreList = (
  rules: readonly RuleInUse[],
  qualities: readonly RuleQuality[],
  { search, sort, limit }: z.output<typeof ScoreQuery>,
): z.input<typeof ScoreList> => {
  const byRule = new Map(qualities.map((each) => [each.ruleId, each]));
  const all = rules.map((rule) => scoreOf(rule, byRule.get(rule.id)));
  const speaking = all.filter(({ hits30d, alerts30d }) => hits30d + alerts30d > 0);
  const wanted = search?.toLowerCase();
  const found = speaking.filter(
    ({ title, titleZh, ruleId }) =>
      wanted === undefined || `${title}\n${titleZh ?? ''}\n${ruleId}`.toLowerCase().includes(wanted),
  );
  const sum = (of: (score: RuleScore) => number): number => speaking.reduce((total, each) => total + of(each), 0);
  const decided = sum(({ truePositive, falsePositive }) => truePositive + falsePositive);
  return {
    items: found.toSorted(order(sort)).slice(0, limit),
    total: found.length,
    summary: {
      enabled: rules.length,
      speaking: speaking.length,
      alerts30d: sum(({ alerts30d }) => alerts30d),
      decided,
      precision: share(
        sum(({ truePositive }) => truePositive),
        decided,
      ),
      triageMinutes: median(speaking.flatMap(({ triageMinutes }) => triageMinutes ?? [])),
    },
  };
};
