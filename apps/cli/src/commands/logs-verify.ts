import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackExport, verifyLog, type LogVerdict, type VerifyTask } from '@chedun/journal/seal';
import { RunStarted, VerifyRun, type Problem } from '@chedun/seal/contract';
import type { Command } from 'commander';
import { z } from 'zod';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, fileError } from '../errors.ts';
import { keysBeside, readVerifierKeys } from '../input/verifier-keys.ts';
import { journalStreams } from '../journal-folder.ts';
import { show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { problemLine } from './logs-problems.ts';

interface Flags extends ServerFlags {
  readonly data?: string;
  readonly export?: string;
  readonly key?: string;
  readonly known?: string;
  readonly keptFrom?: number;
  readonly stream?: string;
  readonly from?: number;
  readonly to?: number;
  readonly json: boolean;
}

/** What is told of one stream. */
interface Verdict {
  readonly stream: string;
  readonly kind: 'intact' | 'problems';
  readonly from: number;
  readonly to: number;
  readonly frames: number;
  readonly rows: number;
  readonly checkpoints: number;
  /** Only from a server: frames that were compared with the event store. */
  readonly compared?: number;
  readonly size?: number;
  readonly root?: string;
  readonly sealedAt?: string;
  readonly problems: readonly Problem[];
}

const POLL_MS = 300;

/** What an export says of itself. */
const Manifest = z.object({ stream: z.string(), from: z.number(), to: z.number() });

const textIn = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });

const verdictOf = (stream: string, found: LogVerdict): Verdict => ({
  stream,
  kind: found.problems.length === 0 ? 'intact' : 'problems',
  from: found.from,
  to: found.to,
  frames: found.frames,
  rows: found.rows,
  checkpoints: found.checkpoints,
  size: found.size,
  root: Buffer.from(found.root).toString('hex'),
  sealedAt: found.sealedAt,
  problems: found.problems,
});

const rangeOf = ({ from, to, keptFrom }: Flags): Pick<VerifyTask, 'from' | 'to' | 'keptFrom'> => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(keptFrom === undefined ? {} : { keptFrom }),
});

/** Verifies the files of a folder. `complete`: frames before the first segment are missed. */
const verifyFolder = async (context: Context, dir: string, flags: Flags, complete: boolean): Promise<Verdict[]> => {
  const streams = (await journalStreams(dir)).filter((stream) => flags.stream === undefined || stream === flags.stream);
  const known = flags.known === undefined ? [] : [await textIn(flags.known)];
  const given = flags.key === undefined ? undefined : await readVerifierKeys(flags.key);
  if (given === undefined)
    context.note(
      say(context, {
        zh: '未给出公钥（--key）：使用日志旁的公钥，只能发现损坏，不能防范可改动该目录的人',
        en: 'No public key was given (--key): those beside the log are used, which proves nothing against people who can change that folder',
      }),
    );
  const verdicts: Verdict[] = [];
  for (const stream of streams) {
    const keys = given ?? (await keysBeside(dir, stream));
    const journalFolder = join(dir, 'journal', stream);
    const oldest = complete ? {} : { keptFrom: await oldestIn(journalFolder) };
    const folders = { journalFolder, logFolder: join(dir, 'seal', stream) };
    verdicts.push(verdictOf(stream, await verifyLog({ ...folders, keys, known, ...oldest, ...rangeOf(flags) })));
  }
  if (verdicts.length === 0) throw cliError('cli.journal-missing', { file: dir });
  return verdicts;
};

const oldestIn = async (folder: string): Promise<number> => {
  const [first = '1'] = (await readdir(folder)).filter((name) => name.endsWith('.seg')).toSorted();
  return Number.parseInt(first, 10);
};

const verifyExport = async (context: Context, file: string, flags: Flags): Promise<Verdict[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'chedun-export-'));
  try {
    await unpackExport(file, folder).catch((error: unknown) => {
      throw error instanceof Error && 'errno' in error ? fileError(file, error) : error;
    });
    // Frames behind the range of the export are not in it.
    const { to } = Manifest.parse(JSON.parse(await textIn(join(folder, 'export.json'))));
    return await verifyFolder(context, folder, { ...flags, to: Math.min(flags.to ?? to, to) }, false);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const verifyAtServer = async (context: Context, flags: Flags): Promise<Verdict[]> => {
  const target = await targetOf(context, flags);
  const body = JSON.stringify({ stream: flags.stream ?? 'network', from: flags.from, to: flags.to });
  const { id } = await ask(context, target, { method: 'POST', path: '/seal/runs', body, answer: RunStarted });
  for (;;) {
    const run = await ask(context, target, { path: `/seal/runs/${id}`, answer: VerifyRun });
    if (run.status === 'failed') throw cliError('cli.server-refused', { reason: run.reason });
    if (run.status !== 'running') {
      const { stream, from, to, frames, rows, checkpoints, compared, problems } = run;
      const kind = problems.length === 0 ? 'intact' : 'problems';
      return [{ stream, kind, from, to, frames, rows, checkpoints, compared, problems }];
    }
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
};

const textOf = (context: Context, verdict: Verdict): string => {
  const { stream, from, to, frames, rows, checkpoints, compared, problems } = verdict;
  const stored =
    compared === undefined
      ? ''
      : say(context, { zh: `，与事件库核对 ${compared} 帧`, en: `, ${compared} frames compared with the event store` });
  const head =
    verdict.kind === 'intact'
      ? say(context, { zh: '完整', en: 'intact' })
      : say(context, { zh: `发现 ${problems.length} 处异常`, en: `${problems.length} problems` });
  const counted = say(context, {
    zh: `第 ${from} 至 ${to} 帧，${frames} 帧 ${rows} 行，检查点 ${checkpoints} 个`,
    en: `frames ${from} to ${to}, ${frames} frames, ${rows} rows, ${checkpoints} checkpoints`,
  });
  return [`${stream}: ${head}; ${counted}${stored}`, ...problems.map((each) => `  ${problemLine(context, each)}`)].join(
    '\n',
  );
};

const verify = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const verdicts =
    flags.export !== undefined
      ? await verifyExport(context, flags.export, flags)
      : flags.data !== undefined
        ? await verifyFolder(context, flags.data, flags, true)
        : await verifyAtServer(context, flags);
  const kind = verdicts.every((verdict) => verdict.kind === 'intact') ? 'intact' : 'problems';
  show(context, flags, { kind, logs: verdicts }, () => verdicts.map((each) => textOf(context, each)).join('\n'));
  return kind === 'intact' ? 0 : 1;
};

const frameNumber = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** `chedun logs verify`. */
export const verifyCommand = (logs: Command, context: Context): void => {
  const command = addCommand(logs, context, 'verify', {
    zh: '重新计算日志，找出被改动、删除、插入或调换的记录；默认请服务校验并核对事件库，--data 与 --export 离线进行；有异常以 1 结束',
    en: 'recompute a log and name what was altered, deleted, inserted or re-ordered; asks the server, which also compares the event store, or works offline with --data or --export; ends with 1 at a problem',
  })
    .addOption(optionOf(context, '--data <dir>', { zh: '离线校验此数据目录', en: 'verify this data folder, offline' }))
    .addOption(optionOf(context, '--export <file>', { zh: '离线校验此导出文件', en: 'verify this export, offline' }))
    .addOption(optionOf(context, '--key <file>', { zh: '公钥文件，每行一个', en: 'file with public keys, one a line' }))
    .addOption(
      optionOf(context, '--known <file>', {
        zh: '另行保存的检查点（如见证方处的）：发现整体回退与分叉',
        en: 'a checkpoint kept elsewhere, such as by a witness: shows that everything was rolled back or forked',
      }),
    )
    .addOption(
      optionOf(context, '--kept-from <seq>', {
        zh: '此前的帧已按留存规则删除',
        en: 'frames before this one were removed by the retention manager',
      }).argParser(frameNumber),
    )
    .addOption(optionOf(context, '--stream <name>', { zh: '只校验此日志', en: 'only this stream' }))
    .addOption(optionOf(context, '--from <seq>', { zh: '首帧', en: 'first frame' }).argParser(frameNumber))
    .addOption(optionOf(context, '--to <seq>', { zh: '末帧', en: 'last frame' }).argParser(frameNumber));
  withServer(withJson(command, context), context).action((flags: Flags) => context.end(verify(context, flags)));
};
