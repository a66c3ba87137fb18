import { ClockDetail, ClockPage, type ClockLine } from '@chedun/deadline-ledger/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface ListFlags extends Flags {
  readonly state: string;
  readonly rule: string | undefined;
  readonly find: string | undefined;
}
interface StopFlags extends Flags {
  readonly receipt: string | undefined;
  readonly receiver: string | undefined;
  readonly at: string | undefined;
  readonly explain: string | undefined;
}

const STATES = ['running', 'overdue', 'ended', 'all'] as const;

const stateOf = (context: Context, { state, overdue, elapsed, lateMinutes }: ClockLine): string => {
  if (overdue) return say(context, { zh: '已逾期', en: 'OVERDUE' });
  if (state === 'withdrawn') return say(context, { zh: '已撤销', en: 'withdrawn' });
  if (state === 'running') return `${Math.floor(elapsed * 100)}%`;
  return lateMinutes > 0
    ? say(context, { zh: `逾期 ${lateMinutes} 分钟办结`, en: `ended ${lateMinutes} min late` })
    : say(context, { zh: '按时办结', en: 'ended in time' });
};

/** Marks that a reader must not miss: a number nobody verified, a date that may move. */
const marks = (context: Context, { rule, dueKind }: ClockLine): string =>
  [
    ...(rule.basis === 'unverified' ? [say(context, { zh: '未核实', en: 'unverified' })] : []),
    ...(dueKind === 'provisional' ? [say(context, { zh: '暂定', en: 'provisional' })] : []),
  ].join(' ');

const list = async (context: Context, { state, rule, find, ...flags }: ListFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const request = { path: '/deadlines', query: { state, rule, search: find, limit: 200 }, answer: ClockPage };
  const answer = await ask(context, target, request);
  const head = [
    say(context, { zh: '截止', en: 'DUE' }),
    say(context, { zh: '时限', en: 'RULE' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '主体', en: 'SUBJECT' }),
    say(context, { zh: '标注', en: 'MARKS' }),
    'ID',
  ];
  const rows = answer.items.map((clock) => [
    clock.due,
    clock.rule.id,
    stateOf(context, clock),
    plain(clock.subject.title),
    marks(context, clock),
    clock.id,
  ]);
  show(context, flags, answer, () =>
    [
      table(head, rows),
      say(context, {
        zh: `共 ${answer.total} 条；进行中 ${answer.counts.running}，已逾期 ${answer.counts.overdue}`,
        en: `${answer.total} in all; ${answer.counts.running} running, ${answer.counts.overdue} overdue`,
      }),
    ].join('\n'),
  );
  return answer.counts.overdue > 0 ? 1 : 0;
};

const detailText = (context: Context, clock: ClockDetail): string =>
  [
    `${clock.rule.id} ${clock.rule.source} ${marks(context, clock)}`.trim(),
    `${say(context, { zh: '主体', en: 'subject' })}: ${plain(clock.subject.title)} (${clock.subject.kind}:${plain(clock.subject.id)})`,
    `${say(context, { zh: '报送对象', en: 'to' })}: ${plain(clock.recipients.join('、'))}`,
    `${say(context, { zh: '起算', en: 'start' })}: ${localTime(clock.startedAt)} ← ${plain(clock.anchor.kind)} ${plain(clock.anchor.id)}`,
    `${say(context, { zh: '截止', en: 'due' })}: ${clock.due}`,
    `${say(context, { zh: '状态', en: 'state' })}: ${stateOf(context, clock)}`,
    ...(clock.receipt === null
      ? []
      : [`${say(context, { zh: '回执', en: 'receipt' })}: ${plain(clock.receipt.name)} SM3 ${clock.receipt.sm3}`]),
    ...(clock.explanation === ''
      ? []
      : [`${say(context, { zh: '说明', en: 'explanation' })}: ${plain(clock.explanation)}`]),
    ...clock.history.map(({ at, kind, actor }) => `  ${localTime(at)} ${kind} ${plain(actor)}`),
  ].join('\n');

const showClock = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/deadlines/${encodeURIComponent(id)}`;
  const clock = await ask(context, await targetOf(context, flags), { path, answer: ClockDetail });
  show(context, flags, clock, () => detailText(context, clock));
  return clock.overdue ? 1 : 0;
};

const stop = async (context: Context, id: string, flags: StopFlags): Promise<ExitCode> => {
  const { receipt, receiver, at, explain } = flags;
  const bytes = receipt === undefined ? Buffer.alloc(0) : await readFile(receipt);
  const clock = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/deadlines/${encodeURIComponent(id)}/stop`,
    query: {
      receiver,
      submittedAt: at,
      explanation: explain,
      fileName: receipt === undefined ? undefined : basename(receipt),
    },
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ClockDetail,
  });
  show(context, flags, clock, () => detailText(context, clock));
  return clock.lateMinutes > 0 ? 1 : 0;
};

/** `chedun deadlines list | show | stop`. */
export const deadlinesCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'deadlines', { zh: '法定时限', en: 'legal deadlines' });
  const listed = addCommand(group, context, 'list', {
    zh: '按截止时间列出时限；有逾期未办的以 1 结束',
    en: 'clocks by due time; ends with 1 when one is overdue',
  })
    .addOption(optionOf(context, '--state <state>', { zh: '状态', en: 'state' }).choices(STATES).default('running'))
    .addOption(optionOf(context, '--rule <id>', { zh: '时限编号，如 CAC-3', en: 'id of the rule, such as CAC-3' }))
    .addOption(optionOf(context, '--find <text>', { zh: '主体中的文字', en: 'text in the subject' }));
  withServer(withJson(listed, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
  const shown = addCommand(group, context, 'show', {
    zh: '一个时限及其历程；逾期未办以 1 结束',
    en: 'a clock with its history; ends with 1 when it is overdue',
  }).argument('<id>', say(context, { zh: '编号', en: 'id' }));
  withServer(withJson(shown, context), context).action((id: string, flags: Flags) =>
    context.end(showClock(context, id, flags)),
  );
  const stopped = addCommand(group, context, 'stop', {
    zh: '办结时限并留存回执；逾期办结须说明原因，以 1 结束',
    en: 'end a clock and keep the receipt; a late one needs an explanation and ends with 1',
  })
    .argument('<id>', say(context, { zh: '编号', en: 'id' }))
    .addOption(optionOf(context, '--receipt <file>', { zh: '回执文件', en: 'file of the receipt' }))
    .addOption(optionOf(context, '--receiver <name>', { zh: '接收单位', en: 'who received it' }))
    .addOption(optionOf(context, '--at <time>', { zh: '报送时间（ISO 8601）', en: 'when it was handed in (ISO 8601)' }))
    .addOption(optionOf(context, '--explain <text>', { zh: '逾期原因', en: 'why it is late' }));
  withServer(withJson(stopped, context), context).action((id: string, flags: StopFlags) =>
    context.end(stop(context, id, flags)),
  );
};
