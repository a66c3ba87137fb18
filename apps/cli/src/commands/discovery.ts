import {
  DiscoverySummary,
  ImportReport,
  RunReport,
  ThingPage,
  ThingState,
  type Thing,
} from '@chedun/discovery/contract';
import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface ListFlags extends Flags {
  readonly state?: ThingState;
  readonly find?: string;
}
interface ImportFlags extends Flags {
  readonly preview: boolean;
  readonly format: string;
  readonly columns?: string;
}

const FORMATS = [
  'auto',
  'nmap',
  'isc-dhcp',
  'kea',
  'dnsmasq',
  'neighbours',
  'table',
  'aws',
  'aliyun',
  'tencent',
  'huawei',
];
const PAGE = 200;
const MOST = 10_000;

const STATES: Readonly<Record<ThingState, { readonly zh: string; readonly en: string }>> = {
  unknown: { zh: '未登记', en: 'unknown' },
  registered: { zh: '已登记', en: 'on record' },
  ignored: { zh: '暂不处理', en: 'set aside' },
};

const showSummary = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/discovery', answer: DiscoverySummary });
  const { things, registered, unknown, unknownOverdue, ignored, orphans, noTeam, unseen, hosts, sources } = answer;
  const head = [
    say(context, { zh: '来源', en: 'SOURCE' }),
    say(context, { zh: '最近', en: 'LAST' }),
    say(context, { zh: '设备', en: 'THINGS' }),
    say(context, { zh: '看到的登记主机', en: 'HOSTS SEEN' }),
  ];
  const rows = sources.map((each) => [each.source, each.lastRunAt, `${each.things}`, `${each.hosts}/${hosts}`]);
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `在网设备 ${things}：已登记 ${registered}，未登记 ${unknown}（超过 24 小时 ${unknownOverdue}），暂不处理 ${ignored}`,
        en: `${things} things: ${registered} on record, ${unknown} unknown (${unknownOverdue} for more than 24 hours), ${ignored} set aside`,
      }),
      say(context, {
        zh: `无主资产 ${orphans}：无责任部门 ${noTeam}，未被发现 ${unseen}`,
        en: `${orphans} orphans: ${noTeam} without a team, ${unseen} not seen`,
      }),
      ...(rows.length === 0 ? [] : [table(head, rows)]),
    ].join('\n'),
  );
  return unknown + orphans === 0 ? 0 : 1;
};

const listThings = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const things: Thing[] = [];
  let cursor: string | null = '';
  while (cursor !== null && things.length < MOST) {
    const query = new URLSearchParams({
      limit: `${PAGE}`,
      ...(cursor === '' ? {} : { cursor }),
      ...(flags.state === undefined ? {} : { state: flags.state }),
      ...(flags.find === undefined ? {} : { q: flags.find }),
    });
    const page: ThingPage = await ask(context, target, { path: `/discovery/things?${query}`, answer: ThingPage });
    things.push(...page.items);
    cursor = page.next;
  }
  const head = [
    say(context, { zh: '设备', en: 'THING' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '地址', en: 'ADDRESSES' }),
    'MAC',
    say(context, { zh: '来源', en: 'SOURCES' }),
    say(context, { zh: '最近发现', en: 'LAST SEEN' }),
  ];
  const rows = things.map((each) => [
    plain(each.label),
    say(context, STATES[each.state]),
    each.addresses.slice(0, 3).join(' '),
    each.mac,
    each.sources.join(' '),
    each.lastSeenAt,
  ]);
  show(context, flags, things, () =>
    rows.length === 0 ? say(context, { zh: '没有符合条件的设备', en: 'nothing matches' }) : table(head, rows),
  );
  return things.some(({ state }) => state === 'unknown') ? 1 : 0;
};

const importFile = async (context: Context, file: string, flags: ImportFlags): Promise<ExitCode> => {
  const bytes = await readFile(file);
  const query = new URLSearchParams({
    mode: flags.preview ? 'preview' : 'apply',
    format: flags.format,
    name: basename(file).slice(0, 200),
    ...(flags.columns === undefined ? {} : { columns: flags.columns }),
  });
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/discovery/import?${query}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ImportReport,
  });
  const { source, taken, appeared, changes, unknown, skipped, refusedCount, refused } = answer;
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `${source}：${flags.preview ? '可导入' : '导入'} ${taken} 条，新设备 ${appeared}，变化 ${changes}，未登记 ${unknown}，跳过 ${skipped}，有误 ${refusedCount}`,
        en: `${source}: ${taken} entries ${flags.preview ? 'can be taken' : 'taken'}, ${appeared} new things, ${changes} changes, ${unknown} unknown, ${skipped} skipped, ${refusedCount} wrong`,
      }),
      ...refused.map(({ line, field, value, text }) =>
        plain(
          say(context, {
            zh: `第 ${line} 条 ${field}“${value}”：${text.zh}`,
            en: `entry ${line}, ${field} "${value}": ${text.en}`,
          }),
        ),
      ),
    ].join('\n'),
  );
  return refusedCount === 0 ? 0 : 1;
};

const runNow = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: '/discovery/run',
    answer: RunReport,
  });
  const { observations, appeared, changes, unknown } = answer;
  show(context, flags, answer, () =>
    say(context, {
      zh: `日志与流量记录中发现 ${observations} 条：新设备 ${appeared}，变化 ${changes}，未登记 ${unknown}`,
      en: `${observations} entries in logs and recordings: ${appeared} new things, ${changes} changes, ${unknown} unknown`,
    }),
  );
  return unknown === 0 ? 0 : 1;
};

const importCommand = (group: Command, context: Context): void => {
  const brought = addCommand(group, context, 'import', {
    zh: '导入扫描、租约、邻居表、CMDB 或云主机列表；有误的逐条列出，其余照常导入，有误时以 1 结束',
    en: 'import a scan, leases, neighbours, a CMDB or a cloud list; every wrong entry is named, the others are taken; ends with 1 when one is wrong',
  })
    .argument('<file>', say(context, { zh: '文件', en: 'file' }))
    .option('--preview', say(context, { zh: '只检查，不导入', en: 'only look, take nothing' }), false)
    .addOption(
      new Option('--format <format>', say(context, { zh: '格式', en: 'format' })).choices(FORMATS).default('auto'),
    )
    .option(
      '--columns <map>',
      say(context, {
        zh: '表格的列对应，例如 hostName=编号,addresses=IP',
        en: 'columns of a table, for example hostName=CI,addresses=IP',
      }),
    );
  withServer(withJson(brought, context), context).action((file: string, flags: ImportFlags) =>
    context.end(importFile(context, file, flags)),
  );
};

/** `chedun discovery show | list | import | run`. */
export const discoveryCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'discovery', { zh: '资产发现', en: 'discovery of assets' });
  const shown = addCommand(group, context, 'show', {
    zh: '发现概况与各来源覆盖；有未登记或无主资产时以 1 结束',
    en: 'what was discovered and what each source covers; ends with 1 when something is unknown or an orphan',
  });
  withServer(withJson(shown, context), context).action((flags: Flags) => context.end(showSummary(context, flags)));
  const listed = addCommand(group, context, 'list', {
    zh: '发现的设备；含未登记设备时以 1 结束',
    en: 'things that were discovered; ends with 1 when one is unknown',
  })
    .addOption(new Option('--state <state>', say(context, { zh: '状态', en: 'state' })).choices(ThingState.options))
    .option(
      '--find <text>',
      say(context, { zh: '名称、地址、MAC、系统或服务', en: 'name, address, MAC, system or service' }),
    );
  withServer(withJson(listed, context), context).action((flags: ListFlags) => context.end(listThings(context, flags)));
  importCommand(group, context);
  const run = addCommand(group, context, 'run', {
    zh: '立即从日志与流量记录中发现；有未登记设备时以 1 结束',
    en: 'look into logs and recordings now; ends with 1 when something is unknown',
  });
  withServer(withJson(run, context), context).action((flags: Flags) => context.end(runNow(context, flags)));
};
