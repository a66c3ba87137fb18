import type { Check, CheckResult } from '@chedun/module';
import type { Drill, ExceptionReview } from './contract.ts';

interface Needs {
  readonly latestDrill: () => Promise<Drill | undefined>;
  readonly reviews: () => Promise<readonly ExceptionReview[]>;
  readonly now: () => number;
}

const HOUR = 3_600_000;
/** A drill runs every day. */
const OLD_HOURS = 26;

/** Every scheduled efficacy test produced its alert. */
const efficacy = async ({ latestDrill, now }: Needs): Promise<CheckResult> => {
  const drill = await latestDrill();
  if (!drill || drill.finishedAt === null)
    return {
      outcome: 'unknown',
      summary: { zh: '还没有检测演练', en: 'No drill has run yet' },
      facts: { drill: '' },
    };
  const missed = drill.results.filter(({ outcome }) => outcome === 'missed').map(({ family }) => family);
  const old = now() - Date.parse(drill.finishedAt) > OLD_HOURS * HOUR;
  const alerted = drill.results.length - missed.length;
  const slowest = Math.max(0, ...drill.results.flatMap(({ seconds }) => seconds ?? []));
  const passed = missed.length === 0 && alerted > 0 && !old;
  return {
    outcome: passed ? 'pass' : 'fail',
    summary: {
      zh: `${old ? '最近一次演练已超过 26 小时；' : ''}${drill.results.length} 类测试事件，${alerted} 类产生告警，最慢 ${slowest} 秒${missed.length > 0 ? `，未告警：${missed.join('、')}` : ''}`,
      en: `${old ? 'the last drill is older than 26 hours; ' : ''}${alerted} of ${drill.results.length} families raised their alert, the slowest after ${slowest} s${missed.length > 0 ? `; missed: ${missed.join(', ')}` : ''}`,
    },
    facts: {
      drill: drill.id,
      at: drill.startedAt,
      pairs: drill.results.map(({ family, findingId }) => `${family} → ${findingId ?? 'missed'}`).join('; '),
      missed: missed.join(', '),
      untested: drill.untested.join(', '),
      slowestSeconds: slowest,
    },
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
      zh: '检测有效性演练：每类规则的测试事件都产生告警',
      en: 'Efficacy tests: every test event raises its alert',
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
