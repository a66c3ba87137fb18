import {
  type ObstacleView,
  Ledger,
  ProposalList,
  RestoreTest,
  RetentionOverview,
  SegmentPage,
  Stream,
  TombstoneList,
} from '@chedun/retention/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { addHolds } from './retention-holds.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface ProposeFlags extends Flags {
  readonly stream: Stream;
  readonly reason: string;
  readonly upTo?: string;
}

interface DecideFlags extends Flags {
  readonly reject: boolean;
  readonly note: string;
}

type Told = Readonly<Record<ObstacleView['kind'], { readonly zh: string; readonly en: string }>>;

const OBSTACLES: Told = {
  'not-sealed': { zh: '仍在写入', en: 'still written' },
  'not-consumed': { zh: '尚未处理完', en: 'not read by all' },
  'checkpoint-missing': { zh: '缺少签名检查点', en: 'no signed checkpoint' },
  'receive-clock': { zh: '接收时间未满期', en: 'too young by receive time' },
  'checkpoint-clock': { zh: '检查点时间未满期', en: 'too young by checkpoints' },
  'uptime-ledger': { zh: '运行时长未满期', en: 'too young by uptime' },
  'clock-ahead': { zh: '时钟超前 24 小时以上', en: 'clock more than 24 h ahead' },
  'clock-off': { zh: '时钟偏差超过 5 分钟', en: 'clock off by more than 5 min' },
  'ntp-off': { zh: '与授时偏差超过 5 分钟', en: 'clock off from NTP' },
  'legal-hold': { zh: '法律保全', en: 'legal hold' },
};

const whyStays = (context: Context, obstacles: readonly ObstacleView[]): string =>
  obstacles.length === 0
    ? say(context, { zh: '可以删除', en: 'may go' })
    : obstacles.map(({ kind }) => say(context, OBSTACLES[kind])).join(', ');

const overviewText = (context: Context, { classes, streams, clocks, restoreTest }: RetentionOverview): string => {
  const head = [
    say(context, { zh: '类别', en: 'CLASS' }),
    say(context, { zh: '留存天数', en: 'DAYS' }),
    say(context, { zh: '下限', en: 'FLOOR' }),
    say(context, { zh: '冷存', en: 'COLD AFTER' }),
    say(context, { zh: '名称', en: 'NAME' }),
  ];
  const rows = classes.map(({ id, days, floorDays, coldAfterDays, title }) => [
    id,
    String(days),
    String(floorDays),
    coldAfterDays === null ? '-' : String(coldAfterDays),
    title[context.language],
  ]);
  const lines = streams.map(({ stream, oldestAt, segments, journalBytes }) =>
    say(context, {
      zh: `${stream}：自 ${localTime(oldestAt)} 起留存，已封存分段 ${segments} 个，${journalBytes} 字节`,
      en: `${stream}: kept since ${localTime(oldestAt)}, ${segments} sealed segments, ${journalBytes} bytes`,
    }),
  );
  const blocked = clocks.obstacles.length === 0 ? [] : [whyStays(context, clocks.obstacles)];
  const test = say(context, {
    zh: `最近恢复测试：${restoreTest === null ? '无' : `${localTime(restoreTest.at)} ${restoreTest.ok ? '通过' : '未通过'}`}`,
    en: `last restore test: ${restoreTest === null ? 'none' : `${localTime(restoreTest.at)} ${restoreTest.ok ? 'passed' : 'failed'}`}`,
  });
  return [table(head, rows), ...lines, ...blocked, test].join('\n');
};

const showOverview = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const overview = await ask(context, await targetOf(context, flags), {
    path: '/retention',
    answer: RetentionOverview,
  });
  show(context, flags, overview, () => overviewText(context, overview));
  return 0;
};

const showLedger = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), { path: '/retention/ledger', answer: Ledger });
  show(context, flags, { items }, () => {
    const head = [
      say(context, { zh: '接入源', en: 'SOURCE' }),
      say(context, { zh: '最早', en: 'FIRST' }),
      say(context, { zh: '最近', en: 'LAST' }),
      say(context, { zh: '记录数', en: 'RECORDS' }),
      say(context, { zh: '缺口小时', en: 'GAP HOURS' }),
    ];
    const rows = items.map(({ source, firstAt, lastAt, events, gapHours, expected }) => [
      source,
      localTime(firstAt),
      localTime(lastAt),
      String(events),
      expected ? String(gapHours) : '-',
    ]);
    return items.length === 0 ? say(context, { zh: '尚无留存记录', en: 'nothing is kept yet' }) : table(head, rows);
  });
  return items.some(({ gapHours }) => gapHours > 0) ? 1 : 0;
};

const showSegments = async (context: Context, flags: Flags & { readonly stream: Stream }): Promise<ExitCode> => {
  const query = { stream: flags.stream, limit: 200 };
  const target = await targetOf(context, flags);
  const { items } = await ask(context, target, { path: '/retention/segments', query, answer: SegmentPage });
  show(context, flags, { items }, () => {
    const head = [
      say(context, { zh: '首帧', en: 'FIRST' }),
      say(context, { zh: '末帧', en: 'LAST' }),
      say(context, { zh: '最新记录', en: 'NEWEST' }),
      say(context, { zh: '字节', en: 'BYTES' }),
      say(context, { zh: '保留原因', en: 'WHY IT STAYS' }),
    ];
    const rows = items.map((each) => [
      String(each.firstSeq),
      String(each.lastSeq),
      localTime(each.newestAt),
      String(each.bytes),
      whyStays(context, each.obstacles),
    ]);
    return items.length === 0
      ? say(context, { zh: '尚无已封存分段', en: 'no segment is sealed yet' })
      : table(head, rows);
  });
  return 0;
};

const proposalText = (context: Context, { items }: ProposalList): string =>
  items
    .map((each) =>
      say(context, {
        zh: `${each.id}：${each.stream} 第 ${each.firstSeq}–${each.lastSeq} 帧，${each.events} 条记录，状态 ${each.status}`,
        en: `${each.id}: ${each.stream} frames ${each.firstSeq}-${each.lastSeq}, ${each.events} records, ${each.status}`,
      }),
    )
    .join('\n');

const propose = async (context: Context, flags: ProposeFlags): Promise<ExitCode> => {
  const { stream, reason, upTo } = flags;
  const body = JSON.stringify({ stream, reason, ...(upTo === undefined ? {} : { upToSeq: Number(upTo) }) });
  const target = await targetOf(context, flags);
  const headers = { 'content-type': 'application/json' };
  const made = await ask(context, target, { path: '/retention/proposals', headers, body, answer: ProposalList });
  show(context, flags, made, () => proposalText(context, made));
  return 0;
};

const approve = async (context: Context, id: string, flags: DecideFlags): Promise<ExitCode> => {
  const body = JSON.stringify({ approve: !flags.reject, note: flags.note });
  const path = `/retention/proposals/${encodeURIComponent(id)}/decision`;
  const headers = { 'content-type': 'application/json' };
  const decided = await ask(context, await targetOf(context, flags), { path, headers, body, answer: ProposalList });
  show(context, flags, decided, () => proposalText(context, decided));
  return 0;
};

const listTombstones = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const { items } = await ask(context, target, { path: '/retention/tombstones', answer: TombstoneList });
  const wrong = items.filter(({ genuine }) => !genuine);
  show(context, flags, { items }, () =>
    [
      ...items.map(
        (each) => `${each.id}  ${each.stream} ${each.firstSeq}-${each.lastSeq}  ${localTime(each.signedAt)}`,
      ),
      say(context, {
        zh: `删除凭证 ${items.length} 份，签名不成立 ${wrong.length} 份`,
        en: `${items.length} tombstones, ${wrong.length} with a signature that does not hold`,
      }),
    ].join('\n'),
  );
  return wrong.length > 0 ? 1 : 0;
};

const runTest = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const result = await ask(context, target, { method: 'POST', path: '/retention/restore-tests', answer: RestoreTest });
  show(context, flags, result, () =>
    say(context, {
      zh: `读回分段 ${result.segments} 个、冷存文件 ${result.coldFiles} 个：${result.ok ? '一致' : result.detail || '没有可测试的分段'}`,
      en: `${result.segments} segments and ${result.coldFiles} cold files read back: ${result.ok ? 'all equal' : result.detail || 'nothing to test yet'}`,
    }),
  );
  return result.ok ? 0 : 1;
};

const addRemovals = (parent: Command, context: Context): void => {
  const proposing = addCommand(parent, context, 'propose', {
    zh: '提出删除到期分段（系统管理员）',
    en: 'propose to remove what is old enough (system administrator)',
  })
    .addOption(
      optionOf(context, '--stream <name>', { zh: '日志流', en: 'stream' }).choices(Stream.options).default('network'),
    )
    .addOption(optionOf(context, '--reason <text>', { zh: '理由', en: 'reason' }).makeOptionMandatory())
    .addOption(optionOf(context, '--up-to <seq>', { zh: '删除到第几帧', en: 'last frame' }));
  withServer(withJson(proposing, context), context).action((flags: ProposeFlags) =>
    context.end(propose(context, flags)),
  );
  const deciding = addCommand(parent, context, 'approve', {
    zh: '批准（或以 --reject 驳回）他人提出的删除（安全管理员）',
    en: 'approve, or with --reject refuse, what another person proposed (security administrator)',
  })
    .argument('<id>', say(context, { zh: '申请编号', en: 'id of the proposal' }))
    .addOption(optionOf(context, '--reject', { zh: '驳回', en: 'reject it' }).default(false))
    .addOption(optionOf(context, '--note <text>', { zh: '说明', en: 'note' }).default(''));
  withServer(withJson(deciding, context), context).action((id: string, flags: DecideFlags) =>
    context.end(approve(context, id, flags)),
  );
};

/** `chedun retention show | ledger | segments | hold | propose | approve | tombstones | test`. */
export const retentionCommands = (parent: Command, context: Context): void => {
  const retention = addCommand(parent, context, 'retention', { zh: '日志留存', en: 'how long logs are kept' });
  const plain = (
    name: string,
    about: { readonly zh: string; readonly en: string },
    run: (context: Context, flags: Flags) => Promise<ExitCode>,
  ): void => {
    const command = addCommand(retention, context, name, about);
    withServer(withJson(command, context), context).action((flags: Flags) => context.end(run(context, flags)));
  };
  plain('show', { zh: '留存类别、时钟与磁盘占用', en: 'classes, clocks and disk' }, showOverview);
  plain(
    'ledger',
    { zh: '各接入源的留存台账；有缺口的以 1 结束', en: 'ledger per source; ends with 1 on gaps' },
    showLedger,
  );
  const segments = addCommand(retention, context, 'segments', {
    zh: '已封存的分段及保留原因',
    en: 'sealed segments and why they stay',
  }).addOption(
    optionOf(context, '--stream <name>', { zh: '日志流', en: 'stream' }).choices(Stream.options).default('network'),
  );
  withServer(withJson(segments, context), context).action((flags: Flags & { readonly stream: Stream }) =>
    context.end(showSegments(context, flags)),
  );
  addHolds(retention, context);
  addRemovals(retention, context);
  plain(
    'tombstones',
    { zh: '删除凭证及其签名；签名不成立的以 1 结束', en: 'tombstones and their signatures; 1 when one does not hold' },
    listTombstones,
  );
  plain('test', { zh: '执行恢复测试；不一致的以 1 结束', en: 'read a sample back; 1 when it differs' }, runTest);
};
