import type { AssetRef, FindingSummary } from '@chedun/governance/contract';
import { Severity } from '@chedun/governance/contract';
import type { Contribution, RiskPolicy } from '../contract.ts';

const HOUR = 3_600_000;

/** Verdicts of people on a rule. */
export interface Verdicts {
  readonly truePositive: number;
  readonly falsePositive: number;
}

/** A score with the reasons for it. */
export interface Scored {
  /** 0 to 100, one decimal. */
  readonly score: number;
  readonly worst: Severity;
  readonly contributions: readonly Contribution[];
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** Share of what is left after `ageMs`: one half for every half-life; the future counts as now. */
export const decayOf = (ageMs: number, halfLifeHours: number): number =>
  0.5 ** (Math.max(0, ageMs) / (halfLifeHours * HOUR));

/** Statuses that still endanger: accepted risks do, resolved ones, false alarms and drills do not. */
const COUNTS: ReadonlySet<string> = new Set(['open', 'triaging', 'in-progress', 'risk-accepted']);

const confidenceOf = (finding: FindingSummary, policy: RiskPolicy, verdicts: Verdicts | undefined): number => {
  if (finding.status === 'in-progress' || finding.status === 'risk-accepted') return policy.confirmed;
  const judged = verdicts ? verdicts.truePositive + verdicts.falsePositive : 0;
  if (verdicts && judged >= policy.verdictsNeeded) return verdicts.truePositive / judged;
  return policy.confidence[finding.kind];
};

/**
 * The risk of an asset: each finding adds severity × confidence × weight of the asset, halved with every half-life since
 * it was last seen; all findings of one rule together add at most the cap; the sum ends at 100.
 */
export const scoreOf = (
  asset: AssetRef,
  findings: readonly FindingSummary[],
  policy: RiskPolicy,
  verdictsOf: (ruleId: string) => Verdicts | undefined,
  now: number,
): Scored => {
  const left = new Map<string, number>();
  const contributions = findings
    .filter(({ status }) => COUNTS.has(status))
    .map((finding): Contribution => {
      const severityPoints = policy.severityPoints[finding.severity];
      const confidence = confidenceOf(
        finding,
        policy,
        finding.ruleId === null ? undefined : verdictsOf(finding.ruleId),
      );
      const assetWeight = policy.assetWeights[asset.kind];
      const decay = decayOf(now - Date.parse(finding.lastSeen), policy.halfLifeHours);
      return {
        findingId: finding.id,
        rule: finding.ruleId ?? finding.module,
        title: finding.title,
        titleZh: finding.titleZh,
        severity: finding.severity,
        at: finding.lastSeen,
        severityPoints,
        confidence: round(confidence, 3),
        assetWeight,
        decay: round(decay, 4),
        points: round(severityPoints * confidence * assetWeight * decay, 2),
        counted: 0,
      };
    })
    .toSorted((a, b) => b.points - a.points || (a.findingId < b.findingId ? -1 : 1))
    .map((each) => {
      const room = left.get(each.rule) ?? policy.ruleCap;
      const counted = Math.min(room, each.points);
      left.set(each.rule, room - counted);
      return { ...each, counted: round(counted, 2) };
    });
  const sum = contributions.reduce((total, { counted }) => total + counted, 0);
  const worst = contributions.reduce((rank, { severity }) => Math.max(rank, Severity.options.indexOf(severity)), 0);
  return { score: Math.min(100, round(sum, 1)), worst: Severity.options[worst] ?? 'informational', contributions };
};
