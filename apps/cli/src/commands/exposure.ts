import { Exposure, ImportReport, ProbesOrdered, ScanReport, type Standing } from '@chedun/exposure/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { refusedRows } from '../refused-rows.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const STANDINGS: Readonly<Record<Standing, { readonly zh: string; readonly en: string }>> = {
  unapproved: { zh: '未经批准', en: 'not approved' },
  ended: { zh: '批准已到期', en: 'approval ended' },
  approved: { zh: '已批准', en: 'approved' },
  'not-open': { zh: '已批准未开放', en: 'approved, not open' },
  'not-probed': { zh: '已批准未探测', en: 'approved, not probed' },
};

const bytesIn = async (file: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await readFile(file).catch((error: unknown) => {
      throw fileError(file, error);
    }),
  );

const isGood = ({ counts }: Exposure): boolean => counts.unapproved + counts.ended === 0;

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/exposure', answer: Exposure });
  const head = [
    say(context, { zh: '状态', en: 'STANDING' }),
    say(context, { zh: '地址', en: 'HOST' }),
    say(context, { zh: '端口', en: 'PORT' }),
    say(context, { zh: '用途', en: 'PURPOSE' }),
    say(context, { zh: '首次发现', en: 'SINCE' }),
  ];
  const rows = answer.items.map(({ standing, host, port, service, since }) => [
    say(context, STANDINGS[standing]),
    host,
    String(port),
    plain(service?.purpose ?? ''),
    since === null ? '-' : localTime(since),
  ]);
  show(context, flags, answer, () => table(head, rows));
  return isGood(answer) ? 0 : 1;
};

const targets = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/exposure', answer: Exposure });
  const head = [
    say(context, { zh: '地址', en: 'HOST' }),
    say(context, { zh: '最近探测', en: 'LAST PROBE' }),
    say(context, { zh: '开放', en: 'OPEN' }),
    'ID',
  ];
  const rows = answer.targets.map(({ host, lastRun, id }) => [
    host,
    lastRun === null ? '-' : localTime(lastRun.at),
    lastRun === null ? '-' : String(lastRun.open),
    id,
  ]);
  show(context, flags, { items: answer.targets }, () => table(head, rows));
  return 0;
};

const probe = async (context: Context, target: string | undefined, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: '/exposure/probe',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(target === undefined ? {} : { target }),
    answer: ProbesOrdered,
  });
  show(context, flags, answer, () =>
    say(context, { zh: `已安排探测 ${answer.ordered} 个目标`, en: `${answer.ordered} targets are going to be probed` }),
  );
  return 0;
};

const importServices = async (context: Context, file: string, flags: Flags & { readonly preview: boolean }) => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: `/exposure/services/import?mode=${flags.preview ? 'preview' : 'apply'}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: await bytesIn(file),
    answer: ImportReport,
  });
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `共 ${answer.rows} 行：新增 ${answer.taken}，更新 ${answer.changed}，有误 ${answer.refused.length}`,
        en: `${answer.rows} rows: ${answer.taken} new, ${answer.changed} changed, ${answer.refused.length} wrong`,
      }),
      ...refusedRows(context, answer.refused),
    ].join('\n'),
  );
  return answer.refused.length === 0 ? 0 : 1;
};

const takeScan = async (
  context: Context,
  file: string,
  flags: Flags & { readonly from: string },
): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: `/exposure/scans?from=${encodeURIComponent(flags.from)}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: await bytesIn(file),
    answer: ScanReport,
  });
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `已导入 ${answer.taken.length} 个目标的结果，${answer.unknownCount} 个主机不在探测目标中，${answer.refusedCount} 处有误`,
        en: `${answer.taken.length} targets taken, ${answer.unknownCount} hosts are no targets, ${answer.refusedCount} entries are wrong`,
      }),
      ...answer.refused.map(({ line, field, value }) => `  ${line}: ${field} ${plain(value)}`),
    ].join('\n'),
  );
  return answer.refusedCount === 0 ? 0 : 1;
};

/** `chedun exposure list | targets | probe | import | scan`. */
export const exposureCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'exposure', { zh: '互联网暴露面', en: 'what is open to the outside' });
  const listed = addCommand(group, context, 'list', {
    zh: '列出开放与已批准的端口；有未经批准的以 1 结束',
    en: 'ports that are open or approved; ends with 1 when one is not approved',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const kept = addCommand(group, context, 'targets', { zh: '列出探测目标', en: 'list the targets' });
  withServer(withJson(kept, context), context).action((flags: Flags) => context.end(targets(context, flags)));
  const probed = addCommand(group, context, 'probe', {
    zh: '立即探测一个或全部目标',
    en: 'probe one target, or all',
  }).argument('[target]', say(context, { zh: '目标标识', en: 'id of the target' }));
  withServer(withJson(probed, context), context).action((target: string | undefined, flags: Flags) =>
    context.end(probe(context, target, flags)),
  );
  const brought = addCommand(group, context, 'import', {
    zh: '导入批准清单（CSV 或 XLSX）；有误的行逐条列出，以 1 结束',
    en: 'import approved services (CSV or XLSX); wrong rows are named and it ends with 1',
  })
    .argument('<file>', say(context, { zh: '文件', en: 'file' }))
    .option('--preview', say(context, { zh: '只检查，不导入', en: 'only look, take nothing' }), false);
  withServer(withJson(brought, context), context).action((file: string, flags: Flags & { readonly preview: boolean }) =>
    context.end(importServices(context, file, flags)),
  );
  const scanned = addCommand(group, context, 'scan', {
    zh: '导入网外的 nmap 扫描结果（-oX）',
    en: 'take a scan that nmap -oX made from outside',
  })
    .argument('<file>', say(context, { zh: '结果文件', en: 'file of the scan' }))
    .requiredOption('--from <place>', say(context, { zh: '探测位置', en: 'where it was looked from' }));
  withServer(withJson(scanned, context), context).action((file: string, flags: Flags & { readonly from: string }) =>
    context.end(takeScan(context, file, flags)),
  );
};
