import { Created, Decided, TrustListDetail, TrustListList, type TrustList } from '@chedun/v2x-trust/contract';
import { Option, type Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const KINDS = ['root-ctl', 'pki-ctl', 'crl', 'list-authority', 'root', 'authority'] as const;
type Kind = (typeof KINDS)[number];

/** The list inside a bundle of ours; anything else is taken as it is. */
const listOf = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString('utf8');
  if (!text.startsWith('{')) return Buffer.from(bytes).toString('base64');
  const bundle = JSON.parse(text) as { readonly content?: string };
  const content = JSON.parse(bundle.content ?? '{}') as { readonly list?: string };
  return content.list ?? '';
};

const requestOf = (kind: Kind, base64: string): { readonly path: string; readonly body: object } => {
  if (kind === 'crl') return { path: '/v2x/crls', body: { crl: base64 } };
  if (kind === 'root-ctl' || kind === 'pki-ctl') return { path: '/v2x/lists', body: { kind, list: base64 } };
  return { path: '/v2x/anchors', body: { kind, certificate: base64 } };
};

const importFile = async (context: Context, file: string, flags: Flags & { kind: Kind }): Promise<ExitCode> => {
  const { path, body } = requestOf(flags.kind, listOf(await wholeFile(file)));
  const target = await targetOf(context, flags);
  const done = await ask(context, target, { path, headers: JSON_TYPE, body: JSON.stringify(body), answer: Created });
  show(context, flags, done, () =>
    flags.kind === 'crl'
      ? say(context, { zh: `已生效 ${done.id}`, en: `in force ${done.id}` })
      : say(context, {
          zh: `已提交 ${done.id}，待另一人批准`,
          en: `proposed ${done.id}; another person has to accept`,
        }),
  );
  return 0;
};

const listText = (context: Context, items: readonly TrustList[]): string =>
  table(
    [
      'ID',
      say(context, { zh: '类型', en: 'KIND' }),
      say(context, { zh: '签发者', en: 'ISSUER' }),
      say(context, { zh: '序号', en: 'SERIES' }),
      say(context, { zh: '状态', en: 'STATE' }),
      say(context, { zh: '时效', en: 'FRESHNESS' }),
      say(context, { zh: '下一期', en: 'NEXT' }),
    ],
    items.map(({ id, kind, issuer, issuerName, series, status, freshness, nextAt }) => [
      id,
      kind,
      plain(issuerName || issuer),
      String(series),
      status,
      freshness,
      localTime(nextAt),
    ]),
  );

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await ask(context, await targetOf(context, flags), { path: '/v2x/lists', answer: TrustListList });
  const { items } = found;
  show(context, flags, found, () =>
    items.length === 0 ? say(context, { zh: '没有信任列表', en: 'no list of trust' }) : listText(context, items),
  );
  return items.some(({ status, freshness }) => status === 'accepted' && freshness === 'stale') ? 1 : 0;
};

const diff = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/v2x/lists/${encodeURIComponent(id)}`;
  const detail = await ask(context, await targetOf(context, flags), { path, answer: TrustListDetail });
  const { added, removed, changed } = detail;
  show(context, flags, detail, () =>
    [
      ...added.map(({ name, id8 }) => `+ ${id8}  ${plain(name)}`),
      ...removed.map(({ name, id8 }) => `- ${id8}  ${plain(name)}`),
      ...changed.map(({ name, before, after }) => `~ ${before.id8} > ${after.id8}  ${plain(name)}`),
      say(context, {
        zh: `新增 ${added.length}，移除 ${removed.length}，更换 ${changed.length}`,
        en: `${added.length} added, ${removed.length} removed, ${changed.length} replaced`,
      }),
    ].join('\n'),
  );
  return 0;
};

const accept = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/v2x/lists/${encodeURIComponent(id)}/decide`;
  const body = JSON.stringify({ decision: 'accept' });
  const target = await targetOf(context, flags);
  const done = await ask(context, target, { path, headers: JSON_TYPE, body, answer: Decided });
  show(context, flags, done, () => say(context, { zh: `已批准 ${id}`, en: `accepted ${id}` }));
  return 0;
};

interface ExportFlags extends Flags {
  readonly form: 'coer' | 'bundle';
}

const exportList = async (context: Context, id: string, flags: ExportFlags): Promise<ExitCode> => {
  const { form } = flags;
  const path = `/v2x/lists/${encodeURIComponent(id)}/export`;
  const response = await send(context, await targetOf(context, flags), { path, query: { form } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (flags.json) show(context, flags, { id, form, base64: Buffer.from(bytes).toString('base64') }, () => '');
  else await context.write(bytes);
  return 0;
};

/** `chedun v2x trust import | list | diff | accept | export`. */
export const trustCommands = (v2x: Command, context: Context): void => {
  const trust = addCommand(v2x, context, 'trust', { zh: '信任列表', en: 'lists of trust' });
  const idOf = say(context, { zh: '列表编号', en: 'id of the list' });
  const importing = addCommand(trust, context, 'import', {
    zh: '导入 COER 文件或离线包；列表与证书待另一人批准',
    en: 'import a COER file or a bundle; lists and certificates wait for another person',
  })
    .argument('<file>', say(context, { zh: '文件', en: 'file' }))
    .addOption(
      new Option('--kind <kind>', say(context, { zh: '文件类型', en: 'kind of file' }))
        .choices(KINDS)
        .default('root-ctl'),
    );
  withServer(withJson(importing, context), context).action((file: string, flags: Flags & { kind: Kind }) =>
    context.end(importFile(context, file, flags)),
  );
  const listing = addCommand(trust, context, 'list', {
    zh: '列出信任列表；有过期的以 1 结束',
    en: 'list the lists of trust; ends with 1 when one is stale',
  });
  withServer(withJson(listing, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const comparing = addCommand(trust, context, 'diff', {
    zh: '与上一期比较',
    en: 'compare a list with the one before',
  }).argument('<id>', idOf);
  withServer(withJson(comparing, context), context).action((id: string, flags: Flags) =>
    context.end(diff(context, id, flags)),
  );
  const accepting = addCommand(trust, context, 'accept', {
    zh: '批准另一人提出的列表',
    en: 'accept a list that another person proposed',
  }).argument('<id>', idOf);
  withServer(withJson(accepting, context), context).action((id: string, flags: Flags) =>
    context.end(accept(context, id, flags)),
  );
  const exporting = addCommand(trust, context, 'export', {
    zh: '导出列表到标准输出',
    en: 'export a list to standard output',
  })
    .argument('<id>', idOf)
    .addOption(
      optionOf(context, '--form <form>', { zh: 'coer 或带签名的离线包', en: 'coer, or a signed bundle' })
        .choices(['coer', 'bundle'])
        .default('bundle'),
    );
  withServer(withJson(exporting, context), context).action((id: string, flags: ExportFlags) =>
    context.end(exportList(context, id, flags)),
  );
};
