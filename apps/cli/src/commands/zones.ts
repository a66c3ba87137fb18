import { FlowPage, FlowStatus, Looked, Openings, ZoneOverview, ZonesImported, type Flow } from '@chedun/zones/contract';
import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { refusedRows } from '../refused-rows.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface FlowFlags extends Flags {
  readonly status?: FlowStatus;
}

const MOST = 10_000;
const PAGE = 500;

const STATUS: Readonly<Record<FlowStatus, { readonly zh: string; readonly en: string }>> = {
  violating: { zh: '未经许可', en: 'not allowed' },
  ended: { zh: '许可已到期', en: 'permission ended' },
  blocked: { zh: '已阻断', en: 'blocked' },
  allowed: { zh: '已许可', en: 'allowed' },
  inside: { zh: '域内', en: 'inside a zone' },
  unzoned: { zh: '地址未划分', en: 'in no zone' },
};

const overviewOf = async (context: Context, flags: ServerFlags): Promise<ZoneOverview> =>
  ask(context, await targetOf(context, flags), { path: '/zones', answer: ZoneOverview });

const namesOf = (context: Context, { zones }: ZoneOverview): ((id: string | null) => string) => {
  const names = new Map(zones.map(({ id, name }) => [id, plain(name)]));
  return (id) => names.get(id ?? '') ?? say(context, { zh: '（未划分）', en: '(no zone)' });
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const overview = await overviewOf(context, flags);
  const { zones, counts } = overview;
  const wrong = counts.violating + counts.ended + counts.ownUnzoned;
  show(context, flags, overview, () =>
    [
      table(
        [
          say(context, { zh: '安全域', en: 'ZONE' }),
          say(context, { zh: '类型', en: 'KIND' }),
          say(context, { zh: '网段', en: 'NETWORKS' }),
          say(context, { zh: '主机', en: 'HOSTS' }),
        ],
        zones.map(({ name, kind, cidrs, hosts }) => [plain(name), kind, cidrs.join(' '), String(hosts)]),
      ),
      say(context, {
        zh: `跨域流量 ${counts.crossing} 种：未经许可 ${counts.violating}，许可已到期 ${counts.ended}；未划分的内网地址 ${counts.ownUnzoned}`,
        en: `${counts.crossing} flows across zones: ${counts.violating} not allowed, ${counts.ended} whose permission ended; ${counts.ownUnzoned} own addresses in no zone`,
      }),
    ].join('\n'),
  );
  return wrong > 0 ? 1 : 0;
};

const serviceOf = ({ protocol, port, ports }: Flow): string =>
  ports > 1 ? `${protocol} *${ports}` : port === 0 ? protocol : `${protocol} ${port}`;

const flows = async (context: Context, flags: FlowFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const nameOf = namesOf(context, await overviewOf(context, flags));
  const items: Flow[] = [];
  let next: string | null = '';
  while (next !== null && items.length < MOST) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next === '' ? {} : { cursor: next }) });
    if (flags.status !== undefined) query.set('status', flags.status);
    const page: { items: Flow[]; next: string | null } = await ask(context, target, {
      path: `/zones/flows?${query.toString()}`,
      answer: FlowPage,
    });
    items.push(...page.items);
    next = page.next;
  }
  show(context, flags, { items }, () =>
    table(
      [
        say(context, { zh: '状态', en: 'STATUS' }),
        say(context, { zh: '发起方', en: 'FROM' }),
        say(context, { zh: '响应方', en: 'TO' }),
        say(context, { zh: '服务', en: 'SERVICE' }),
        say(context, { zh: '记录数', en: 'RECORDS' }),
        say(context, { zh: '最近出现', en: 'LAST' }),
        say(context, { zh: '举例', en: 'EXAMPLE' }),
      ],
      items.map((flow) => [
        say(context, STATUS[flow.status]),
        nameOf(flow.from),
        nameOf(flow.to),
        serviceOf(flow),
        String(flow.records),
        localTime(flow.lastSeen),
        flow.examples[0] === undefined ? '' : `${flow.examples[0].client} → ${flow.examples[0].server}`,
      ]),
    ),
  );
  return items.some(({ status }) => status === 'violating' || status === 'ended') ? 1 : 0;
};

const bring = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const report = await ask(context, await targetOf(context, flags), {
    path: '/zones/import',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ZonesImported,
  });
  show(context, flags, report, () =>
    [
      ...refusedRows(context, report.refused),
      say(context, {
        zh: `共 ${report.rows} 行：新增 ${report.added}，更新 ${report.changed}，未采纳 ${report.refused.length}`,
        en: `${report.rows} rows: ${report.added} added, ${report.changed} changed, ${report.refused.length} refused`,
      }),
    ].join('\n'),
  );
  return report.refused.length > 0 ? 1 : 0;
};

const look = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const found = await ask(context, target, { method: 'POST', path: '/zones/look', answer: Looked });
  show(context, flags, found, () =>
    say(context, {
      zh: `会话 ${found.conversations} 个，未经许可或已到期的跨域流量 ${found.violating} 种`,
      en: `${found.conversations} conversations, ${found.violating} flows not allowed or ended`,
    }),
  );
  return found.violating > 0 ? 1 : 0;
};

const compare = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const nameOf = namesOf(context, await overviewOf(context, flags));
  const target = await targetOf(context, flags);
  const found = await ask(context, target, { method: 'POST', path: '/zones/compare', answer: Openings });
  show(context, flags, found, () =>
    [
      table(
        [
          say(context, { zh: '防火墙', en: 'FIREWALL' }),
          say(context, { zh: '行', en: 'LINE' }),
          say(context, { zh: '发起方', en: 'FROM' }),
          say(context, { zh: '响应方', en: 'TO' }),
          say(context, { zh: '服务', en: 'SERVICES' }),
        ],
        found.items.map((each) => [
          plain(each.firewallName),
          String(each.line),
          nameOf(each.from),
          nameOf(each.to),
          each.services,
        ]),
      ),
      say(context, {
        zh: `防火墙 ${found.firewalls} 台，放行规则 ${found.rules} 条，无法按地址比对 ${found.uncompared} 条`,
        en: `${found.firewalls} firewalls, ${found.rules} allowing rules, ${found.uncompared} that cannot be compared`,
      }),
    ].join('\n'),
  );
  return found.items.length > 0 ? 1 : 0;
};

/** `chedun zones list | flows | import | look | compare`. */
export const zonesCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'zones', { zh: '安全域与跨域流量', en: 'zones and flows between them' });
  const add = (name: string, zh: string, en: string): Command =>
    withServer(withJson(addCommand(group, context, name, { zh, en }), context), context);
  add('list', '列出安全域；有未经许可的流量以 1 结束', 'list zones; ends with 1 when something is not allowed').action(
    (flags: Flags) => context.end(list(context, flags)),
  );
  add('flows', '列出观测到的流量', 'list flows that were seen')
    .addOption(
      new Option('--status <status>', say(context, { zh: '只列出此状态', en: 'only of this status' })).choices(
        FlowStatus.options,
      ),
    )
    .action((flags: FlowFlags) => context.end(flows(context, flags)));
  add('import', '导入安全域（CSV、XLSX）', 'import zones from a table')
    .argument('<file>', say(context, { zh: '表格文件', en: 'file of the table' }))
    .action((file: string, flags: Flags) => context.end(bring(context, file, flags)));
  add('look', '立即比对流量', 'compare flows now').action((flags: Flags) => context.end(look(context, flags)));
  add('compare', '立即比对防火墙与访问许可', 'compare firewalls with what is allowed').action((flags: Flags) =>
    context.end(compare(context, flags)),
  );
};
