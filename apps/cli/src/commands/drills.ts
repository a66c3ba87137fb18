import { PlanDetail, ReportAnswer, ReviewPage, Run, RunPage, ScenarioList } from '@chedun/drills/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const JSON_BODY = { 'content-type': 'application/json' };

const STATES = {
  prepared: { zh: '已准备', en: 'prepared' },
  running: { zh: '进行中', en: 'running' },
  evaluated: { zh: '已评分', en: 'evaluated' },
  reviewed: { zh: '已复盘', en: 'reviewed' },
} as const;
const VERDICTS = {
  open: { zh: '待定', en: 'open' },
  met: { zh: '达到', en: 'met' },
  missed: { zh: '未达到', en: 'missed' },
} as const;

const scenarios = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: '/drills/scenarios',
    answer: ScenarioList,
  });
  const rows = answer.items.map(({ id, title, minutes, expectations, missing }) => [
    id,
    plain(say(context, title)),
    String(minutes),
    String(expectations),
    String(missing.length),
  ]);
  const head = [
    'ID',
    say(context, { zh: '场景', en: 'SCENARIO' }),
    say(context, { zh: '分钟', en: 'MINUTES' }),
    say(context, { zh: '检查点', en: 'EXPECTED' }),
    say(context, { zh: '未启用的规则', en: 'RULES OFF' }),
  ];
  show(context, flags, answer, () => table(head, rows));
  return answer.items.some(({ missing }) => missing.length > 0) ? 1 : 0;
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const page = await ask(context, await targetOf(context, flags), {
    path: '/drills/runs',
    query: { limit: 100 },
    answer: RunPage,
  });
  const rows = page.items.map((run) => [
    run.number,
    plain(say(context, run.title)),
    say(context, STATES[run.state]),
    run.score === null ? '' : String(run.score),
    run.secondsToDetect === null ? '' : `${run.secondsToDetect} s`,
    run.id,
  ]);
  const head = [
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '演练', en: 'DRILL' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '得分', en: 'SCORE' }),
    say(context, { zh: '检出用时', en: 'DETECTED AFTER' }),
    'ID',
  ];
  show(context, flags, page, () => table(head, rows));
  return 0;
};

const runText = (context: Context, run: Run): string =>
  [
    `${run.number} ${plain(say(context, run.title))} ${say(context, STATES[run.state])}${run.score === null ? '' : ` ${run.score}`}`,
    ...run.injects.map(({ title, playedAt, records, detected, kind }) =>
      [
        playedAt === null ? say(context, { zh: '  未注入', en: '  waits' }) : `  ${localTime(playedAt)}`,
        plain(say(context, title)),
        kind === 'technical' && playedAt !== null ? `${detected}/${records}` : '',
      ].join(' '),
    ),
    ...run.expectations.map(({ title, verdict, targets }) =>
      [
        `  ${say(context, VERDICTS[verdict])}`,
        plain(say(context, title)),
        targets.flatMap(({ seconds }) => (seconds === null ? [] : [`${seconds} s`])).join(' '),
      ].join(' '),
    ),
    run.id,
  ].join('\n');

const showRun = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/drills/runs/${encodeURIComponent(id)}`;
  const run = await ask(context, await targetOf(context, flags), { path, answer: Run });
  show(context, flags, run, () => runText(context, run));
  return run.expectations.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
};

const begin = async (
  context: Context,
  scenario: string,
  { observer, ...flags }: Flags & { readonly observer: string },
): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const order = {
    method: 'POST',
    path: '/drills/runs',
    headers: JSON_BODY,
    body: JSON.stringify({ scenario, observer }),
    answer: Run,
  } as const;
  const prepared = await ask(context, target, order);
  const run = await ask(context, target, { method: 'POST', path: `/drills/runs/${prepared.id}/start`, answer: Run });
  show(context, flags, run, () => runText(context, run));
  return 0;
};

const report = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/drills/runs/${encodeURIComponent(id)}/report`,
    answer: ReportAnswer,
  });
  show(context, flags, answer, () => `${answer.document} v${answer.version} SM3 ${answer.sm3}`);
  return 0;
};

const reviews = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const page = await ask(context, await targetOf(context, flags), {
    path: '/drills/reviews',
    query: { limit: 100 },
    answer: ReviewPage,
  });
  const rows = page.items.map((each) => [
    each.number,
    plain(each.title),
    each.state === 'signed' ? say(context, { zh: '已签署', en: 'signed' }) : say(context, { zh: '填写中', en: 'open' }),
    `${each.items - each.openItems}/${each.items}`,
    String(each.overdueItems),
  ]);
  const head = [
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '对象', en: 'SUBJECT' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '已整改', en: 'MENDED' }),
    say(context, { zh: '逾期', en: 'OVERDUE' }),
  ];
  show(context, flags, page, () => table(head, rows));
  return page.items.some(({ overdueItems }) => overdueItems > 0) ? 1 : 0;
};

const plan = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const detail = await ask(context, await targetOf(context, flags), { path: '/drills/plan', answer: PlanDetail });
  const inForce = detail.versions.find(({ approvedAt }) => approvedAt !== null);
  show(context, flags, detail, () =>
    inForce === undefined
      ? say(context, { zh: '没有已批准的应急预案', en: 'no emergency plan is approved' })
      : [
          `v${inForce.version} ${localTime(inForce.approvedAt ?? '')} SM3 ${inForce.sm3 ?? ''}`,
          ...inForce.playbooks.map(({ name, version, dry }) => `  ${plain(name)} ${version} ${dry ?? ''}`),
          ...inForce.changed.map((name) =>
            say(context, { zh: `  ${plain(name)} 已有新版本`, en: `  ${plain(name)} has another version` }),
          ),
        ].join('\n'),
  );
  return inForce === undefined || inForce.changed.length > 0 ? 1 : 0;
};

/** `chedun drills scenarios | list | show | start | report | reviews | plan`. */
export const drillsCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'drills', { zh: '应急演练与复盘', en: 'drills and reviews' });
  const plainly = (name: string, about: { zh: string; en: string }, run: typeof list): void => {
    const made = addCommand(group, context, name, about);
    withServer(withJson(made, context), context).action((flags: Flags) => context.end(run(context, flags)));
  };
  const byId = (name: string, about: { zh: string; en: string }, run: typeof showRun): void => {
    const made = addCommand(group, context, name, about).argument('<id>', say(context, { zh: '编号', en: 'id' }));
    withServer(withJson(made, context), context).action((id: string, flags: Flags) =>
      context.end(run(context, id, flags)),
    );
  };
  plainly(
    'scenarios',
    { zh: '演练场景；有规则未启用时以 1 结束', en: 'scenarios; ends with 1 when rules are not at work' },
    scenarios,
  );
  plainly('list', { zh: '演练记录', en: 'drills so far' }, list);
  byId(
    'show',
    { zh: '一次演练；有检查点未达到时以 1 结束', en: 'a drill; ends with 1 when something was missed' },
    showRun,
  );
  const started = addCommand(group, context, 'start', {
    zh: '准备并开始一次演练（隔离环境）',
    en: 'prepare and start a drill (in an isolated tenant)',
  })
    .argument('<scenario>', say(context, { zh: '场景', en: 'scenario' }))
    .addOption(optionOf(context, '--observer <name>', { zh: '观察员', en: 'observer' }).default(''));
  withServer(withJson(started, context), context).action(
    (scenario: string, flags: Flags & { readonly observer: string }) => context.end(begin(context, scenario, flags)),
  );
  byId('report', { zh: '签发演练报告', en: 'issue the report of a drill' }, report);
  plainly(
    'reviews',
    { zh: '复盘；有整改项逾期时以 1 结束', en: 'after-action reviews; ends with 1 when an improvement is overdue' },
    reviews,
  );
  plainly(
    'plan',
    {
      zh: '应急预案；未批准或已过时以 1 结束',
      en: 'the emergency plan; ends with 1 when none is approved or it is out of date',
    },
    plan,
  );
};
