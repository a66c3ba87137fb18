import type { Check, CheckResult } from '@chedun/module';
import type { z } from 'zod';
import type { CorrelationEngine } from './contract.ts';
import type { CorrelationBook } from './correlation-book.ts';
import { replayOwn } from './own-correlations.ts';

interface Needs {
  readonly engine: () => Promise<z.input<typeof CorrelationEngine>>;
  /** Events on which evaluation failed since the start. */
  readonly failures: () => number;
  readonly book: Pick<CorrelationBook, 'plan'>;
}

const running = async ({ engine, failures }: Needs): Promise<CheckResult> => {
  const { running: at, broken, streams } = await engine();
  const refused = streams.reduce((sum, each) => sum + each.refused, 0);
  const late = streams.reduce((sum, each) => sum + each.late, 0);
  const sound = at > 0 && broken.length === 0 && refused === 0 && failures() === 0;
  return {
    outcome: sound ? 'pass' : 'fail',
    summary: {
      zh: `关联规则运行 ${at} 条，无法运行 ${broken.length} 条；达到容量上限未计入 ${refused} 次，迟到 ${late} 次`,
      en: `${at} correlations run, ${broken.length} cannot; ${refused} hits refused at a limit, ${late} too late`,
    },
    facts: { running: at, broken: broken.map(({ title }) => title).join(', '), refused, late, failures: failures() },
  };
};

const efficacy = async ({ book }: Needs): Promise<CheckResult> => {
  const enabled = new Set(book.plan().rules.map((rule) => rule.id ?? ''));
  const results = (await replayOwn()).filter(({ id }) => enabled.has(id));
  const failed = results.filter(({ faults }) => faults.length > 0).map(({ title }) => title);
  return {
    outcome: results.length > 0 && failed.length === 0 ? 'pass' : 'fail',
    summary: {
      zh:
        failed.length === 0
          ? `${results.length} 条内置关联规则的攻击时间线全部按预期触发`
          : `${failed.length} 条关联规则未通过自检：${failed.slice(0, 3).join('、')}`,
      en:
        failed.length === 0
          ? `the attack timelines of ${results.length} correlations all fire as they should`
          : `${failed.length} correlations fail their own timelines: ${failed.slice(0, 3).join(', ')}`,
    },
    facts: { tested: results.length, failed },
  };
};

/** Running checks of correlations. */
export const correlationChecks = (needs: Needs): Check[] => [
  {
    id: 'correlation.running',
    obligations: ['1.3-a', '1.3-d', '1.3-h'],
    title: { zh: '跨事件关联分析运行中', en: 'Events are correlated' },
    everyMinutes: 30,
    ttlHours: 4,
    run: () => running(needs),
  },
  {
    id: 'correlation.efficacy',
    obligations: ['1.1-k', '1.3-h'],
    title: { zh: '关联检测有效性：攻击时间线重放', en: 'Efficacy: timelines of attacks are replayed' },
    everyMinutes: 360,
    ttlHours: 24,
    run: () => efficacy(needs),
  },
];
