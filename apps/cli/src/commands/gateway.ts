import { readFile } from 'node:fs/promises';
import { BindingKind, BindingPage, BindingsImported, BindingStatus, type Binding } from '@chedun/gateway/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { gatewayKeyCommands } from './gateway-keys.ts';
import { gatewayPolicyCommands } from './gateway-policy.ts';
import { gatewayUnitCommands } from './gateway-units.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface ListFlags extends Flags {
  readonly find?: string;
  readonly kind?: BindingKind;
  readonly status?: BindingStatus;
}

const KINDS: Readonly<Record<BindingKind, string>> = {
  platform: '平台账号',
  certificate: '客户端证书',
  iccid: 'SIM 卡',
};
const STATUS: Readonly<Record<BindingStatus, string>> = {
  confirmed: '已确认',
  proposed: '待确认',
  withdrawn: '已撤销',
};
const REASONS: Readonly<Record<BindingsImported['refused'][number]['reason'], { zh: string; en: string }>> = {
  no_subject: { zh: '缺少车辆、终端或账号', en: 'no vehicle, terminal or account' },
  nothing_bound: { zh: '没有要绑定的内容', en: 'nothing to bind' },
  bad_subject: { zh: '车辆标识无效', en: 'not a valid identifier' },
  bad_value: { zh: '内容无效', en: 'not a valid value' },
};

const listText = (context: Context, items: readonly Binding[], total: number): string => {
  if (items.length === 0) return say(context, { zh: '没有绑定', en: 'no bindings' });
  const head = [
    say(context, { zh: '车辆', en: 'SUBJECT' }),
    say(context, { zh: '绑定到', en: 'KIND' }),
    say(context, { zh: '内容', en: 'VALUE' }),
    say(context, { zh: '状态', en: 'STATUS' }),
    say(context, { zh: '变更', en: 'CHANGED' }),
  ];
  const rows = items.map(({ subject, kind, value, status, changedAt }) => [
    plain(subject),
    say(context, { zh: KINDS[kind], en: kind }),
    plain(value),
    say(context, { zh: STATUS[status], en: status }),
    localTime(changedAt),
  ]);
  return `${table(head, rows)}\n${say(context, { zh: `共 ${total} 条`, en: `${total} in all` })}`;
};

const list = async (context: Context, { find, kind, status, ...flags }: ListFlags): Promise<ExitCode> => {
  const { items, total, next } = await ask(context, await targetOf(context, flags), {
    path: '/gateway/bindings',
    query: { search: find, kind, status, limit: 500 },
    answer: BindingPage,
  });
  show(context, flags, { items, total, next }, () => listText(context, items, total));
  return 0;
};

const importFile = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const report = await ask(context, await targetOf(context, flags), {
    path: '/gateway/bindings/import',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: BindingsImported,
  });
  const { imported, unchanged, refused } = report;
  show(context, flags, report, () =>
    [
      ...refused.map(({ row, reason, value }) =>
        `${file}:${row} ${say(context, REASONS[reason])} ${plain(value)}`.trim(),
      ),
      say(context, {
        zh: `导入 ${imported} 条，不变 ${unchanged} 条，拒绝 ${refused.length} 行`,
        en: `${imported} imported, ${unchanged} unchanged, ${refused.length} rows refused`,
      }),
    ].join('\n'),
  );
  return refused.length === 0 ? 0 : 1;
};

/** `chedun gateway list` and `chedun gateway import FILE`: from where vehicles may come; with keys and roadside units. */
export const gatewayCommands = (parent: Command, context: Context): void => {
  const gateway = addCommand(parent, context, 'gateway', { zh: '接入绑定', en: 'access bindings of vehicles' });
  gatewayKeyCommands(gateway, context);
  gatewayPolicyCommands(gateway, context);
  gatewayUnitCommands(gateway, context);
  const listing = addCommand(gateway, context, 'list', { zh: '列出绑定', en: 'list bindings' })
    .option('--find <text>', say(context, { zh: '车辆或内容的开头', en: 'beginning of a subject or value' }))
    .addOption(
      optionOf(context, '--kind <kind>', { zh: '绑定类型', en: 'kind of binding' }).choices(BindingKind.options),
    )
    .addOption(optionOf(context, '--status <status>', { zh: '状态', en: 'status' }).choices(BindingStatus.options));
  withServer(withJson(listing, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
  const importing = addCommand(gateway, context, 'import', {
    zh: '导入 CSV 或 XLSX（vin、platform、certificate、iccid）；有被拒绝的行以 1 结束',
    en: 'import CSV or XLSX (vin, platform, certificate, iccid); ends with 1 when rows were refused',
  }).argument('<file>', say(context, { zh: '文件', en: 'file' }));
  withServer(withJson(importing, context), context).action((file: string, flags: Flags) =>
    context.end(importFile(context, file, flags)),
  );
};
