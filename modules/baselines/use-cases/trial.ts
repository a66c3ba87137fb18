import { Baselines, type BaselineStats, type BaselineVerdict } from '@chedun/behaviour';
import type { ReadRule } from '../domain/read-rule.ts';
import { openSelector } from '../worker/selector.ts';
import type { LogSource } from '@chedun/sigma';

/** An event of a trial. */
export interface TrialEvent {
  readonly fields: object;
  readonly logsource: LogSource;
  readonly at: number;
}

/** What a rule makes of some events. */
export interface TrialResult {
  readonly selected: number;
  readonly incomplete: number;
  readonly stats: BaselineStats | undefined;
  readonly verdicts: readonly BaselineVerdict[];
}

const ID = 'trial';
const BYTES = 64 * 1024 * 1024;

/** Plays events in order of their time; each is received at its time. At the end an hour passes, so that buckets close. */
export const runTrial = (read: ReadRule, events: readonly TrialEvent[]): TrialResult => {
  const { rule, digest, document } = read;
  const baselines = new Baselines({ used: 0, most: BYTES });
  baselines.replace([{ id: ID, digest, rule }]);
  const selector = openSelector({
    version: 1,
    own: '',
    rules: [
      {
        id: ID,
        document,
        groupBy: rule.groupBy,
        field: 'field' in rule ? rule.field : '',
        answerField: 'answerField' in rule ? rule.answerField : '',
      },
    ],
  });
  let [selected, incomplete, last] = [0, 0, 0];
  for (const { fields, logsource, at } of events) {
    const hits = selector.select({ fields, logsource, time: at }, at, () => (incomplete += 1));
    for (const [, time, entity, value, answer] of hits) {
      baselines.observe({ rule: ID, at: time, received: at, entity, value, answer });
      selected += 1;
    }
    last = Math.max(last, at);
  }
  const open = rule.type === 'rate_anomaly' ? rule.bucketMs * 2 + rule.latenessMs : 0;
  if (selected > 0) baselines.pass(last + open);
  return { selected, incomplete, stats: baselines.stats(ID), verdicts: baselines.takeVerdicts() };
};
