import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openFileKeys } from '@chedun/keys';
import { openLog } from '@chedun/log';
import { openWitness, openWitnessBook, serveWitness } from '@chedun/seal/witness';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { readVerifierKeys } from '../input/verifier-keys.ts';
import { show } from '../output.ts';

interface Flags {
  readonly data: string;
  readonly name: string;
  readonly logKey: string;
  readonly host: string;
  readonly port: number;
  readonly passphraseFile?: string;
  readonly json: boolean;
}

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

const serve = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { data, name, host, port, passphraseFile } = flags;
  const logKeys = await readVerifierKeys(flags.logKey);
  const log = openLog({ level: 'warn', file: undefined });
  const keys = await openFileKeys({
    folder: join(data, 'keys'),
    passphrase: undefined,
    passphraseFile,
    clock: context.clock,
    randomBytes,
    log,
  });
  const book = await openWitnessBook(data);
  const witness = await openWitness({ name, keys, book, logKeys, clock: context.clock });
  const server = await serveWitness({ witness, book }, { host, port });
  const url = `http://${host}:${server.port}`;
  const keyLines = witness.keyLines.join('\n');
  show(context, flags, { name, url, keys: witness.keyLines }, () =>
    say(context, {
      zh: `见证方 ${name} 正在监听 ${url}，公钥：\n${keyLines}`,
      en: `The witness ${name} listens on ${url}; its public keys:\n${keyLines}`,
    }),
  );
  await untilStopped();
  await server.close();
  return 0;
};

/** `chedun witness`: the process of somebody else who watches our logs. */
export const witnessCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'witness', {
    zh: '运行见证方：只为没有回退或分叉的日志检查点签名；应由审计方或另一机构在另一台机器上运行',
    en: 'run a witness: it signs checkpoints only of logs that were not rolled back or forked; for an auditor or another site, on another machine',
  })
    .addOption(
      optionOf(context, '--data <dir>', { zh: '见证方自己的目录', en: 'folder of the witness' }).makeOptionMandatory(),
    )
    .addOption(
      optionOf(context, '--log-key <file>', {
        zh: '所见证日志的公钥（chedun logs keys 的输出）',
        en: 'public keys of the logs it watches, as chedun logs keys prints them',
      }).makeOptionMandatory(),
    )
    .addOption(
      optionOf(context, '--name <name>', { zh: '见证方名称', en: 'name of the witness' }).default('chedun-witness'),
    )
    .addOption(
      optionOf(context, '--host <address>', { zh: '监听地址', en: 'address to listen on' }).default('127.0.0.1'),
    )
    .addOption(
      optionOf(context, '--port <port>', { zh: '监听端口', en: 'port to listen on' })
        .argParser(wholeNumber(0, 65_535))
        .default(8_090),
    )
    .addOption(
      optionOf(context, '--passphrase-file <file>', {
        zh: '密钥文件口令所在的文件',
        en: 'file with the passphrase of its keys',
      }),
    );
  withJson(command, context).action((flags: Flags) => context.end(serve(context, flags)));
};
