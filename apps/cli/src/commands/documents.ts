import { DocumentPage, FilePart, Issued, TemplateList } from '@chedun/documents/contract';
import { InvalidArgumentError, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';
import { keepFile } from './cert-file.ts';
import { addVerify } from './documents-verify.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface RenderFlags extends Flags {
  readonly title?: string;
  readonly subject: string;
  readonly out?: string;
}

interface ListFlags extends Flags {
  readonly template?: string;
  readonly search?: string;
  readonly withoutReceipt: boolean;
}

const templates = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: '/documents/templates',
    answer: TemplateList,
  });
  const head = [
    say(context, { zh: '模板', en: 'TEMPLATE' }),
    say(context, { zh: '名称', en: 'TITLE' }),
    say(context, { zh: '依据', en: 'BASIS' }),
  ];
  const unverified = say(context, { zh: '（未核实）', en: ' (unverified)' });
  const rows = answer.items.map(({ id, title, basis, basisStatus }) => [
    id,
    say(context, title),
    `${say(context, basis)}${basisStatus === 'unverified' ? unverified : ''}`,
  ]);
  show(context, flags, answer, () => table(head, rows));
  return 0;
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const { template, search, withoutReceipt } = flags;
  const query = { template, search, receipts: withoutReceipt ? 'without' : undefined, limit: 200 };
  const page = await ask(context, await targetOf(context, flags), { path: '/documents', query, answer: DocumentPage });
  const head = [
    say(context, { zh: '编号', en: 'ID' }),
    say(context, { zh: '版', en: 'VER' }),
    say(context, { zh: '签发时间', en: 'ISSUED' }),
    say(context, { zh: '回执', en: 'RECEIPTS' }),
    say(context, { zh: '标题', en: 'TITLE' }),
  ];
  const rows = page.items.map((each) => [
    each.id,
    String(each.version),
    localTime(each.issuedAt),
    String(each.receipts),
    plain(`${say(context, each.templateTitle)} ${say(context, each.title)}`),
  ]);
  show(context, flags, page, () => table(head, rows));
  return 0;
};

const readData = async (file: string): Promise<Readonly<Record<string, unknown>>> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw cliError('cli.content-invalid', { file, reason: 'no JSON object' });
  }
};

const fetchFile = async (context: Context, flags: Flags, id: string, version: number, part: FilePart) => {
  const path = `/documents/${encodeURIComponent(id)}/versions/${version}/file`;
  const response = await send(context, await targetOf(context, flags), { path, query: { part } });
  return new Uint8Array(await response.arrayBuffer());
};

const render = async (context: Context, template: string, file: string, flags: RenderFlags): Promise<ExitCode> => {
  const data = await readData(file);
  const title = flags.title ?? flags.subject;
  const body = { template, title: { zh: title, en: title }, subject: { kind: 'manual', id: flags.subject }, data };
  const issued = await ask(context, await targetOf(context, flags), {
    path: '/documents',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    answer: Issued,
  });
  if (flags.out !== undefined)
    await keepFile(flags.out, await fetchFile(context, flags, issued.id, issued.version, 'package'));
  show(context, flags, issued, () =>
    say(context, {
      zh: `已签发 ${issued.id} 第 ${issued.version} 版，清单 SM3 ${issued.sm3}`,
      en: `issued ${issued.id} version ${issued.version}, SM3 of the manifest ${issued.sm3}`,
    }),
  );
  return 0;
};

interface ExportFlags extends Flags {
  readonly part: FilePart;
  readonly out?: string;
}

const exportFile = async (context: Context, id: string, version: number, flags: ExportFlags): Promise<ExitCode> => {
  const bytes = await fetchFile(context, flags, id, version, flags.part);
  await keepFile(flags.out, bytes);
  if (flags.json)
    show(context, flags, { bytes: bytes.length, base64: Buffer.from(bytes).toString('base64') }, () => '');
  else if (flags.out === undefined) await context.write(bytes);
  return 0;
};

const partOf = (text: string): FilePart => {
  const part = FilePart.safeParse(text);
  if (!part.success) throw new InvalidArgumentError(FilePart.options.join(', '));
  return part.data;
};

const addWrites = (group: Command, context: Context): void => {
  const rendered = addCommand(group, context, 'render', {
    zh: '由数据文件排版、签名并签发文书',
    en: 'typeset, sign and issue a document of a file of data',
  })
    .argument('<template>', say(context, { zh: '模板', en: 'template' }))
    .argument('<data>', say(context, { zh: 'JSON 数据文件', en: 'file of JSON' }))
    .requiredOption('--subject <text>', say(context, { zh: '对象', en: 'what it is about' }))
    .addOption(optionOf(context, '--title <text>', { zh: '标题', en: 'title' }))
    .addOption(optionOf(context, '--out <file>', { zh: '同时保存交换包', en: 'keep the package here' }));
  withServer(withJson(rendered, context), context).action((template: string, data: string, flags: RenderFlags) =>
    context.end(render(context, template, data, flags)),
  );
  const exported = addCommand(group, context, 'export', { zh: '取出文书文件', en: 'get a file of a document' })
    .argument('<id>', say(context, { zh: '文书编号', en: 'id of the document' }))
    .argument('<version>', say(context, { zh: '版本', en: 'version' }), wholeNumber(1, 1_000_000))

    .option(
      '--part <part>',
      say(context, {
        zh: `文件：${FilePart.options.join('、')}`,
        en: `file: ${FilePart.options.join(', ')}`,
      }),
      partOf,
      'package' as const,
    )
    .addOption(optionOf(context, '--out <file>', { zh: '保存到', en: 'keep it here' }));
  withServer(withJson(exported, context), context).action((id: string, version: number, flags: ExportFlags) =>
    context.end(exportFile(context, id, version, flags)),
  );
};

/** `chedun documents templates | list | render | export | verify`. */
export const documentsCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'documents', { zh: '文书', en: 'documents' });
  const kinds = addCommand(group, context, 'templates', { zh: '文书模板', en: 'templates' });
  withServer(withJson(kinds, context), context).action((flags: Flags) => context.end(templates(context, flags)));
  const listed = addCommand(group, context, 'list', { zh: '已签发的文书', en: 'documents that were issued' })
    .addOption(optionOf(context, '--template <id>', { zh: '文书模板', en: 'template' }))
    .addOption(optionOf(context, '--search <text>', { zh: '标题、对象或 SM3', en: 'title, subject or SM3' }))
    .option('--without-receipt', say(context, { zh: '只列出没有回执的', en: 'only those without a receipt' }), false);
  withServer(withJson(listed, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
  addWrites(group, context);
  addVerify(group, context);
};
