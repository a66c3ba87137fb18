import type { Check, CheckResult } from '@chedun/module';
import type { z } from 'zod';
import type { BaselineEngine, BaselineSummary } from './contract.ts';
import { replayOwn, type Replayed } from './timelines.ts';

interface Needs {
  readonly list: () => Promise<readonly z.input<typeof BaselineSummary>[]>;
  readonly engine: () => Promise<z.input<typeof BaselineEngine>>;
  /** Events on which the selection failed since the start. */
  readonly failures: () => number;
  readonly replay?: () => Promise<readonly Replayed[]>;
}

/** Baselines are learnt of somebody, nothing is refused at a cap, and no rule is broken. */
const running = async ({ list, engine, failures }: Needs): Promise<CheckResult> => {
  const rules = (await list()).filter(({ enabled }) => enabled);
  const { refused, bytes } = await engine();
  const broken = rules.filter(({ state }) => state === 'broken');
  const watching = rules.filter(({ state }) => state === 'watching');
  const learning = rules.filter(({ state }) => state === 'learning');
  const entities = rules.reduce((sum, each) => sum + each.entities, 0);
  const sound = rules.length > 0 && broken.length === 0 && refused === 0 && failures() === 0;
  return {
    outcome: !sound ? 'fail' : watching.length > 0 ? 'pass' : 'unknown',
    summary: {
      zh: `启用行为基线规则 ${rules.length} 条：${watching.length} 条在判断，${learning.length} 条在学习，${broken.length} 条无法运行；已学习对象 ${entities} 个，达到上限未学习 ${refused} 次`,
      en: `${rules.length} behaviour rules on: ${watching.length} judge, ${learning.length} learn, ${broken.length} cannot run; ${entities} entities known, ${refused} refusals at a cap`,
    },
    facts: {
      watching: watching.length,
      learning: learning.length,
      broken: broken.map(({ title }) => title).join(', '),
      entities,
      bytes,
      refused,
      failures: failures(),
      told24h: rules.reduce((sum, each) => sum + each.told24h, 0),
    },
  };
};

/** Every enabled rule of ours tells the deviation that is played to it, and is quiet where nothing deviates. */
const efficacy = async ({ list, replay = replayOwn }: Needs): Promise<CheckResult> => {
  const on = new Set((await list()).filter(({ enabled }) => enabled).map(({ id }) => id));
  const results = (await replay()).filter(({ id }) => on.has(id));
  const failed = results.filter(({ faults }) => faults.length > 0).map(({ title }) => title);
  return {
    outcome: results.length > 0 && failed.length === 0 ? 'pass' : 'fail',
    summary: {
      zh:
        failed.length === 0
          ? `${results.length} 条内置行为基线规则的时间线全部按预期判断`
          : `${failed.length} 条行为基线规则未通过自检：${failed.slice(0, 3).join('、')}`,
      en:
        failed.length === 0
          ? `the timelines of ${results.length} behaviour rules all come out as they should`
          : `${failed.length} behaviour rules fail their own timelines: ${failed.slice(0, 3).join(', ')}`,
    },
    facts: { tested: results.length, failed },
  };
};

/** Running checks of 1.3-d: baselines of vehicles, accounts and interfaces. */
export const baselineChecks = (needs: Needs): Check[] => [
  {
    id: 'baselines.running',
    obligations: ['1.3-d'],
    title: { zh: '车辆、接口与账号行为基线', en: 'Baselines of vehicles, interfaces and accounts' },
    everyMinutes: 30,
    ttlHours: 4,
    run: () => running(needs),
  },
  {
    id: 'baselines.efficacy',
    obligations: ['1.1-k', '1.3-d'],
    title: { zh: '行为基线有效性：偏离时间线重放', en: 'Efficacy: timelines of deviations are replayed' },
    everyMinutes: 360,
    ttlHours: 24,
    run: () => efficacy(needs),
  },
];
