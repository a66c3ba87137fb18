import type { Relocked } from '@chedun/keys';
import type { Command } from 'commander';
import {
  addCommand,
  say,
  settingsWithDataDir,
  withDataDir,
  withJson,
  type Context,
  type ExitCode,
} from '../context.ts';
import { cliError } from '../errors.ts';
import { show } from '../output.ts';
import type { GuardChange } from '../local-keys.ts';

interface Flags {
  readonly dataDir?: string;
  readonly json: boolean;
}

const SOFTWARE = {
  zh: '软件密钥，不是经认证的商用密码产品',
  en: 'keys in software, no certified cryptographic product',
} as const;

const status = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { config } = await settingsWithDataDir(context, flags);
  const { readGuard } = await import('../local-keys.ts');
  const guard = await readGuard(context, config);
  const { provider, device, wrappedBy, certificate, keys } = guard;
  const held = [provider, device, wrappedBy].filter((each) => each !== undefined).join(' · ');
  const certified = certificate ?? '';
  show(context, flags, guard, () =>
    [
      say(context, { zh: `密钥由 ${held} 保护，共 ${keys} 个`, en: `${keys} keys, guarded by ${held}` }),
      provider === 'file'
        ? say(context, SOFTWARE)
        : certified === ''
          ? say(context, { zh: '未填写设备认证证书编号', en: 'no certificate number of the device is stated' })
          : say(context, { zh: `认证证书（自述）：${certified}`, en: `certificate (as stated): ${certified}` }),
    ].join('\n'),
  );
  return 0;
};

const doneText = (context: Context, { from, to, keys, wrappedBy = '' }: Relocked): string => {
  const under = wrappedBy === '' ? to : `${to} · ${wrappedBy}`;
  return say(context, {
    zh: `${keys} 个密钥已由 ${from} 改为 ${under} 保护`,
    en: `${keys} keys were guarded by ${from} and now are by ${under}`,
  });
};

const change = async (context: Context, flags: Flags, how: GuardChange): Promise<ExitCode> => {
  const { config } = await settingsWithDataDir(context, flags);
  const { changeGuard } = await import('../local-keys.ts');
  const done = await changeGuard(context, config, how);
  show(context, flags, done, () =>
    how === 'migrate' && done.from === done.to
      ? say(context, { zh: `密钥已由 ${done.to} 保护，无需迁移`, en: `The keys are guarded by ${done.to} already` })
      : doneText(context, done),
  );
  return 0;
};

interface RequestFlags extends Flags {
  readonly subject: string;
}

/** Other keys of the store sign heads and documents: no certificate of a server is made for them. */
const SERVER_KEY = /^tlcp-[a-z0-9-]{1,58}$/;

const request = async (context: Context, name: string, flags: RequestFlags): Promise<ExitCode> => {
  if (!SERVER_KEY.test(name)) throw cliError('cli.content-invalid', { field: 'name', reason: 'tlcp-…' });
  const { config } = await settingsWithDataDir(context, flags);
  const { requestCertificate } = await import('../local-keys.ts');
  const made = await requestCertificate(context, config, { name, subject: flags.subject });
  show(context, flags, made, () => made.request.trimEnd());
  return 0;
};

/** `chedun keys status | migrate | rotate-wrapping | request`: what guards the keys of the product, and keys of TLCP. */
export const keysCommands = (parent: Command, context: Context): void => {
  const keys = addCommand(parent, context, 'keys', {
    zh: '平台密钥的保护',
    en: 'what guards the keys of the platform',
  });
  const add = (name: string, about: { readonly zh: string; readonly en: string }): Command =>
    withDataDir(withJson(addCommand(keys, context, name, about), context), context);
  add('status', {
    zh: '显示密钥由口令、PKCS#11 令牌还是 GM/T 0018 设备保护',
    en: 'tell whether a passphrase, a PKCS#11 token or a device of GM/T 0018 guards the keys',
  }).action((flags: Flags) => context.end(status(context, flags)));
  add('migrate', {
    zh: '把密钥文件改由 keys.provider 所指的方式保护；服务须已停止',
    en: 'put the key file under the guard that keys.provider names; the server must be stopped',
  }).action((flags: Flags) => context.end(change(context, flags, 'migrate')));
  add('rotate-wrapping', {
    zh: '在密码设备中生成新的包裹密钥并改用它；服务须已停止',
    en: 'make the next wrapping key on the device and use it; the server must be stopped',
  }).action((flags: Flags) => context.end(change(context, flags, 'rotate')));
  add('request', {
    zh: '在密钥库中生成 TLCP 用的 SM2 密钥并输出证书请求（PKCS #10）；服务须已停止',
    en: 'make an SM2 key for TLCP in the key store and print a request for its certificate (PKCS #10); the server must be stopped',
  })
    .argument('<name>', say(context, { zh: '密钥名称，以 tlcp- 开头', en: 'name of the key, beginning with tlcp-' }))
    .requiredOption(
      '--subject <name>',
      say(context, { zh: '证书主体，如 CN=tsp.example,O=车企,C=CN', en: 'subject, as CN=tsp.example,O=Maker,C=CN' }),
    )
    .action((name: string, flags: RequestFlags) => context.end(request(context, name, flags)));
};
