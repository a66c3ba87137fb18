import type { Check, CheckResult } from '@chedun/module';
import type { z } from 'zod';
import type { CorrelationEngine } from './contract.ts';
import type { CorrelationBook } from './correlation-book.ts';
import type { RequestJoin } from './request-join.ts';
import { replayOwn } from './own-correlations.ts';

interface Needs {
  readonly engine: () => Promise<z.input<typeof CorrelationEngine>>;
  /** Events on which evaluation failed since the start. */
  readonly failures: () => number;
  readonly book: Pick<CorrelationBook, 'plan'>;
  /** Joins the newest requests to interfaces with the other logs. */
  readonly join: () => Promise<RequestJoin>;
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

/** So many of a hundred requests have to be found in another log. */
const LEAST_JOINED = 95;
/** What the obligation asks for besides and nothing here does: so the check never passes. */
const LACKS = { zh: '数据血缘与接收方水印尚未检查', en: 'lineage and watermarks of recipients are not checked yet' };

/** Requests to interfaces are found again, by their id, in the logs of what they touched. */
const joined = async ({ join }: Needs): Promise<CheckResult> => {
  const { requests, withoutId, joined: found, otherAccount, logs, sampleJoined, sampleMissing } = await join();
  const share = requests === 0 ? 0 : Math.floor((100 * found) / requests);
  const sound = share >= LEAST_JOINED && otherAccount === 0;
  return {
    outcome: requests === 0 || sound ? 'unknown' : 'fail',
    summary: {
      zh:
        requests === 0
          ? '一天内没有收到接口访问日志，无法按请求标识关联'
          : `最近 ${requests} 次接口请求，${found} 次在其他日志中按请求标识找到（${share}%），${withoutId} 次没有标识，${otherAccount} 次账号不一致；${LACKS.zh}`,
      en:
        requests === 0
          ? 'no log of requests to interfaces came within a day, so nothing can be joined'
          : `${found} of the newest ${requests} requests are found by their id in other logs (${share} %), ${withoutId} have no id, ${otherAccount} stand there under another account; ${LACKS.en}`,
    },
    facts: {
      requests,
      joined: found,
      withoutId,
      otherAccount,
      logs: logs.map(({ source, requests: count }) => `${source} ${count}`).join(', '),
      sampleJoined,
      sampleMissing,
    },
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
  {
    id: 'correlation.request-join',
    obligations: ['3.2-g'],
    title: { zh: '按请求标识关联接口访问与其他日志', en: 'Requests are joined with other logs by their id' },
    everyMinutes: 360,
    ttlHours: 24,
    run: () => joined(needs),
  },
];
