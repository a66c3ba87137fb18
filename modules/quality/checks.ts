import type { Check, CheckResult } from '@chedun/module';
import type { ExceptionReview, Proof, ProofList } from './contract.ts';

interface Needs {
  readonly proofs: () => Promise<ProofList>;
  readonly reviews: () => Promise<readonly ExceptionReview[]>;
}

const MOST_NAMED = 20;
const named = (all: readonly Proof[]): string =>
  `${all
    .slice(0, MOST_NAMED)
    .map(({ ruleTitle }) => ruleTitle)
    .join(', ')}${all.length > MOST_NAMED ? ', …' : ''}`;

/** Every enabled rule that can be played raised an alert for its test event within the last day. */
const efficacy = async ({ proofs }: Needs): Promise<CheckResult> => {
  const { items, summary } = await proofs();
  const { testable, proven, stale, missed, waiting, slowestSeconds } = summary;
  const facts = {
    enabled: summary.enabled,
    rulesTestable: testable,
    rulesProven: proven,
    proofsStale: stale,
    rulesToPlay: waiting,
    missed: named(items.filter(({ state }) => state === 'missed')),
    untested: summary.enabled - testable,
    slowestSeconds: slowestSeconds ?? 0,
  };
  if (proven + stale + missed === 0)
    return { outcome: 'unknown', summary: { zh: '还没有检测演练', en: 'No drill has run yet' }, facts };
  const isProven = missed === 0 && stale === 0 && waiting === 0;
  const rest = { zh: '', en: '' };
  if (missed > 0) Object.assign(rest, { zh: `，${missed} 条未告警`, en: `, ${missed} gave no alert` });
  if (stale > 0)
    Object.assign(rest, {
      zh: `${rest.zh}，${stale} 条超过 26 小时未演练`,
      en: `${rest.en}, ${stale} not within 26 hours`,
    });
  if (waiting > 0)
    Object.assign(rest, { zh: `${rest.zh}，${waiting} 条待演练`, en: `${rest.en}, ${waiting} still to be played` });
  return {
    outcome: isProven ? 'pass' : missed > 0 || stale > 0 ? 'fail' : 'unknown',
    summary: {
      zh: `可演练规则 ${testable} 条，26 小时内 ${proven} 条产生告警${rest.zh}；最慢 ${slowestSeconds ?? 0} 秒`,
      en: `${proven} of ${testable} rules that can be played raised their alert within 26 hours${rest.en}; the slowest took ${slowestSeconds ?? 0} s`,
    },
    facts,
  };
};

/** No exception is older than its date. */
const reviewed = async ({ reviews }: Needs): Promise<CheckResult> => {
  const all = await reviews();
  const overdue = all.filter((each) => each.overdue);
  return {
    outcome: overdue.length === 0 ? 'pass' : 'fail',
    summary: {
      zh: `规则例外 ${all.length} 条，到期未复核 ${overdue.length} 条`,
      en: `${all.length} exceptions, ${overdue.length} of them past their review date`,
    },
    facts: { exceptions: all.length, overdue: overdue.map(({ title }) => title).join(', ') },
  };
};

/** Running checks of 1.1-k (efficacy tests) and 1.3-a (exceptions do not blind the detection for ever). */
export const qualityChecks = (needs: Needs): Check[] => [
  {
    id: 'quality.efficacy',
    obligations: ['1.1-k'],
    title: {
      zh: '检测有效性演练：每条可演练规则的测试事件都产生告警',
      en: 'Efficacy tests: the test event of every rule raises its alert',
    },
    everyMinutes: 60,
    ttlHours: 26,
    run: () => efficacy(needs),
  },
  {
    id: 'quality.exceptions-reviewed',
    obligations: ['1.3-a'],
    title: { zh: '规则例外按期复核', en: 'Exceptions are reviewed in time' },
    everyMinutes: 60,
    ttlHours: 26,
    run: () => reviewed(needs),
  },
];
