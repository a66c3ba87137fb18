import type { Records } from '@chedun/records';
import type { LaterEvaluation, RaisedAfterwards } from './contract.ts';
import { fingerprintOf } from './domain/report.ts';
import { judgeAfterwards } from './judged.ts';
import type { RuleBook } from './rule-book.ts';
import { raiseAlerts } from './stages/rules.ts';
import type { DetectResult, HitGroup } from './worker/detect-stage.ts';
import type { RulePack } from './worker/rule-pack.ts';

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

/** A rule of the book for the evaluation of older frames; see `DetectionAsks.evaluateLater`. */
export const evaluateLater =
  (records: Pick<Records, 'transaction'>, book: RuleBook) =>
  (ruleId: string): LaterEvaluation | undefined => {
    const packed = book.pack().rules.find(({ id }) => id === ruleId);
    const facts = book.facts(ruleId);
    if (packed === undefined || facts === undefined) return undefined;
    return {
      title: facts.title,
      titleZh: facts.titleZh,
      level: facts.level,
      worker: WORKER,
      init: { version: 1, rules: [packed] } satisfies RulePack,
      keep: ({ result, newestReceivedAt, ...frames }, also) => {
        const { groups } = result as DetectResult;
        return records.transaction(async (tx) => {
          if (!(await judgeAfterwards(tx, ruleId, frames))) return false;
          // What the alerts say is what the rule said when its evaluation began.
          await raiseAlerts(tx, groups, { facts: () => facts }, newestReceivedAt);
          await also(tx, raisedBy(groups));
          return true;
        });
      },
    };
  };
