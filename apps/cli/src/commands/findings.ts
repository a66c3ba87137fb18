import {
  Finding,
  FindingChange,
  FindingChanged,
  FindingPage,
  FindingStatus,
  Severity,
  type FindingSummary,
} from '@chedun/governance/contract';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { findingsExportCommand } from './findings-export.ts';
import { ask, itemsOf, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface ListFlags extends Flags {
  readonly status?: string;
  readonly severity?: string;
  readonly kind?: string;
  readonly asset?: string;
  readonly search?: string;
  readonly limit: number;
}

interface StatusFlags extends Flags {
  readonly to: FindingStatus;
  readonly comment?: string;
}

const PAGE = 200;

const titleOf = ({ title, titleZh }: FindingSummary, { language }: Context): string =>
  language === 'zh' ? (titleZh ?? title) : title;

const assetsOf = ({ assets }: FindingSummary): string => assets.map(({ kind, id }) => `${kind} ${id}`).join(', ');

const listText = (context: Context, items: readonly FindingSummary[], total: number): string => {
  const head = [
    'ID',
    say(context, { zh: '级别', en: 'SEVERITY' }),
    say(context, { zh: '状态', en: 'STATUS' }),
    say(context, { zh: '次数', en: 'COUNT' }),
    say(context, { zh: '最近', en: 'LAST SEEN' }),
    say(context, { zh: '标题', en: 'TITLE' }),
    say(context, { zh: '资产', en: 'ASSETS' }),
  ];
  const rows = items.map((each) => [
    each.id,
    each.severity,
    each.overdue ? `${each.status}!` : each.status,
    String(each.count),
    localTime(each.lastSeen),
    titleOf(each, context),
    assetsOf(each),
  ]);
  const told = say(context, {
    zh: `显示 ${items.length} 条，共 ${total} 条`,
    en: `${items.length} of ${total} findings`,
  });
  return items.length === 0 ? told : `${table(head, rows)}\n${told}`;
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const { status, severity, kind, asset, search, limit } = flags;
  const asked = { path: '/findings', query: { status, severity, kind, asset, search }, answer: FindingPage };
  const { items, first } = await itemsOf(context, await targetOf(context, flags), asked, { limit, pageSize: PAGE });
  show(context, flags, { items, total: first.total }, () => listText(context, items, first.total));
  return items.length === 0 ? 0 : 1;
};

const detailText = (context: Context, finding: Finding): string => {
  const field = (zh: string, en: string, value: string): string => `${say(context, { zh, en })}: ${plain(value)}`;
  return [
    plain(titleOf(finding, context)),
    `ID: ${finding.id}`,
    field('级别', 'Severity', finding.severity),
    field('状态', 'Status', finding.status),
    field('资产', 'Assets', assetsOf(finding)),
    field('次数', 'Count', String(finding.count)),
    field('首次', 'First seen', localTime(finding.firstSeen)),
    field('最近', 'Last seen', localTime(finding.lastSeen)),
    field('负责人', 'Owner', finding.owner?.name ?? '-'),
    field('期限', 'Due', localTime(finding.dueAt)),
    field('义务', 'Obligations', finding.obligations.join(', ') || '-'),
    ...(finding.alert === null ? [] : [field('规则', 'Rule', `${finding.alert.ruleTitle} (${finding.alert.ruleId})`)]),
    ...(finding.alert?.matched ?? []).map(({ field: name, value }) => `  ${plain(name)} = ${plain(value)}`),
    field('样本', 'Samples', String(finding.samples.length)),
    ...finding.samples.map(
      ({ ref, at, summary }) => `  ${localTime(at)}  ${ref.journal}/${ref.seq}/${ref.index}  ${plain(summary)}`,
    ),
    field('经过', 'History', ''),
    ...finding.history.map(
      ({ at, actor, kind, to, comment }) =>
        `  ${localTime(at)}  ${plain([actor, kind, to ?? '', comment ?? ''].filter((part) => part !== '').join('  '))}`,
    ),
  ].join('\n');
};

const showOne = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const finding = await ask(context, target, { path: `/findings/${encodeURIComponent(id)}`, answer: Finding });
  show(context, flags, finding, () => detailText(context, finding));
  return 0;
};

const setStatus = async (context: Context, ids: readonly string[], flags: StatusFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const change = FindingChange.parse({
    status: flags.to,
    ...(flags.comment === undefined ? {} : { comment: flags.comment }),
  });
  const body = JSON.stringify({ ids, change });
  const { changed } = await ask(context, target, { method: 'PATCH', path: '/findings', body, answer: FindingChanged });
  show(context, flags, { changed }, () => say(context, { zh: `已处置 ${changed} 条`, en: `${changed} changed` }));
  return 0;
};

const listCommand = (findings: Command, context: Context): void => {
  const command = addCommand(findings, context, 'list', {
    zh: '台账，最近的在前；有结果时以 1 结束',
    en: 'the ledger, newest first; ends with 1 when there is any',
  })
    .addOption(
      optionOf(context, '--status <list>', {
        zh: `状态，逗号分隔：${FindingStatus.options.join('、')}`,
        en: `any of these, with commas: ${FindingStatus.options.join(', ')}`,
      }),
    )
    .addOption(
      optionOf(context, '--severity <list>', {
        zh: `级别，逗号分隔：${Severity.options.join('、')}`,
        en: `any of these, with commas: ${Severity.options.join(', ')}`,
      }),
    )
    .addOption(optionOf(context, '--kind <list>', { zh: '类别，逗号分隔', en: 'any of these kinds, with commas' }))
    .addOption(optionOf(context, '--asset <id>', { zh: '资产：VIN、主机名……', en: 'of this asset: VIN, host name …' }))
    .addOption(optionOf(context, '--search <text>', { zh: '标题中的文字', en: 'text of the title' }))
    .addOption(
      optionOf(context, '--limit <number>', { zh: '最多条数', en: 'at most so many' })
        .argParser(wholeNumber(1, 100_000))
        .default(50),
    );
  withServer(withJson(command, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
};

const statusCommand = (findings: Command, context: Context): void => {
  const command = addCommand(findings, context, 'status', {
    zh: '改变一条或多条的状态；关闭须有说明',
    en: 'change the status of one or several; closing needs a comment',
  })
    .argument('<ids...>', say(context, { zh: '编号', en: 'ids' }))
    .addOption(
      optionOf(context, '--to <status>', { zh: '新状态', en: 'new status' })
        .choices(FindingStatus.options)
        .makeOptionMandatory(),
    )
    .addOption(optionOf(context, '--comment <text>', { zh: '说明', en: 'comment' }));
  withServer(withJson(command, context), context).action((ids: string[], flags: StatusFlags) =>
    context.end(setStatus(context, ids, flags)),
  );
};

/** `chedun findings list | show | status`: the one ledger of alerts, vulnerabilities and violations. */
export const findingsCommands = (parent: Command, context: Context): void => {
  const findings = addCommand(parent, context, 'findings', { zh: '隐患与告警台账', en: 'the ledger of findings' });
  listCommand(findings, context);
  const one = addCommand(findings, context, 'show', {
    zh: '一条的全部内容：规则、样本、经过',
    en: 'one with rule, samples and history',
  }).argument('<id>', say(context, { zh: '编号', en: 'id' }));
  withServer(withJson(one, context), context).action((id: string, flags: Flags) =>
    context.end(showOne(context, id, flags)),
  );
  statusCommand(findings, context);
  findingsExportCommand(findings, context);
};
