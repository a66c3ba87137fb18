import { createHash } from 'node:crypto';
import type { FindingReport } from '@chedun/governance/contract';
import { Severity } from '@chedun/governance/contract';
import type { MatchedField } from '@chedun/sigma';
import type { HitGroup } from '../worker/detect-stage.ts';

/** What an alert says about its rule. */
export interface RuleFacts {
  readonly id: string;
  readonly title: string;
  readonly titleZh: string | null;
  readonly level: string;
  readonly author: string;
  readonly license: string;
  readonly description: string;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly tags: readonly string[];
}

/** Obligations that every alert serves. */
const OBLIGATIONS = ['1.3-h'];
const MOST_MATCHED = 30;

const iso = (ms: number): string => new Date(ms).toISOString();

const matchedOf = (matched: readonly MatchedField[]): { field: string; value: string }[] =>
  matched
    .slice(0, MOST_MATCHED)
    .map(({ field, value }) => ({ field: (field ?? '*').slice(0, 300), value: (value ?? '').slice(0, 2000) }));

/** Longest fingerprint of the ledger. */
const MOST_FINGERPRINT = 200;

/** Same rule, same asset, same window = same alert. A long one is replaced by its digest, so that none is cut. */
export const fingerprintOf = (group: Pick<HitGroup, 'ruleId' | 'asset' | 'window'>): string => {
  const text = `rule:${group.ruleId}|${group.asset.kind}:${group.asset.id}|${group.window}`;
  return text.length <= MOST_FINGERPRINT ? text : `rule:${createHash('sha256').update(text).digest('hex')}`;
};

/** The finding that a group of hits reports. */
export const reportOf = (group: HitGroup, rule: RuleFacts): FindingReport => ({
  fingerprint: fingerprintOf(group),
  kind: 'alert',
  module: 'detection',
  title: rule.title.slice(0, 500),
  ...(rule.titleZh === null ? {} : { titleZh: rule.titleZh.slice(0, 500) }),
  severity: Severity.catch('medium').parse(rule.level),
  assets: [group.asset, ...group.concerned],
  obligations: OBLIGATIONS,
  count: group.count,
  firstSeen: iso(group.firstAt),
  lastSeen: iso(group.lastAt),
  receivedAt: iso(group.receivedAt),
  samples: [...group.samples],
  alert: {
    ruleId: rule.id,
    ruleTitle: rule.title.slice(0, 500),
    author: rule.author.slice(0, 1000),
    license: rule.license.slice(0, 100),
    description: rule.description.slice(0, 8000),
    references: rule.references.slice(0, 20).map((each) => each.slice(0, 1000)),
    falsePositives: rule.falsePositives.slice(0, 20).map((each) => each.slice(0, 1000)),
    tags: rule.tags.slice(0, 50).map((each) => each.slice(0, 100)),
    matched: matchedOf(group.matched),
  },
});
