import { CallTree, CallTreePage, DutyBoard, TEAM_ROLES } from '@chedun/duty-roster/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const boardText = (context: Context, board: DutyBoard): string =>
  [
    say(context, { zh: '当前值班', en: 'on duty now' }),
    ...(board.onDuty.length === 0 ? [say(context, { zh: '  无人', en: '  nobody' })] : []),
    ...board.onDuty.map(
      ({ name, role, phone, deputy }) =>
        `  ${say(context, TEAM_ROLES[role])} ${plain(name)} ${phone}${deputy === null ? '' : ` → ${plain(deputy.name)} ${deputy.phone}`}`,
    ),
    say(context, {
      zh: `未来 14 天无人值班 ${board.gapHours} 小时`,
      en: `${board.gapHours} hours of the next 14 days without anybody`,
    }),
    ...board.gaps.slice(0, 10).map(({ from, to }) => `  ${localTime(from)} – ${localTime(to)}`),
    ...board.weaknesses.map(({ text }) => plain(say(context, text))),
  ].join('\n');

const showBoard = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const board = await ask(context, await targetOf(context, flags), { path: '/duty-roster', answer: DutyBoard });
  show(context, flags, board, () => boardText(context, board));
  return board.weaknesses.length === 0 ? 0 : 1;
};

const OUTCOMES = {
  waiting: { zh: '等待应答', en: 'waiting' },
  answered: { zh: '已应答', en: 'answered' },
  missed: { zh: '未应答', en: 'no answer' },
} as const;

const treeText = (context: Context, tree: CallTree): string =>
  [
    `${localTime(tree.startedAt)} ${plain(tree.title)} ${say(context, { zh: `应答 ${tree.reached}/${tree.wanted}，转呼替补 ${tree.escalated} 次`, en: `${tree.reached} of ${tree.wanted} answered, ${tree.escalated} deputies called` })}`,
    table(
      [
        say(context, { zh: '姓名', en: 'PERSON' }),
        say(context, { zh: '电话', en: 'PHONE' }),
        say(context, { zh: '结果', en: 'OUTCOME' }),
        'ID',
      ],
      tree.calls.map(({ name, phone, outcome, id }) => [plain(name), phone, say(context, OUTCOMES[outcome]), id]),
    ),
    tree.id,
  ].join('\n');

const listTrees = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const page = await ask(context, await targetOf(context, flags), {
    path: '/duty-roster/calls',
    query: { limit: 20 },
    answer: CallTreePage,
  });
  show(context, flags, page, () => page.items.map((tree) => treeText(context, tree)).join('\n\n'));
  return page.items.some((tree) => tree.endedAt !== null && tree.reached < tree.wanted) ? 1 : 0;
};

const startTree = async (
  context: Context,
  { scope, ...flags }: Flags & { readonly scope: string },
): Promise<ExitCode> => {
  const tree = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: '/duty-roster/calls',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scope }),
    answer: CallTree,
  });
  show(context, flags, tree, () => treeText(context, tree));
  return 0;
};

const recordAnswer = async (context: Context, tree: string, call: string, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/duty-roster/calls/${encodeURIComponent(tree)}/${encodeURIComponent(call)}/answered`,
    answer: CallTree,
  });
  show(context, flags, answer, () => treeText(context, answer));
  return 0;
};

/** `chedun duty-roster show | calls | call | answered`. */
export const dutyRosterCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'duty-roster', { zh: '应急值班', en: 'the duty roster' });
  const shown = addCommand(group, context, 'show', {
    zh: '当前值班、未来 14 天的空档与需要处理的问题；有问题时以 1 结束',
    en: 'who is on duty, the gaps of the next 14 days and what is wrong; ends with 1 when something is',
  });
  withServer(withJson(shown, context), context).action((flags: Flags) => context.end(showBoard(context, flags)));
  const listed = addCommand(group, context, 'calls', {
    zh: '最近的呼叫；有人未找到时以 1 结束',
    en: 'the newest calls; ends with 1 when somebody was not reached',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(listTrees(context, flags)));
  const started = addCommand(group, context, 'call', { zh: '开始呼叫演练', en: 'start a test of the calls' }).addOption(
    optionOf(context, '--scope <scope>', { zh: '呼叫对象', en: 'who is called' })
      .choices(['team', 'on-duty'])
      .default('team'),
  );
  withServer(withJson(started, context), context).action((flags: Flags & { readonly scope: string }) =>
    context.end(startTree(context, flags)),
  );
  const answered = addCommand(group, context, 'answered', { zh: '登记应答', en: 'record that somebody answered' })
    .argument('<tree>', say(context, { zh: '呼叫编号', en: 'id of the calls' }))
    .argument('<call>', say(context, { zh: '人员呼叫编号', en: 'id of the call' }));
  withServer(withJson(answered, context), context).action((tree: string, call: string, flags: Flags) =>
    context.end(recordAnswer(context, tree, call, flags)),
  );
};
