import {
  BaselineDetail,
  BaselineList,
  BaselineTestResult,
  VerdictPage,
  type BaselineSummary,
} from '@chedun/baselines/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { ruleFiles } from '../input/rule-files.ts';
import { show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { eventsOf, readText, withTrialEvents, type TrialFlags } from './rules-test.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const STATES = {
  off: { zh: '未启用', en: 'off' },
  broken: { zh: '无法运行', en: 'cannot run' },
  waiting: { zh: '等待数据', en: 'waiting' },
  'looking-back': { zh: '回溯学习', en: 'looking back' },
  learning: { zh: '学习中', en: 'learning' },
  watching: { zh: '判断中', en: 'watching' },
} as const;

/** State of a rule; while it looks back with the share that is done. */
const stateOf = (context: Context, { state, lookBack }: BaselineSummary): string =>
  lookBack === null || lookBack.of === 0
    ? say(context, STATES[state])
    : `${say(context, STATES[state])} ${Math.min(99, Math.floor((lookBack.done / lookBack.of) * 100))}%`;

const titleOf = (context: Context, { title, titleZh }: Pick<BaselineSummary, 'title' | 'titleZh'>): string =>
  context.language === 'zh' ? (titleZh ?? title) : title;

const listText = (context: Context, items: readonly BaselineSummary[]): string => {
  const head = [
    'ID',
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '类型', en: 'TYPE' }),
    say(context, { zh: '对象', en: 'ENTITIES' }),
    say(context, { zh: '24 小时偏离', en: 'TOLD 24 H' }),
    say(context, { zh: '标题', en: 'TITLE' }),
  ];
  const rows = items.map((each) => [
    each.id,
    stateOf(context, each),
    each.type,
    String(each.entities),
    String(each.told24h),
    titleOf(context, each),
  ]);
  const told = say(context, { zh: `共 ${items.length} 条`, en: `${items.length} behaviour rules` });
  return items.length === 0 ? told : `${table(head, rows)}\n${told}`;
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), { path: '/baselines', answer: BaselineList });
  show(context, flags, { items }, () => listText(context, items));
  return 0;
};

const showOne = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = `/baselines/${encodeURIComponent(id)}`;
  const rule = await ask(context, target, { path, answer: BaselineDetail });
  const { items, total } = await ask(context, target, { path: `${path}/verdicts?limit=20`, answer: VerdictPage });
  show(context, flags, { ...rule, verdicts: items, verdictsTotal: total }, () =>
    [
      listText(context, [rule]),
      '',
      rule.yaml.trimEnd(),
      '',
      say(context, { zh: `偏离 ${total} 次`, en: `${total} deviations` }),
      ...items.map(({ at, fields, value, figures }) =>
        [
          at,
          ...fields.map((each) => `${each.field}=${each.value}`),
          value,
          ...figures.map((each) => `${each.name}=${each.value}`),
        ]
          .filter((part) => part !== '')
          .join(' '),
      ),
    ].join('\n'),
  );
  return 0;
};

const importRules = async (
  context: Context,
  paths: readonly string[],
  flags: Flags & { readonly enable: boolean },
): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const imported: { file: string; id: string; title: string }[] = [];
  for (const path of paths)
    for (const file of await ruleFiles(path)) {
      const body = JSON.stringify({ yaml: await readText(file), enabled: flags.enable });
      const { id, title } = await ask(context, target, { path: '/baselines', body, answer: BaselineDetail });
      imported.push({ file, id, title });
    }
  show(context, flags, { imported }, () =>
    [
      ...imported.map(({ file, id }) => `${file} ${id}`),
      say(context, { zh: `已导入 ${imported.length} 条`, en: `${imported.length} imported` }),
    ].join('\n'),
  );
  return 0;
};

const switchRules = async (
  context: Context,
  ids: readonly string[],
  enabled: boolean,
  flags: Flags,
): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const items: BaselineDetail[] = [];
  for (const id of ids)
    items.push(
      await ask(context, target, {
        method: 'PATCH',
        path: `/baselines/${encodeURIComponent(id)}`,
        body: JSON.stringify({ enabled }),
        answer: BaselineDetail,
      }),
    );
  show(context, flags, { items: items.map(({ id, enabled: on }) => ({ id, enabled: on })) }, () =>
    listText(context, items),
  );
  return 0;
};

const testText = (context: Context, file: string, result: BaselineTestResult): string =>
  [
    ...result.lint.map(({ severity, line, text }) => `${file}:${line ?? '-'} ${severity}: ${say(context, text)}`),
    ...result.verdicts.map(({ at, fields, value }) =>
      [at, ...fields.map((each) => `${each.field}=${each.value}`), value].filter((part) => part !== '').join(' '),
    ),
    result.loads
      ? say(context, {
          zh: `试运行 ${result.tested} 条，选中 ${result.selected} 条，对象 ${result.entities} 个（学习中 ${result.learning} 个），偏离 ${result.verdictsTotal} 次`,
          en: `${result.tested} events tested, ${result.selected} selected, ${result.entities} entities (${result.learning} learning), ${result.verdictsTotal} deviations`,
        })
      : say(context, { zh: '规则有误，没有试运行', en: 'the rule is not valid; nothing was tried' }),
  ].join('\n');

const testRule = async (context: Context, file: string, flags: TrialFlags): Promise<ExitCode> => {
  const yaml = await readText(file);
  const target = await targetOf(context, flags);
  const body = JSON.stringify({ yaml, ...(await eventsOf(context, target, flags)) });
  const result = await ask(context, target, { path: '/baselines/test', body, answer: BaselineTestResult });
  show(context, flags, result, () => testText(context, file, result));
  return result.loads ? 0 : 1;
};

const addSwitch = (parent: Command, context: Context, name: 'enable' | 'disable'): void => {
  const about =
    name === 'enable'
      ? { zh: '启用行为基线规则', en: 'switch behaviour rules on' }
      : { zh: '停用行为基线规则；已学习的内容保留', en: 'switch behaviour rules off; what they learnt is kept' };
  const command = addCommand(parent, context, name, about).argument(
    '<ids...>',
    say(context, { zh: '编号', en: 'ids' }),
  );
  withServer(withJson(command, context), context).action((ids: string[], flags: Flags) =>
    context.end(switchRules(context, ids, name === 'enable', flags)),
  );
};

const addRead = (parent: Command, context: Context): void => {
  const listed = addCommand(parent, context, 'list', {
    zh: '行为基线规则及其状态',
    en: 'behaviour rules and how they stand',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const shown = addCommand(parent, context, 'show', {
    zh: '一条规则的原文、状态与最近偏离',
    en: 'text, state and newest deviations of one rule',
  }).argument('<id>', say(context, { zh: '编号', en: 'id' }));
  withServer(withJson(shown, context), context).action((id: string, flags: Flags) =>
    context.end(showOne(context, id, flags)),
  );
};

const addWrite = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'import', {
    zh: '导入行为基线规则文件',
    en: 'import files of behaviour rules',
  })
    .argument('<paths...>', say(context, { zh: '文件或目录', en: 'files or folders' }))
    .option('--enable', say(context, { zh: '导入后启用', en: 'switch them on' }), false);
  withServer(withJson(command, context), context).action(
    (paths: string[], flags: Flags & { readonly enable: boolean }) => context.end(importRules(context, paths, flags)),
  );
  addSwitch(parent, context, 'enable');
  addSwitch(parent, context, 'disable');
};

const addTest = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'test', {
    zh: '在已存或给出的事件上试运行，不产生告警；规则有误以 1 结束',
    en: 'try a rule on stored or given events without raising alerts; ends with 1 when it does not load',
  }).argument('<file>', say(context, { zh: '规则文件', en: 'file of the rule' }));
  withServer(withJson(withTrialEvents(command, context), context), context).action((file: string, flags: TrialFlags) =>
    context.end(testRule(context, file, flags)),
  );
};

/** `chedun baselines …`: behaviour rules of a server. */
export const baselinesCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'baselines', {
    zh: '行为基线',
    en: 'behaviour rules and what they learnt',
  });
  addRead(group, context);
  addWrite(group, context);
  addTest(group, context);
};
