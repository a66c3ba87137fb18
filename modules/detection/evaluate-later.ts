import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { LaterEvaluation, RaisedAfterwards } from './contract.ts';
import { fingerprintOf } from './domain/report.ts';
import { judgeAfterwards, packedVersions } from './judged.ts';
import type { RuleBook } from './rule-book.ts';
import { raiseAlerts } from './stages/rules.ts';
import type { DetectResult, HitGroup } from './worker/detect-stage.ts';
import type { PackedRule, RulePack } from './worker/rule-pack.ts';

const WORKER = new URL('./worker/detect-stage.ts', import.meta.url);

const raisedBy = (groups: readonly HitGroup[]): RaisedAfterwards => ({
  hits: groups.reduce((sum, { count }) => sum + count, 0),
  alerts: groups.map((group) => ({
    fingerprint: fingerprintOf(group),
    asset: group.asset,
    matched: group.matched.map(({ field, value }) => ({ field: field ?? '*', value: value ?? '' })),
    samples: group.samples,
  })),
});

/** The rule together with what it was, under ids that cannot be those of rules. */
const packWith = async (
  records: Pick<Records, 'read'>,
  rule: PackedRule,
  told: readonly string[],
): Promise<RulePack> => {
  const before = (await packedVersions(records, rule.id, told)).map(({ version, packed }) => ({
    ...packed,
    id: `${rule.id} @${version}`,
  }));
  if (before.length < told.length) throw new Error('an older version of the rule is not kept');
  return { version: 1, rules: [rule, ...before], told: { [rule.id]: before.map(({ id }) => id) } };
};

/** A rule of the book for the evaluation of older frames; see `DetectionAsks.evaluateLater`. */
export const evaluateLater =
  (records: Pick<Records, 'read' | 'transaction'>, book: RuleBook) =>
  (ruleId: string): LaterEvaluation | undefined => {
    const packed = book.pack().rules.find(({ id }) => id === ruleId);
    const facts = book.facts(ruleId);
    const version = book.versionOf(ruleId);
    if (packed === undefined || facts === undefined || version === undefined) return undefined;
    return {
      title: facts.title,
      titleZh: facts.titleZh,
      level: facts.level,
      worker: WORKER,
      init: (told) => packWith(records, packed, told),
      keep: ({ result, newestReceivedAt, ...frames }, also) => {
        const { groups } = result as DetectResult;
        if (book.versionOf(ruleId) !== version) throw new DomainError('detection.changed-meanwhile', { field: ruleId });
        return records.transaction(async (tx) => {
          if (!(await judgeAfterwards(tx, { id: ruleId, version }, frames))) return false;
          // What the alerts say is what the rule said when its evaluation began.
          await raiseAlerts(tx, groups, { facts: () => facts }, newestReceivedAt);
          await also(tx, raisedBy(groups));
          return true;
        });
      },
    };
  };
