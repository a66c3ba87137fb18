import { AuthorityList, CertificateDetail, CertificatePage } from '@chedun/certificates/contract';
import { PublishAnswer } from '@chedun/certificates/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';
import { addBatch } from './cert-batch.ts';
import { addChanges } from './cert-change.ts';
import { keepFile } from './cert-file.ts';
import { addProof } from './cert-proof.ts';
import { addSecrets } from './cert-secrets.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface ListFlags extends Flags {
  readonly search?: string;
  readonly profile?: string;
  readonly state?: string;
  readonly endsWithin?: string;
}

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const { search, profile, state, endsWithin } = flags;
  const query = { search, profile, state, endsWithin, limit: 200 };
  const page = await ask(context, await targetOf(context, flags), {
    path: '/certificates',
    query,
    answer: CertificatePage,
  });
  show(context, flags, page, () => {
    const head = [
      say(context, { zh: '序列号', en: 'SERIAL' }),
      say(context, { zh: '状态', en: 'STATE' }),
      say(context, { zh: '剩余天数', en: 'DAYS LEFT' }),
      say(context, { zh: '模板', en: 'PROFILE' }),
      say(context, { zh: '主体', en: 'SUBJECT' }),
    ];
    const rows = page.items.map((each) => [
      each.serial,
      each.state,
      String(each.daysLeft),
      each.profile,
      plain(each.subject),
    ]);
    return rows.length === 0 ? say(context, { zh: '没有证书', en: 'no certificates' }) : table(head, rows);
  });
  return 0;
};

const detailText = (context: Context, one: CertificateDetail): string =>
  [
    plain(one.subject),
    `${say(context, { zh: '序列号', en: 'serial' })}  ${one.serial}`,
    `${say(context, { zh: '状态', en: 'state' })}  ${one.state}${one.reason === null ? '' : ` (${one.reason})`}`,
    `${say(context, { zh: '有效期', en: 'validity' })}  ${localTime(one.notBefore)} – ${localTime(one.notAfter)}`,
    `${say(context, { zh: '签发者', en: 'issuer' })}  ${plain(one.issuer)}`,
    `${say(context, { zh: '备用名称', en: 'names' })}  ${one.names.map(plain).join(', ')}`,
    `${say(context, { zh: '指纹（SM3）', en: 'fingerprint (SM3)' })}  ${one.fingerprint}`,
    ...one.life.map(({ at, kind, by, note }) => `${localTime(at)}  ${kind}  ${plain(by)}  ${note}`),
    one.pem.trim(),
  ].join('\n');

const showOne = async (context: Context, serial: string, flags: Flags): Promise<ExitCode> => {
  const path = `/certificates/${encodeURIComponent(serial)}`;
  const one = await ask(context, await targetOf(context, flags), { path, answer: CertificateDetail });
  show(context, flags, one, () => detailText(context, one));
  return one.state === 'valid' ? 0 : 1;
};

/** Hands bytes over: as a file, on standard output, or as base64 in JSON. */
const handOver = async (
  context: Context,
  flags: Flags & { readonly out?: string },
  bytes: Uint8Array,
): Promise<ExitCode> => {
  await keepFile(flags.out, bytes);
  if (flags.json)
    show(context, flags, { bytes: bytes.length, base64: Buffer.from(bytes).toString('base64') }, () => '');
  else if (flags.out === undefined) await context.write(bytes);
  return 0;
};

const file = async (
  context: Context,
  serial: string,
  flags: Flags & { readonly format: string; readonly out?: string },
): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = `/certificates/${encodeURIComponent(serial)}/file`;
  const response = await send(context, target, { path, query: { format: flags.format } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return handOver(context, flags, bytes);
};

const crl = async (
  context: Context,
  name: string,
  flags: Flags & { readonly delta: boolean; readonly publish: boolean; readonly out?: string },
): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  if (flags.publish) {
    const body = JSON.stringify({ kind: flags.delta ? 'delta' : 'full' });
    const done = await ask(context, target, {
      path: `/certificates/authorities/${name}/publish`,
      body,
      answer: PublishAnswer,
    });
    context.note(
      say(context, {
        zh: `已发布第 ${done.number} 号列表，${done.entries} 张`,
        en: `list no. ${done.number} published, ${done.entries} certificates`,
      }),
    );
  }
  const response = await send(context, target, { path: `/pki/${name}${flags.delta ? '-delta' : ''}.crl` });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return handOver(context, flags, bytes);
};

const authorities = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), {
    path: '/certificates/authorities',
    answer: AuthorityList,
  });
  show(context, flags, { items }, () => {
    const head = [
      say(context, { zh: '标识', en: 'NAME' }),
      say(context, { zh: '类型', en: 'KIND' }),
      say(context, { zh: '上级', en: 'PARENT' }),
      say(context, { zh: '算法', en: 'ALGORITHM' }),
      say(context, { zh: '吊销列表更新', en: 'NEXT LIST' }),
      say(context, { zh: '主体', en: 'SUBJECT' }),
    ];
    const rows = items.map((each) => [
      each.name,
      each.kind,
      each.parent ?? '',
      each.algorithm,
      localTime(each.crl?.nextUpdate ?? null),
      plain(each.subject),
    ]);
    return rows.length === 0 ? say(context, { zh: '没有证书机构', en: 'no authorities' }) : table(head, rows);
  });
  return items.every(({ crl: newest }) => newest?.fresh === true) ? 0 : 1;
};

const SERIAL = { zh: '序列号', en: 'serial number' };
const OUT = { zh: '写入文件（默认标准输出）', en: 'file to write (default: standard output)' };

const readingCommands = (cert: Command, context: Context): void => {
  const all = addCommand(cert, context, 'list', { zh: '证书列表，新签发的在前', en: 'certificates, newest first' })
    .addOption(
      optionOf(context, '--search <text>', {
        zh: 'VIN、设备、序列号或主体',
        en: 'VIN, device, serial number or subject',
      }),
    )
    .addOption(optionOf(context, '--profile <id>', { zh: '证书模板', en: 'profile' }))
    .addOption(
      optionOf(context, '--state <state>', { zh: '状态', en: 'state' }).choices([
        'valid',
        'held',
        'revoked',
        'expired',
      ]),
    )
    .addOption(optionOf(context, '--ends-within <days>', { zh: '多少天内到期', en: 'ends within so many days' }));
  withServer(withJson(all, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
  const one = addCommand(cert, context, 'show', {
    zh: '一张证书；非有效状态以 1 结束',
    en: 'one certificate; ends with 1 when it is not valid',
  }).argument('<serial>', say(context, SERIAL));
  withServer(withJson(one, context), context).action((serial: string, flags: Flags) =>
    context.end(showOne(context, serial, flags)),
  );
  const saved = addCommand(cert, context, 'file', {
    zh: '下载证书、证书链、签发证明或加密密钥',
    en: 'download a certificate, its chain, its proof or its enveloped key',
  })
    .argument('<serial>', say(context, SERIAL))
    .addOption(
      optionOf(context, '--format <format>', { zh: '格式', en: 'format' })
        .choices(['pem', 'der', 'chain', 'proof', 'enveloped-key'])
        .default('pem'),
    )
    .addOption(optionOf(context, '--out <file>', OUT));
  withServer(withJson(saved, context), context).action(
    (serial: string, flags: Flags & { readonly format: string; readonly out?: string }) =>
      context.end(file(context, serial, flags)),
  );
  const tops = addCommand(cert, context, 'authorities', {
    zh: '证书机构；有吊销列表过期时以 1 结束',
    en: 'authorities; ends with 1 when a list is out of date',
  });
  withServer(withJson(tops, context), context).action((flags: Flags) => context.end(authorities(context, flags)));
  const lists = addCommand(cert, context, 'crl', {
    zh: '下载吊销列表，可先立即发布',
    en: 'download a revocation list, publishing a new one first if asked',
  })
    .argument('<authority>', say(context, { zh: '证书机构标识', en: 'name of the authority' }))
    .option('--delta', say(context, { zh: '增量列表', en: 'the delta list' }), false)
    .option('--publish', say(context, { zh: '先发布', en: 'publish first' }), false)
    .addOption(optionOf(context, '--out <file>', OUT));
  withServer(withJson(lists, context), context).action(
    (name: string, flags: Flags & { readonly delta: boolean; readonly publish: boolean; readonly out?: string }) =>
      context.end(crl(context, name, flags)),
  );
};

/** `chedun cert list | show | file | authorities | crl | issue | batch | revoke | hold | lift | requests | approve | verify-proof | verify-log | secrets | cmp-requests`. */
export const certCommands = (parent: Command, context: Context): void => {
  const cert = addCommand(parent, context, 'cert', {
    zh: '证书管理（软件国密实现，非认证密码产品）',
    en: 'certificates (software SM cryptography, no certified product)',
  });
  readingCommands(cert, context);
  addChanges(cert, context);
  addBatch(cert, context);
  addProof(cert, context);
  addSecrets(cert, context);
};
