import { HuntDetail, RuleCoverage } from '@chedun/hunt/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { huntText, waitForHunt, withRange } from './hunt.ts';

interface Flags extends ServerFlags {
  readonly from: string;
  readonly to: string;
  readonly coverage: boolean;
  readonly json: boolean;
}

const coverageText = (context: Context, { streams, live }: RuleCoverage): string =>
  [
    live
      ? say(context, { zh: '规则正在检测', en: 'the rule is at work' })
      : say(context, { zh: '规则未启用', en: 'the rule is not at work' }),
    ...streams.flatMap(({ stream, frames, judged, ranges }) => [
      say(context, {
        zh: `${stream}：${frames} 帧中已检测 ${judged} 帧`,
        en: `${stream}: ${judged} of ${frames} frames evaluated`,
      }),
      ...ranges.map(({ from, to }) => `  ${localTime(from)} – ${localTime(to)}`),
    ]),
  ].join('\n');

const coverage = async (context: Context, rule: string, flags: Flags): Promise<ExitCode> => {
  const path = `/hunts/coverage/${encodeURIComponent(rule)}`;
  const told = await ask(context, await targetOf(context, flags), { path, answer: RuleCoverage });
  show(context, flags, told, () => coverageText(context, told));
  return 0;
};

const run = async (context: Context, rule: string, flags: Flags): Promise<ExitCode> => {
  if (flags.coverage) return coverage(context, rule, flags);
  const target = await targetOf(context, flags);
  const body = JSON.stringify({ ruleId: rule, from: flags.from, to: flags.to });
  const started = await ask(context, target, { path: '/hunts/backfills', body, answer: HuntDetail });
  const hunt = await waitForHunt(context, target, started);
  show(context, flags, hunt, () => huntText(context, hunt));
  return hunt.state === 'done' ? 0 : 1;
};

/** `chedun backfill RULE`: evaluates an enabled rule on what was received before it was enabled, and raises its alerts. */
export const backfillCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'backfill', {
    zh: '用已启用的规则检测它启用前收到的事件并产生告警，不重不漏；失败以 1 结束',
    en: 'evaluate an enabled rule on what came before it and raise its alerts, each once; ends with 1 when it fails',
  })
    .argument('<rule>', say(context, { zh: '规则编号', en: 'id of the rule' }))
    .option('--coverage', say(context, { zh: '只显示规则已检测的范围', en: 'only show what it has evaluated' }), false);
  withServer(withJson(withRange(command, context), context), context).action((rule: string, flags: Flags) =>
    context.end(run(context, rule, flags)),
  );
};
