import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Capture,
  CaptureDetail,
  type CaptureFinding,
  CaptureFindingPage,
  CaptureKind,
  CapturePage,
  CaptureStatus,
} from '@chedun/captures/contract';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, itemsOf, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';
import { verdictText } from '../verdict-text.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface AddFlags extends Flags {
  readonly kind: string;
  readonly vin?: string;
  readonly model?: string;
  readonly dbc?: string;
  readonly canModel?: string;
  readonly toEvents: boolean;
  readonly wait: boolean;
}

interface ListFlags extends Flags {
  readonly kind?: string;
  readonly status?: string;
  readonly search?: string;
  readonly limit: number;
}

const PAGE = 200;
const LOOK_MS = 500;
const MOST_SHOWN = 50;

const isOver = ({ status }: Capture): boolean => status !== 'waiting' && status !== 'running';

const upload = async (context: Context, target: Target, file: string, flags: AddFlags): Promise<CaptureDetail> => {
  await stat(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const { kind, vin, model, dbc: dbcId, canModel: canModelId, toEvents } = flags;
  return ask(context, target, {
    method: 'POST',
    path: '/captures',
    query: { name: basename(file), kind, vin, model, dbcId, canModelId, toEvents: String(toEvents) },
    headers: { 'content-type': 'application/octet-stream' },
    body: await openAsBlob(file),
    answer: CaptureDetail,
  });
};

/** The capture as the server knows it. */
export const readCapture = (context: Context, target: Target, id: string): Promise<CaptureDetail> =>
  ask(context, target, { path: `/captures/${encodeURIComponent(id)}`, answer: CaptureDetail });

/** Uploads a file and waits until its analysis is over. */
export const addFile = async (
  context: Context,
  target: Target,
  file: string,
  flags: AddFlags,
): Promise<CaptureDetail> => {
  let capture = await upload(context, target, file, flags);
  while (flags.wait && !isOver(capture)) {
    await pause(LOOK_MS);
    capture = await readCapture(context, target, capture.id);
  }
  return capture;
};

const faultText = (context: Context, { fault, faults, unreadable }: CaptureDetail): string[] => {
  const [first] = fault === null ? faults : [fault];
  if (first === undefined) return [];
  const { line, offset, reason, message } = first;
  const place = line === null ? (offset === null ? '' : `@${offset}`) : `:${line}`;
  const more = say(context, { zh: `不可读 ${unreadable} 处`, en: `${unreadable} unreadable` });
  return [`  ${more}${place} ${plain(`${message[context.language]} ${reason}`)}`];
};

const lineOf = (context: Context, capture: CaptureDetail): string =>
  [
    say(context, {
      zh: `${plain(capture.name)}：${capture.kind} ${capture.format}，${capture.status}，发现 ${capture.findings} 项，编号 ${capture.id}`,
      en: `${plain(capture.name)}: ${capture.kind} ${capture.format}, ${capture.status}, ${capture.findings} findings, id ${capture.id}`,
    }),
    ...faultText(context, capture),
  ].join('\n');

const codeOf = (capture: Capture): ExitCode => (capture.status === 'failed' || capture.findings > 0 ? 1 : 0);

const add = async (context: Context, files: readonly string[], flags: AddFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  let code: ExitCode = 0;
  for (const file of files) {
    const capture = await addFile(context, target, file, flags);
    show(context, flags, capture, () => lineOf(context, capture));
    if (codeOf(capture) === 1) code = 1;
  }
  return code;
};

const listText = (context: Context, items: readonly Capture[], total: number): string => {
  const head = [
    'ID',
    say(context, { zh: '类型', en: 'KIND' }),
    say(context, { zh: '状态', en: 'STATUS' }),
    say(context, { zh: '大小', en: 'SIZE' }),
    say(context, { zh: '发现', en: 'FINDINGS' }),
    say(context, { zh: '上传时间', en: 'UPLOADED' }),
    say(context, { zh: '名称', en: 'NAME' }),
  ];
  const rows = items.map((each) => [
    each.id,
    each.kind,
    each.status,
    String(each.size),
    String(each.findings),
    localTime(each.uploadedAt),
    each.name,
  ]);
  const told = say(context, {
    zh: `显示 ${items.length} 份，共 ${total} 份`,
    en: `${items.length} of ${total} captures`,
  });
  return items.length === 0 ? told : `${table(head, rows)}\n${told}`;
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const { kind, status, search: q, limit } = flags;
  const asked = { path: '/captures', query: { kind, status, q }, answer: CapturePage };
  const { items, first } = await itemsOf(context, await targetOf(context, flags), asked, { limit, pageSize: PAGE });
  show(context, flags, { items, total: first.total }, () => listText(context, items, first.total));
  return 0;
};

const findingText = (context: Context, finding: CaptureFinding): string =>
  `  ${finding.level}  ${finding.count}×  ${plain(finding.title[context.language])}  ${plain(verdictText(context, finding.subject))}  ${plain(verdictText(context, finding.seen))}`;

const detailText = (context: Context, capture: CaptureDetail, findings: readonly CaptureFinding[]): string => {
  const facts = Object.entries(capture.summary ?? {}).filter(([, value]) => typeof value !== 'object');
  return [
    lineOf(context, capture),
    `SHA-256: ${capture.sha256}`,
    `SM3: ${capture.sm3}`,
    ...facts.map(([name, value]) => `  ${name} = ${plain(String(value))}`),
    ...findings.map((finding) => findingText(context, finding)),
  ].join('\n');
};

const showOne = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const capture = await readCapture(context, target, id);
  const path = `/captures/${encodeURIComponent(id)}/findings`;
  const query = { sort: 'level', order: 'desc', limit: MOST_SHOWN };
  const { items } = await ask(context, target, { path, query, answer: CaptureFindingPage });
  show(context, flags, { ...capture, findingList: items }, () => detailText(context, capture, items));
  return codeOf(capture);
};

const addAddCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'add', {
    zh: '上传抓包、CAN 日志、V2X 日志或 IDS 报文并分析（--json 每个文件一行）；有发现或分析失败的以 1 结束',
    en: 'upload captures, CAN logs, V2X logs or IDS messages and analyse them (--json: one line a file); ends with 1 on findings or failure',
  })
    .argument('<files...>', say(context, { zh: '文件', en: 'files' }))
    .addOption(
      optionOf(context, '--kind <kind>', { zh: '类型，默认自动识别', en: 'kind, by default detected' })
        .choices(['auto', ...CaptureKind.options])
        .default('auto'),
    )
    .addOption(optionOf(context, '--vin <vin>', { zh: '所属车辆', en: 'vehicle it comes from' }))
    .addOption(optionOf(context, '--model <name>', { zh: '车型', en: 'vehicle model' }))
    .addOption(optionOf(context, '--dbc <id>', { zh: 'DBC 文件编号', en: 'id of a DBC file' }))
    .addOption(optionOf(context, '--can-model <id>', { zh: 'CAN 检测模型编号', en: 'id of a CAN model' }))
    .addOption(
      optionOf(context, '--to-events', {
        zh: '把抓包中的流、DNS、TLS 等记录送入事件库',
        en: 'send flow, DNS, TLS and other records of a capture as events',
      }).default(false),
    )
    .addOption(optionOf(context, '--no-wait', { zh: '不等待分析结束', en: 'do not wait for the end of the analysis' }));
  withServer(withJson(command, context), context).action((files: string[], flags: AddFlags) =>
    context.end(add(context, files, flags)),
  );
};

const addListCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'list', {
    zh: '列出已上传的抓包与记录',
    en: 'captures that were uploaded',
  })
    .addOption(optionOf(context, '--kind <kind>', { zh: '类型', en: 'kind' }).choices(CaptureKind.options))
    .addOption(optionOf(context, '--status <status>', { zh: '状态', en: 'status' }).choices(CaptureStatus.options))
    .addOption(
      optionOf(context, '--search <text>', {
        zh: '名称、VIN、车型或摘要的一部分',
        en: 'part of name, VIN, model or digest',
      }),
    )
    .addOption(
      optionOf(context, '--limit <n>', { zh: '最多条数', en: 'most captures' })
        .argParser(wholeNumber(1, 10_000))
        .default(50),
    );
  withServer(withJson(command, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
};

/** `chedun capture add | list | show`: recordings and what they show. */
export const captureCommands = (parent: Command, context: Context): void => {
  const capture = addCommand(parent, context, 'capture', { zh: '抓包与记录分析', en: 'captures and their analysis' });
  addAddCommand(capture, context);
  addListCommand(capture, context);
  const command = addCommand(capture, context, 'show', {
    zh: '查看一份抓包或记录及其发现；有发现或分析失败的以 1 结束',
    en: 'one capture with its findings; ends with 1 on findings or failure',
  }).argument('<id>', say(context, { zh: '编号', en: 'id' }));
  withServer(withJson(command, context), context).action((id: string, flags: Flags) =>
    context.end(showOne(context, id, flags)),
  );
};
