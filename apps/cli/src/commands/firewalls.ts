import { analyse, readFirewall, type Weakness, type WeaknessKind } from '@chedun/firewall';
import { FirewallDetail, FirewallList } from '@chedun/firewalls/contract';
import { dayOf } from '@chedun/kernel';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const KINDS: Readonly<Record<WeaknessKind, { readonly zh: string; readonly en: string }>> = {
  'any-any': { zh: '全通规则', en: 'allows everything' },
  shadowed: { zh: '被遮蔽', en: 'shadowed' },
  redundant: { zh: '重复', en: 'redundant' },
  expired: { zh: '已到期', en: 'run out' },
  disabled: { zh: '已停用', en: 'disabled' },
  'management-open': { zh: '管理端口对外开放', en: 'management open to everywhere' },
  'never-hit': { zh: '从未命中', en: 'never hit' },
  'default-allow': { zh: '默认放行', en: 'allows by default' },
  undecided: { zh: '未判定', en: 'undecided' },
};

const bytesIn = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });

const lineOf = (context: Context, { kind, list, rule, by }: Weakness): string[] => [
  say(context, KINDS[kind]),
  list,
  rule === undefined ? '' : String(rule.line),
  by.map(({ line }) => line).join(' '),
  rule === undefined ? '' : plain(rule.text),
];

/** Analyses an export without a server; 1 when something was found or a line was not read. */
const check = async (context: Context, file: string, flags: { readonly json: boolean }): Promise<ExitCode> => {
  const set = readFirewall((await bytesIn(file)).toString('utf8'));
  const weaknesses = analyse(set, dayOf(context.clock.now()));
  const told = weaknesses.map(({ kind, list, rule, by }) => ({
    kind,
    list,
    line: rule?.line ?? null,
    by: by.map(({ line }) => line),
    text: rule?.text ?? '',
  }));
  show(context, flags, { format: set.format, rules: set.rules.length, unread: set.unread, weaknesses: told }, () => {
    const head = [
      say(context, { zh: '问题', en: 'WEAKNESS' }),
      say(context, { zh: '规则表', en: 'LIST' }),
      say(context, { zh: '行', en: 'LINE' }),
      say(context, { zh: '在先规则行', en: 'EARLIER' }),
      say(context, { zh: '规则', en: 'RULE' }),
    ];
    const counts = say(context, {
      zh: `${set.format}：规则 ${set.rules.length} 条，问题 ${weaknesses.length} 个，未识别 ${set.unread.length} 行`,
      en: `${set.format}: ${set.rules.length} rules, ${weaknesses.length} weaknesses, ${set.unread.length} lines not read`,
    });
    const unread = set.unread.map(({ line, text }) => `  ${line}: ${plain(text)}`);
    const found =
      weaknesses.length === 0
        ? []
        : [
            table(
              head,
              weaknesses.map((each) => lineOf(context, each)),
            ),
          ];
    return [...found, ...unread, counts].join('\n');
  });
  return weaknesses.length + set.unread.length > 0 ? 1 : 0;
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), { path: '/firewalls', answer: FirewallList });
  show(context, flags, { items }, () =>
    table(
      [
        say(context, { zh: '名称', en: 'NAME' }),
        say(context, { zh: '规则', en: 'RULES' }),
        say(context, { zh: '问题', en: 'WEAKNESSES' }),
        say(context, { zh: '配置时间', en: 'EXPORT' }),
        'ID',
      ],
      items.map(({ name, rules, counts, uploadedAt, id }) => [
        plain(name),
        String(rules),
        counts.map(({ kind, count }) => `${say(context, KINDS[kind])} ${count}`).join(' '),
        uploadedAt === null ? '-' : localTime(uploadedAt),
        id,
      ]),
    ),
  );
  return items.some(({ counts }) => counts.length > 0) ? 1 : 0;
};

const upload = async (context: Context, id: string, file: string, flags: Flags): Promise<ExitCode> => {
  const { firewall } = await ask(context, await targetOf(context, flags), {
    path: `/firewalls/${encodeURIComponent(id)}/exports`,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(await bytesIn(file)),
    answer: FirewallDetail,
  });
  show(context, flags, firewall, () =>
    say(context, {
      zh: `已分析 ${firewall.rules} 条规则，未识别 ${firewall.unread} 行`,
      en: `${firewall.rules} rules analysed, ${firewall.unread} lines not read`,
    }),
  );
  return firewall.counts.length > 0 ? 1 : 0;
};

/** `chedun firewalls check | list | upload`. */
export const firewallsCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'firewalls', { zh: '防火墙规则', en: 'rules of firewalls' });
  const checked = addCommand(group, context, 'check', {
    zh: '离线分析防火墙配置导出；有问题以 1 结束',
    en: 'analyse an export of a firewall without a server; ends with 1 when something was found',
  }).argument('<file>', say(context, { zh: '配置文件', en: 'file of the export' }));
  withJson(checked, context).action((file: string, flags: { readonly json: boolean }) =>
    context.end(check(context, file, flags)),
  );
  const listed = addCommand(group, context, 'list', { zh: '列出防火墙', en: 'list firewalls' });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const uploaded = addCommand(group, context, 'upload', { zh: '上传配置导出', en: 'upload an export' })
    .argument('<id>', say(context, { zh: '防火墙标识', en: 'id of the firewall' }))
    .argument('<file>', say(context, { zh: '配置文件', en: 'file of the export' }));
  withServer(withJson(uploaded, context), context).action((id: string, file: string, flags: Flags) =>
    context.end(upload(context, id, file, flags)),
  );
};
