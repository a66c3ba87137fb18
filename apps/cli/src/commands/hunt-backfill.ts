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
  readonly correlation: boolean;
  readonly json: boolean;
}

const coverageText = (context: Context, { streams, live }: RuleCoverage): string =>
  [
    live
      ? say(context, { zh: '规则正在检测', en: 'the rule is at work' })
      : say(context, { zh: '规则未启用', en: 'the rule is not at work' }),
    ...streams.flatMap(({ stream, frames, judged, older, ranges }) => [
      say(context, {
        zh: `${stream}：${frames} 帧中已检测 ${judged} 帧`,
        en: `${stream}: ${judged} of ${frames} frames evaluated`,
      }),
      ...(older > 0
        ? [
            say(context, {
              zh: `  ${older} 帧只由旧版本检测过，可用新版本回补`,
              en: `  ${older} frames were evaluated by an older version only; a backfill evaluates them with the new one`,
            }),
          ]
        : []),
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
  const { from, to, correlation } = flags;
  const body = JSON.stringify({ ...(correlation ? { correlationId: rule } : { ruleId: rule }), from, to });
  const started = await ask(context, target, { path: '/hunts/backfills', body, answer: HuntDetail });
  const hunt = await waitForHunt(context, target, started);
  show(context, flags, hunt, () =>
    [
      huntText(context, hunt),
      ...(hunt.superseded > 0
        ? [
            say(context, {
              zh: `${hunt.superseded} 次触发的窗口当时不完整，已被取代`,
              en: `${hunt.superseded} firings of windows that had begun in the middle are superseded`,
            }),
          ]
        : []),
    ].join('\n'),
  );
  return hunt.state === 'done' ? 0 : 1;
};

/** `chedun backfill RULE`: evaluates an enabled rule on what was received before it was enabled, and raises its alerts. */
export const backfillCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'backfill', {
    zh: '用已启用的规则或关联规则检测它启用前（或修改前）收到的事件并产生告警，不重不漏；失败以 1 结束',
    en: 'evaluate an enabled rule or correlation on what came before it (or before its edit) and raise its alerts, each once; ends with 1 when it fails',
  })
    .argument('<rule>', say(context, { zh: '规则或关联规则的编号', en: 'id of the rule or correlation' }))
    .option(
      '--correlation',
      say(context, {
        zh: '给出的是关联规则的编号；从 --from 一直计算到现在',
        en: 'the id is that of a correlation; it is computed from --from up to now',
      }),
      false,
    )
    .option('--coverage', say(context, { zh: '只显示规则已检测的范围', en: 'only show what it has evaluated' }), false);
  withServer(withJson(withRange(command, context), context), context).action((rule: string, flags: Flags) =>
    context.end(run(context, rule, flags)),
  );
};
