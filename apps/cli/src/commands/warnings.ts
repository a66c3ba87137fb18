import {
  ChannelList,
  Delivery,
  DeliveryList,
  RiskDetail,
  RiskList,
  Warning,
  WarningBoard,
  WarningDecision,
  WarningLevel,
  WarningPage,
  type WarningSummary,
} from '@chedun/warnings/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface ListFlags extends Flags {
  readonly all: boolean;
  readonly evaluate: boolean;
}

interface DecideFlags extends Flags {
  readonly comment?: string;
  readonly level?: string;
}

const LEVELS: Readonly<Record<WarningLevel, string>> = { red: '红', orange: '橙', yellow: '黄', blue: '蓝' };
const levelText = (context: Context, level: WarningLevel): string => say(context, { zh: LEVELS[level], en: level });

const listText = (context: Context, items: readonly WarningSummary[]): string => {
  const head = [
    'ID',
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '级别', en: 'LEVEL' }),
    say(context, { zh: '状态', en: 'STATUS' }),
    say(context, { zh: '对象', en: 'SCOPE' }),
    say(context, { zh: '起始', en: 'SINCE' }),
    say(context, { zh: '标题', en: 'TITLE' }),
  ];
  const rows = items.map((each) => [
    each.id,
    each.number,
    levelText(context, each.level),
    each.pending === null ? each.status : `${each.status} (${each.pending}?)`,
    `${each.scope.kind}:${each.scope.id}`,
    localTime(each.issuedAt),
    each.title[context.language],
  ]);
  return items.length === 0 ? say(context, { zh: '没有预警', en: 'no warnings' }) : table(head, rows);
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  if (flags.evaluate) await ask(context, target, { method: 'POST', path: '/warnings/evaluate', answer: WarningBoard });
  const query = { limit: 200, status: flags.all ? undefined : 'proposed,issued' };
  const { items, total } = await ask(context, target, { path: '/warnings', query, answer: WarningPage });
  show(context, flags, { items, total }, () => listText(context, items));
  return items.length === 0 ? 0 : 1;
};

const detailText = (context: Context, warning: Warning): string =>
  [
    `${warning.number} ${levelText(context, warning.level)} ${plain(warning.title[context.language])}`,
    plain(warning.impact[context.language]),
    ...warning.measures.map((each) => `- ${plain(each[context.language])}`),
    ...warning.history.map(({ at, actor, kind, to, comment }) =>
      plain([localTime(at), actor, kind, to ?? '', comment ?? ''].filter((part) => part !== '').join('  ')),
    ),
  ].join('\n');

const showOne = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/warnings/${encodeURIComponent(id)}`;
  const warning = await ask(context, await targetOf(context, flags), { path, answer: Warning });
  show(context, flags, warning, () => detailText(context, warning));
  return 0;
};

const decide = async (context: Context, id: string, kind: string, flags: DecideFlags): Promise<ExitCode> => {
  const { comment, level } = flags;
  const given = { kind, ...(comment === undefined ? {} : { comment }), ...(level === undefined ? {} : { level }) };
  const body = JSON.stringify(WarningDecision.parse(given));
  const path = `/warnings/${encodeURIComponent(id)}/decision`;
  const warning = await ask(context, await targetOf(context, flags), { method: 'POST', path, body, answer: Warning });
  show(context, flags, warning, () => detailText(context, warning));
  return 0;
};

const risk = async (context: Context, asset: string | undefined, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  if (asset === undefined) {
    const { items, total } = await ask(context, target, { path: '/warnings/risk', answer: RiskList });
    const rows = items.map((each) => [
      String(each.score),
      `${each.asset.kind}:${each.asset.id}`,
      String(each.findings),
    ]);
    show(context, flags, { items, total }, () => table(['RISK', 'ASSET', 'FINDINGS'], rows));
    return 0;
  }
  const at = asset.indexOf(':');
  const path = `/warnings/risk/${encodeURIComponent(asset.slice(0, at))}/${encodeURIComponent(asset.slice(at + 1))}`;
  const why = await ask(context, target, { path, answer: RiskDetail });
  show(context, flags, why, () =>
    [
      `${asset} ${why.score}`,
      ...why.contributions.map(
        (each) =>
          `  ${each.counted}  = ${each.severityPoints} × ${each.confidence} × ${each.assetWeight} × ${each.decay}  ${plain(each.titleZh !== null && context.language === 'zh' ? each.titleZh : each.title)}`,
      ),
    ].join('\n'),
  );
  return 0;
};

const channels = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), {
    path: '/warnings/channels',
    answer: ChannelList,
  });
  const rows = items.map((each) => [each.id, each.target.kind, each.name, localTime(each.lastSent), String(each.dead)]);
  show(context, flags, { items }, () => table(['ID', 'KIND', 'NAME', 'LAST SENT', 'DEAD'], rows));
  return 0;
};

const test = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = `/warnings/channels/${encodeURIComponent(id)}/test`;
  const sent = await ask(context, target, { method: 'POST', path, answer: Delivery });
  const query = { channel: id, limit: 20 };
  for (let look = 0; look < 60; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { items } = await ask(context, target, { path: '/warnings/deliveries', query, answer: DeliveryList });
    const found = items.find((each) => each.id === sent.id);
    if (found?.status !== 'sent' && found?.status !== 'dead') continue;
    show(context, flags, found, () => `${found.status} ${plain(found.receipt ?? found.error ?? '')}`);
    return found.status === 'sent' ? 0 : 1;
  }
  show(context, flags, sent, () => sent.status);
  return 1;
};

const decideCommand = (warnings: Command, context: Context): void => {
  const kinds = ['confirm', 'refuse', 'change', 'lift', 'acknowledge'];
  const command = addCommand(warnings, context, 'decide', {
    zh: '确认、不同意、调整、解除或签收一条预警',
    en: 'confirm, refuse, change, lift or acknowledge a warning',
  })
    .argument('<id>', say(context, { zh: '编号', en: 'id' }))
    .argument('<decision>', say(context, { zh: `决定：${kinds.join('、')}`, en: `one of ${kinds.join(', ')}` }))
    .addOption(optionOf(context, '--comment <text>', { zh: '说明', en: 'reason' }))
    .addOption(optionOf(context, '--level <level>', { zh: '调整为', en: 'change to' }).choices(WarningLevel.options));
  withServer(withJson(command, context), context).action((id: string, kind: string, flags: DecideFlags) =>
    context.end(decide(context, id, kind, flags)),
  );
};

const listCommand = (warnings: Command, context: Context): void => {
  const command = addCommand(warnings, context, 'list', {
    zh: '待确认与生效的预警，级别高的在前；有预警时以 1 结束',
    en: 'warnings to confirm and in force, worst first; ends with 1 when there is any',
  })
    .option('--all', say(context, { zh: '包括已解除和未发布的', en: 'also those that are over' }), false)
    .option('--evaluate', say(context, { zh: '先立即评估', en: 'evaluate first' }), false);
  withServer(withJson(command, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
};

/** `chedun warnings list | show | decide | risk | channels | test`. */
export const warningsCommands = (parent: Command, context: Context): void => {
  const warnings = addCommand(parent, context, 'warnings', {
    zh: '预警、风险与通知',
    en: 'warnings, risk and channels',
  });
  listCommand(warnings, context);
  const one = addCommand(warnings, context, 'show', {
    zh: '一条预警与经过',
    en: 'one warning with its history',
  }).argument('<id>', say(context, { zh: '编号', en: 'id' }));
  withServer(withJson(one, context), context).action((id: string, flags: Flags) =>
    context.end(showOne(context, id, flags)),
  );
  decideCommand(warnings, context);
  const why = addCommand(warnings, context, 'risk', {
    zh: '风险最高的资产，或一个资产的风险分构成',
    en: 'assets by risk, or why the score of one is what it is',
  }).argument('[asset]', say(context, { zh: '如 vehicle:VIN', en: 'such as vehicle:VIN' }));
  withServer(withJson(why, context), context).action((asset: string | undefined, flags: Flags) =>
    context.end(risk(context, asset, flags)),
  );
  const all = addCommand(warnings, context, 'channels', { zh: '通知通道', en: 'channels' });
  withServer(withJson(all, context), context).action((flags: Flags) => context.end(channels(context, flags)));
  const probe = addCommand(warnings, context, 'test', {
    zh: '向通道发送测试消息；未送达以 1 结束',
    en: 'send a test to a channel; ends with 1 when it does not arrive',
  }).argument('<channel>', say(context, { zh: '通道编号', en: 'id of the channel' }));
  withServer(withJson(probe, context), context).action((id: string, flags: Flags) =>
    context.end(test(context, id, flags)),
  );
};
