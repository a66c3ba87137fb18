import {
  AccessOverview,
  AccessReview,
  AccountPage,
  AccountsImported,
  ImportFormat,
  type AccessRuleId,
  type FlaggedAccount,
} from '@chedun/access-reviews/contract';
import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface ImportFlags extends Flags {
  readonly format: ImportFormat;
  readonly system?: string;
  readonly apply?: true;
}

const RULES: Readonly<Record<AccessRuleId, { readonly zh: string; readonly en: string }>> = {
  'root-rights': { zh: '越权最高权限', en: 'rights of root' },
  'conflicting-duties': { zh: '职责冲突', en: 'conflicting duties' },
  orphan: { zh: '无人负责', en: 'nobody in service' },
  'no-second-factor': { zh: '管理员无双因素', en: 'no second factor' },
  wildcard: { zh: '全部权限', en: 'may do everything' },
  'default-account': { zh: '默认账号', en: 'default account' },
  shared: { zh: '多人共用', en: 'shared' },
  dormant: { zh: '长期未登录', en: 'dormant' },
  'never-used': { zh: '从未登录', en: 'never used' },
  'service-interactive': { zh: '服务账号可交互登录', en: 'interactive service account' },
  administrator: { zh: '管理员权限', en: 'administrator' },
};
const PAGE = 500;
const MOST = 20_000;

const overviewOf = async (context: Context, flags: ServerFlags): Promise<AccessOverview> =>
  ask(context, await targetOf(context, flags), { path: '/access-reviews', answer: AccessOverview });

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const overview = await overviewOf(context, flags);
  show(context, flags, overview, () =>
    table(
      [
        say(context, { zh: '系统', en: 'SYSTEM' }),
        say(context, { zh: '账号', en: 'ACCOUNTS' }),
        say(context, { zh: '有问题', en: 'FLAGGED' }),
        say(context, { zh: '待执行', en: 'TO DO' }),
        say(context, { zh: '上次审查', en: 'REVIEWED' }),
        say(context, { zh: '应完成', en: 'DUE' }),
        'ID',
      ],
      overview.systems.map((each) => [
        plain(each.name),
        String(each.accounts),
        String(each.flagged),
        String(each.tasks),
        each.reviewedAt === null ? '-' : localTime(each.reviewedAt),
        localTime(each.dueAt),
        each.id,
      ]),
    ),
  );
  const now = context.clock.now();
  return overview.systems.some((each) => each.flagged + each.tasksHeld > 0 || Date.parse(each.dueAt) < now) ? 1 : 0;
};

const accounts = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const items: FlaggedAccount[] = [];
  let next: string | null = '';
  while (next !== null && items.length < MOST) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next === '' ? {} : { cursor: next }) });
    const page: AccountPage = await ask(context, target, {
      path: `/access-reviews/systems/${encodeURIComponent(id)}/accounts?${query.toString()}`,
      answer: AccountPage,
    });
    items.push(...page.items);
    next = page.next;
  }
  show(context, flags, { items }, () =>
    table(
      [
        say(context, { zh: '账号', en: 'ACCOUNT' }),
        say(context, { zh: '使用人', en: 'PERSON' }),
        say(context, { zh: '启用', en: 'ENABLED' }),
        say(context, { zh: '最近登录', en: 'LAST SIGN-IN' }),
        say(context, { zh: '问题', en: 'FLAGS' }),
        say(context, { zh: '权限', en: 'ROLES' }),
      ],
      items.map(({ name, person, isEnabled, lastSignInAt, flags: found, roles }) => [
        plain(name),
        plain(person),
        say(context, isEnabled ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }),
        lastSignInAt === null ? '-' : localTime(lastSignInAt),
        found.map(({ rule }) => say(context, RULES[rule])).join(' '),
        plain(roles.join(', ')),
      ]),
    ),
  );
  return items.some(({ flags: found }) => found.some(({ isAccepted }) => !isAccepted)) ? 1 : 0;
};

const bring = async (context: Context, files: readonly string[], flags: ImportFlags): Promise<ExitCode> => {
  const parts = await Promise.all(
    files.map((file) =>
      readFile(file).catch((error: unknown) => {
        throw fileError(file, error);
      }),
    ),
  );
  const query = new URLSearchParams({
    format: flags.format,
    source: files
      .map((file) => basename(file))
      .join(' ')
      .slice(0, 200),
    apply: flags.apply === true ? 'yes' : 'no',
    ...(flags.system === undefined ? {} : { system: flags.system }),
  });
  const body = parts.length === 1 ? parts[0] : Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]));
  const report = await ask(context, await targetOf(context, flags), {
    path: `/access-reviews/import?${query.toString()}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(body ?? []),
    answer: AccountsImported,
  });
  show(context, flags, report, () =>
    [
      ...report.refused.map(({ row, column, value, text }) =>
        say(context, {
          zh: `第 ${row} 行 ${column} ${plain(value)}：${text.zh}`,
          en: `row ${row}, ${column} ${plain(value)}: ${text.en}`,
        }),
      ),
      ...report.systems.map(({ name, accounts: size, added, gone, flagged }) =>
        say(context, {
          zh: `${plain(name)}：账号 ${size}（新增 ${added}，消失 ${gone}），有问题 ${flagged}`,
          en: `${plain(name)}: ${size} accounts (${added} new, ${gone} gone), ${flagged} flagged`,
        }),
      ),
      say(
        context,
        report.isApplied
          ? { zh: '已保存', en: 'kept' }
          : { zh: '仅预览，未保存；加 --apply 保存', en: 'a preview, nothing kept; --apply keeps it' },
      ),
    ].join('\n'),
  );
  return report.refusedRows > 0 || report.systems.some(({ flagged }) => flagged > 0) ? 1 : 0;
};

const collect = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const overview = await ask(context, target, {
    method: 'POST',
    path: '/access-reviews/collect-own',
    answer: AccessOverview,
  });
  const own = overview.systems.find(({ origin }) => origin === 'own');
  show(context, flags, own ?? {}, () =>
    say(context, {
      zh: `已采集车盾自身账号 ${own?.accounts ?? 0} 个，有问题 ${own?.flagged ?? 0} 个`,
      en: `${own?.accounts ?? 0} own accounts collected, ${own?.flagged ?? 0} flagged`,
    }),
  );
  return (own?.flagged ?? 0) > 0 ? 1 : 0;
};

const open = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const review = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/access-reviews/systems/${encodeURIComponent(id)}/reviews`,
    answer: AccessReview,
  });
  show(context, flags, review, () =>
    say(context, {
      zh: `已发起审查 ${review.id}：账号 ${review.items} 个，其中有问题 ${review.flaggedLeft} 个`,
      en: `review ${review.id} opened: ${review.items} accounts, ${review.flaggedLeft} of them flagged`,
    }),
  );
  return 0;
};

/** `chedun access-reviews list | accounts | import | collect-own | open`. */
export const accessReviewsCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'access-reviews', { zh: '访问权限审查', en: 'reviews of access rights' });
  const add = (name: string, zh: string, en: string): Command =>
    withServer(withJson(addCommand(group, context, name, { zh, en }), context), context);
  const id = say(context, { zh: '系统标识', en: 'id of the system' });
  add(
    'list',
    '列出系统；有问题账号、逾期审查或未执行的决定以 1 结束',
    'list systems; ends with 1 when accounts are flagged, reviews late or decisions not carried out',
  ).action((flags: Flags) => context.end(list(context, flags)));
  add('accounts', '列出系统账号与问题', 'list accounts of a system with their flags')
    .argument('<id>', id)
    .action((system: string, flags: Flags) => context.end(accounts(context, system, flags)));
  add('import', '预览或导入账号文件', 'preview or import files of accounts')
    .argument('<files...>', say(context, { zh: '文件；Linux 主机可给出多个', en: 'files; several for a Linux host' }))
    .addOption(
      new Option('--format <format>', say(context, { zh: '格式', en: 'format' }))
        .choices(ImportFormat.options)
        .default('table'),
    )
    .option('--system <name>', say(context, { zh: '系统或主机名称', en: 'name of the system or host' }))
    .option('--apply', say(context, { zh: '保存', en: 'keep it' }))
    .action((files: readonly string[], flags: ImportFlags) => context.end(bring(context, files, flags)));
  add('collect-own', '采集车盾自身账号', 'collect the accounts of CheDun itself').action((flags: Flags) =>
    context.end(collect(context, flags)),
  );
  add('open', '发起审查', 'open a review')
    .argument('<id>', id)
    .action((system: string, flags: Flags) => context.end(open(context, system, flags)));
};
