import type { RuleInUse } from '@chedun/detection/contract';
import type { RuleQuality } from '@chedun/governance/contract';
import type { Proposal } from '../contract.ts';

/** Occurrences a day on one asset from which it is noise. */
const NOISE_PER_DAY = 100;
/** Share of the occurrences that come from that asset. */
const NOISE_SHARE = 0.8;
/** Verdicts from which a precision says something. */
const VERDICTS = 5;
const POOR = 0.1;
/** Alerts a day of one rule from which grouping them longer is worth it. */
const ALERTS_PER_DAY = 10;
const MOST_GROUP_MINUTES = 1440;

/** A proposal before its exception is written. */
export type Draft = Omit<Proposal, 'exceptionYaml'>;

const base = (rule: RuleInUse, kind: Proposal['kind'], asset: string) => ({
  key: `${kind}|${rule.id}|${asset}`,
  kind,
  ruleId: rule.id,
  title: rule.title,
  titleZh: rule.titleZh,
  asset,
  groupMinutes: null,
});

const round = (value: number): number => Math.round(value * 10) / 10;

const exceptionDraft = (rule: RuleInUse, quality: RuleQuality, days: number): Draft | undefined => {
  const { topAsset, topAssetOccurrences, topAssetTruePositive, occurrences } = quality;
  const perDay = topAssetOccurrences / days;
  if (perDay < NOISE_PER_DAY || topAssetTruePositive > 0 || topAssetOccurrences < occurrences * NOISE_SHARE)
    return undefined;
  const percent = Math.round((topAssetOccurrences / occurrences) * 100);
  return {
    ...base(rule, 'exception', topAsset),
    savesPerDay: round(perDay),
    reason: {
      zh: `该规则每天在 ${topAsset} 上命中约 ${Math.round(perDay)} 次，占全部命中的 ${percent}%，没有一条被判为真实`,
      en: `The rule hits about ${Math.round(perDay)} times a day on ${topAsset}, ${percent} % of its hits, and none was judged true`,
    },
  };
};

const disableDraft = (rule: RuleInUse, quality: RuleQuality, days: number): Draft | undefined => {
  const decided = quality.truePositive + quality.falsePositive;
  if (decided < VERDICTS || quality.truePositive / decided >= POOR) return undefined;
  return {
    ...base(rule, 'disable', ''),
    savesPerDay: round(quality.alerts / days),
    reason: {
      zh: `已研判 ${decided} 条，其中误报 ${quality.falsePositive} 条，精确率 ${Math.round((quality.truePositive / decided) * 100)}%`,
      en: `${quality.falsePositive} of ${decided} judged alerts were false, a precision of ${Math.round((quality.truePositive / decided) * 100)} %`,
    },
  };
};

const groupDraft = (rule: RuleInUse, quality: RuleQuality, days: number): Draft | undefined => {
  const perDay = quality.alerts / days;
  const groupMinutes = Math.min(MOST_GROUP_MINUTES, rule.groupMinutes * 4);
  const concentrated = quality.topAssetOccurrences >= quality.occurrences * NOISE_SHARE;
  if (perDay < ALERTS_PER_DAY || !concentrated || groupMinutes <= rule.groupMinutes) return undefined;
  return {
    ...base(rule, 'group', quality.topAsset),
    groupMinutes,
    savesPerDay: round(perDay * (1 - rule.groupMinutes / groupMinutes)),
    reason: {
      zh: `同一资产 ${quality.topAsset} 每天产生约 ${round(perDay)} 条告警，合并窗口由 ${rule.groupMinutes} 分钟改为 ${groupMinutes} 分钟可合为约 ${Math.max(1, Math.round((perDay * rule.groupMinutes) / groupMinutes))} 条`,
      en: `About ${round(perDay)} alerts a day on ${quality.topAsset}; grouping ${groupMinutes} instead of ${rule.groupMinutes} minutes makes about ${Math.max(1, Math.round((perDay * rule.groupMinutes) / groupMinutes))} of them`,
    },
  };
};

/** What would make the alerts of `days` quieter without losing one that was judged true; the greatest saving first. */
export const draftProposals = (
  rules: readonly RuleInUse[],
  qualities: readonly RuleQuality[],
  days: number,
): Draft[] => {
  const byRule = new Map(qualities.map((each) => [each.ruleId, each]));
  return rules
    .flatMap((rule) => {
      const quality = byRule.get(rule.id);
      if (!quality) return [];
      const noise = exceptionDraft(rule, quality, days);
      return [noise, disableDraft(rule, quality, days), noise ? undefined : groupDraft(rule, quality, days)];
    })
    .filter((draft) => draft !== undefined)
    .toSorted((a, b) => b.savesPerDay - a.savesPerDay || (a.key < b.key ? -1 : 1));
};

/** Detection map of an exception: the field that holds the asset, with its exact value. */
export const exceptionFor = (
  asset: string,
  fields: readonly { readonly path: string; readonly value: string }[],
): string | null => {
  const id = asset.slice(asset.indexOf(':') + 1);
  const found = fields.find(({ value }) => value === id);
  return found === undefined || id === '' ? null : `${JSON.stringify(found.path)}: ${JSON.stringify(id)}\n`;
};
