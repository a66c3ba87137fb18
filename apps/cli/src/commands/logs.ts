import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkRecord,
  exportLog,
  newestCheckpoint,
  openCheckpoint,
  sha256,
  type ProofVerdict,
} from '@chedun/journal/seal';
import { extensionOf, formatVerifierKey, parseRecordProof } from '@chedun/merkle';
import { Proof, SealedLogs } from '@chedun/seal/contract';
import type { Command } from 'commander';
import { eventPlace, wholeNumber, type EventPlace } from '../arguments.ts';
import {
  addCommand,
  optionOf,
  say,
  settingsWithDataDir,
  withDataDir,
  withJson,
  type Context,
  type ExitCode,
} from '../context.ts';
import { cliError, fileError, messageOf } from '../errors.ts';
import { keysBeside, readVerifierKeys } from '../input/verifier-keys.ts';
import { plain, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { verifyCommand } from './logs-verify.ts';

interface ExportFlags {
  readonly dataDir?: string;
  readonly stream: string;
  readonly from: number;
  readonly to?: number;
  readonly out: string;
  readonly json: boolean;
}

interface ProveFlags extends ServerFlags {
  readonly out?: string;
  readonly json: boolean;
}

interface CheckFlags {
  readonly key: string;
  readonly json: boolean;
}

const write = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file, reason: messageOf(error) }, error);
  });

const keysOfServer = async (context: Context, flags: ServerFlags & { readonly json: boolean }): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), { path: '/seal/logs', answer: SealedLogs });
  const keys = items.flatMap((log) => log.keys);
  show(context, flags, { keys }, () => keys.join('\n'));
  return 0;
};

const makeExport = async (context: Context, flags: ExportFlags): Promise<ExitCode> => {
  const { stream, from, out } = flags;
  const { dataDir } = (await settingsWithDataDir(context, flags)).config;
  const logFolder = join(dataDir, 'seal', stream);
  const note = await newestCheckpoint(logFolder);
  if (note === undefined) throw cliError('cli.journal-missing', { file: logFolder });
  const keys = await keysBeside(dataDir, stream);
  const { checkpoint } = openCheckpoint(note, keys);
  const firstSeq = Number(extensionOf(checkpoint, 'first-seq') ?? 1);
  const to = Math.min(flags.to ?? Infinity, firstSeq + checkpoint.size - 1);
  const lines = keys.map((key) => formatVerifierKey(sha256, key));
  const journalFolder = join(dataDir, 'journal', stream);
  const bytes = await exportLog({ journalFolder, logFolder, stream, from, to, firstSeq, keys: lines, file: out }).catch(
    (error: unknown) => {
      throw cliError('cli.file-unwritable', { file: out, reason: messageOf(error) }, error);
    },
  );
  show(context, flags, { file: out, stream, from, to, bytes, keys: lines }, () =>
    say(context, {
      zh: `${out}：${stream} 第 ${from} 至 ${to} 帧，${bytes} 字节。请另行交付公钥：\n${lines.join('\n')}`,
      en: `${out}: frames ${from} to ${to} of ${stream}, ${bytes} bytes. Hand over the public keys by another way:\n${lines.join('\n')}`,
    }),
  );
  return 0;
};

const prove = async (context: Context, { journal, seq, index }: EventPlace, flags: ProveFlags): Promise<ExitCode> => {
  const path = `/seal/proofs/${journal}/${seq}/${index}`;
  const { file, view } = await ask(context, await targetOf(context, flags), { path, answer: Proof });
  if (flags.out === undefined) {
    context.print(file.trimEnd());
    return view.failed === null ? 0 : 1;
  }
  await write(flags.out, file);
  show(context, flags, { file: flags.out, failed: view.failed, size: view.size, sealedAt: view.sealedAt }, () =>
    say(context, {
      zh: `${flags.out ?? ''}：检查点含 ${view.size} 帧，签于 ${view.sealedAt}`,
      en: `${flags.out ?? ''}: under the checkpoint of ${view.size} frames, signed at ${view.sealedAt}`,
    }),
  );
  return view.failed === null ? 0 : 1;
};

const STEPS: Readonly<Record<NonNullable<ProofVerdict['failed']>, { zh: string; en: string }>> = {
  signature: { zh: '检查点不是这些公钥所签', en: 'the checkpoint is not signed by these keys' },
  header: { zh: '帧头与证明所述不符', en: 'the header is not that of this frame' },
  payload: { zh: '内容与哈希不符', en: 'the content does not have its hash' },
  path: { zh: '路径不能到达已签名的根', en: 'the path does not lead to the signed root' },
  record: { zh: '帧内没有这条记录', en: 'the frame does not hold this record' },
};

const check = async (context: Context, file: string, flags: CheckFlags): Promise<ExitCode> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });
  const proof = parseRecordProof(text);
  const found = checkRecord(proof, await readVerifierKeys(flags.key));
  const { failed, origin, size, sealedAt, witnesses, source } = found;
  const record = found.record === undefined ? undefined : Buffer.from(found.record).toString('utf8');
  const receivedAt = new Date(found.receivedAt).toISOString();
  const place = { stream: proof.stream, seq: proof.seq, record: proof.record };
  show(
    context,
    flags,
    {
      holds: failed === undefined,
      failed,
      ...place,
      origin,
      size,
      sealedAt,
      witnesses,
      source,
      receivedAt,
      content: record,
    },
    () =>
      failed === undefined
        ? say(context, {
            zh: `成立：${origin} 第 ${proof.seq} 帧，收于 ${receivedAt}，来源 ${source}；检查点签于 ${sealedAt}，见证签名 ${witnesses} 个\n${plain(record ?? '')}`,
            en: `holds: frame ${proof.seq} of ${origin}, received at ${receivedAt} from ${source}; checkpoint signed at ${sealedAt}, ${witnesses} signatures of witnesses\n${plain(record ?? '')}`,
          })
        : say(context, { zh: `不成立：${STEPS[failed].zh}`, en: `does not hold: ${STEPS[failed].en}` }),
  );
  return failed === undefined ? 0 : 1;
};

const exportCommand = (logs: Command, context: Context): void => {
  const frame = wholeNumber(1, Number.MAX_SAFE_INTEGER);
  const command = addCommand(logs, context, 'export', {
    zh: '把一段日志连同存证导出为一个 tar 文件，可离线校验',
    en: 'write frames with their seals into one tar file that can be verified offline',
  })
    .addOption(optionOf(context, '--stream <name>', { zh: '日志', en: 'stream' }).default('network'))
    .addOption(optionOf(context, '--from <seq>', { zh: '首帧', en: 'first frame' }).argParser(frame).default(1))
    .addOption(optionOf(context, '--to <seq>', { zh: '末帧', en: 'last frame' }).argParser(frame))
    .addOption(optionOf(context, '--out <file>', { zh: '写入的文件', en: 'file to write' }).makeOptionMandatory());
  withDataDir(withJson(command, context), context).action((flags: ExportFlags) =>
    context.end(makeExport(context, flags)),
  );
};

const proofCommands = (logs: Command, context: Context): void => {
  const proving = addCommand(logs, context, 'prove', {
    zh: '为一条记录生成存在性证明（如 network/12/3，见 chedun events search）',
    en: 'make the proof that a record is in the log (such as network/12/3, see chedun events search)',
  })
    .argument('<event>', say(context, { zh: '记录位置', en: 'place of the record' }), eventPlace)
    .addOption(
      optionOf(context, '--out <file>', { zh: '写入文件而不是标准输出', en: 'write to a file instead of printing' }),
    );
  withServer(withJson(proving, context), context).action((place: EventPlace, flags: ProveFlags) =>
    context.end(prove(context, place, flags)),
  );
  const checking = addCommand(logs, context, 'check', {
    zh: '离线验证存在性证明；不成立以 1 结束',
    en: 'check a proof offline; ends with 1 when it does not hold',
  })
    .argument('<proof>', say(context, { zh: '证明文件', en: 'file of the proof' }))
    .addOption(
      optionOf(context, '--key <file>', {
        zh: '公钥文件，每行一个',
        en: 'file with public keys, one a line',
      }).makeOptionMandatory(),
    );
  withJson(checking, context).action((file: string, flags: CheckFlags) => context.end(check(context, file, flags)));
};

/** `chedun logs`: verify, export, prove and check what the journal keeps. */
export const logsCommands = (parent: Command, context: Context): void => {
  const logs = addCommand(parent, context, 'logs', { zh: '日志存证', en: 'logs that prove themselves' });
  verifyCommand(logs, context);
  exportCommand(logs, context);
  proofCommands(logs, context);
  const keys = addCommand(logs, context, 'keys', {
    zh: '打印验证日志所用的公钥，交给审计方另行保存',
    en: 'print the public keys of the logs, for auditors to keep',
  });
  withServer(withJson(keys, context), context).action((flags: ServerFlags & { readonly json: boolean }) =>
    context.end(keysOfServer(context, flags)),
  );
};
