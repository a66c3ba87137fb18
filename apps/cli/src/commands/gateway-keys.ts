import { CipherKeyAdded, CipherKeyId, CipherKeyList, CipherSpec, type CipherKey } from '@chedun/gateway/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface AddFlags extends Flags {
  readonly for: string;
  readonly algorithm: string;
  readonly file?: string;
  readonly mode?: string;
  readonly padding?: string;
  readonly iv?: string;
  readonly order?: string;
}

const howOf = ({ spec }: CipherKey): string => {
  const { algorithm, ...how } = spec;
  return [algorithm.toUpperCase(), ...Object.values(how).filter((value) => !/^0+$/.test(value))].join(' ');
};

const listText = (context: Context, { items, opened, failed, skipped }: CipherKeyListed): string => {
  const head = [
    'ID',
    say(context, { zh: '名称', en: 'NAME' }),
    say(context, { zh: '适用范围', en: 'FOR' }),
    say(context, { zh: '算法', en: 'ALGORITHM' }),
    say(context, { zh: '标识', en: 'MARK' }),
    say(context, { zh: '状态', en: 'STATUS' }),
    say(context, { zh: '变更', en: 'CHANGED' }),
  ];
  const rows = items.map((key) => [
    key.id,
    plain(key.title),
    plain(key.subject),
    howOf(key),
    key.mark,
    say(context, key.status === 'active' ? { zh: '使用中', en: 'in use' } : { zh: '已撤销', en: 'withdrawn' }),
    localTime(key.changedAt),
  ]);
  const told = say(context, {
    zh: `解密 ${opened} 帧，无匹配密钥 ${failed} 帧，超出处理额度 ${skipped} 帧`,
    en: `${opened} frames decrypted, ${failed} without a key that fits, ${skipped} above the allowance`,
  });
  return items.length === 0 ? told : `${table(head, rows)}\n${told}`;
};

type CipherKeyListed = ReturnType<typeof CipherKeyList.parse>;

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const asked = { path: '/gateway/cipher-keys', answer: CipherKeyList };
  const keys = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, keys, () => listText(context, keys));
  return 0;
};

const specOf = ({ algorithm, mode, padding, iv, order }: AddFlags): CipherSpec => {
  const given = Object.entries({ mode, padding, iv, order }).filter(([, value]) => value !== undefined);
  const read = CipherSpec.safeParse({ algorithm, ...Object.fromEntries(given) });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') || (issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : algorithm);
  throw cliError('cli.content-invalid', { field: `--${field}`, reason: issue?.message ?? '' });
};

const add = async (context: Context, title: string, flags: AddFlags): Promise<ExitCode> => {
  const spec = specOf(flags);
  const secret =
    flags.file === undefined
      ? undefined
      : Buffer.from(await wholeFile(flags.file))
          .toString('utf8')
          .trim();
  const body = JSON.stringify({ title, subject: flags.for, spec, ...(secret === undefined ? {} : { secret }) });
  const asked = { path: '/gateway/cipher-keys', body, answer: CipherKeyAdded };
  const added = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, added, () =>
    added.secret === null
      ? say(context, { zh: `密钥已保存：${added.key.id}`, en: `key kept: ${added.key.id}` })
      : say(context, {
          zh: `已生成密钥 ${added.key.id}，请立即抄录，之后不再显示：${added.secret}`,
          en: `key made: ${added.key.id}. Note it now, it is not shown again: ${added.secret}`,
        }),
  );
  return 0;
};

const withdraw = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/gateway/cipher-keys/${encodeURIComponent(id)}/withdraw`;
  const done = await ask(context, await targetOf(context, flags), { method: 'POST', path, answer: CipherKeyId });
  show(context, flags, done, () => say(context, { zh: '密钥已撤销，内容已清除', en: 'withdrawn; the secret is gone' }));
  return 0;
};

/** `chedun gateway keys list|add|withdraw`: keys that decrypt frames. Secrets come from files, never from arguments. */
export const gatewayKeyCommands = (gateway: Command, context: Context): void => {
  const keys = addCommand(gateway, context, 'keys', { zh: '报文解密密钥', en: 'keys that decrypt frames' });
  const listing = addCommand(keys, context, 'list', { zh: '列出密钥（不含内容）', en: 'list keys, without secrets' });
  withServer(withJson(listing, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const adding = addCommand(keys, context, 'add', {
    zh: '导入密钥；AES、SM4 不给文件时由平台生成',
    en: 'import a key; without a file an AES or SM4 key is made',
  })
    .argument('<name>', say(context, { zh: '名称', en: 'name' }))
    .addOption(
      optionOf(context, '--algorithm <algorithm>', { zh: '算法', en: 'algorithm' })
        .choices(['aes', 'sm4', 'rsa', 'sm2'])
        .makeOptionMandatory(),
    )
    .addOption(
      optionOf(context, '--for <subject>', {
        zh: 'VIN、platform:账号，或 * 表示全部',
        en: 'VIN, platform:ACCOUNT, or * for everybody',
      }).default('*'),
    )
    .addOption(optionOf(context, '--file <file>', { zh: '密钥文件（PEM 或十六进制）', en: 'file with PEM or hex' }))
    .addOption(optionOf(context, '--mode <mode>', { zh: 'ecb 或 cbc', en: 'ecb or cbc' }))
    .addOption(
      optionOf(context, '--padding <padding>', {
        zh: 'pkcs7、zero、none；RSA 为 pkcs1、oaep-sha1、oaep-sha256',
        en: 'pkcs7, zero, none; of RSA pkcs1, oaep-sha1, oaep-sha256',
      }),
    )
    .addOption(optionOf(context, '--iv <iv>', { zh: '32 位十六进制，或 prefix', en: '32 hex digits, or prefix' }))
    .addOption(optionOf(context, '--order <order>', { zh: 'SM2 密文次序', en: 'order of the parts of SM2' }));
  withServer(withJson(adding, context), context).action((name: string, flags: AddFlags) =>
    context.end(add(context, name, flags)),
  );
  const withdrawing = addCommand(keys, context, 'withdraw', {
    zh: '撤销密钥并清除内容',
    en: 'withdraw a key and forget its secret',
  }).argument('<id>', say(context, { zh: '密钥 ID', en: 'id of the key' }));
  withServer(withJson(withdrawing, context), context).action((id: string, flags: Flags) =>
    context.end(withdraw(context, id, flags)),
  );
};
