import { join } from 'node:path';
import { openJournal, type Verification } from '@chedun/journal';
import { isDomainError } from '@chedun/kernel';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
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
import { journalStreams } from '../journal-folder.ts';
import { show } from '../output.ts';
import { readOnlyFiles } from '../read-only-files.ts';

interface Flags {
  readonly dataDir?: string;
  readonly from?: number;
  readonly to?: number;
  readonly json: boolean;
}

/** What was found of one stream; bytes are hexadecimal. */
interface Verdict {
  readonly stream: string;
  readonly kind: 'intact' | 'damaged';
  readonly from?: number;
  readonly to?: number;
  readonly head?: string;
  readonly seq?: number;
  readonly segment?: string;
  readonly offset?: number;
  readonly reason?: string;
}

const verdictOf = (stream: string, found: Verification): Verdict =>
  found.kind === 'intact' ? { stream, ...found, head: Buffer.from(found.head).toString('hex') } : { stream, ...found };

const verifyStream = async (context: Context, dir: string, stream: string, flags: Flags): Promise<Verdict> => {
  try {
    const journal = await openJournal({ dir, stream, clock: context.clock, files: readOnlyFiles() });
    const range = {
      ...(flags.from === undefined ? {} : { from: flags.from }),
      ...(flags.to === undefined ? {} : { to: flags.to }),
    };
    const verdict = verdictOf(stream, await journal.verify(range));
    await journal.close();
    return verdict;
  } catch (error) {
    if (!isDomainError(error, 'journal.damaged')) throw error;
    const { file: segment, offset, reason } = error.detail;
    return {
      stream,
      kind: 'damaged',
      ...(segment === undefined ? {} : { segment }),
      ...(offset === undefined ? {} : { offset }),
      ...(reason === undefined ? {} : { reason }),
    };
  }
};

const lineOf = (context: Context, verdict: Verdict): string =>
  verdict.kind === 'intact'
    ? say(context, {
        zh: `${verdict.stream}：完整，第 ${verdict.from} 至 ${verdict.to} 帧，链尾 ${verdict.head}`,
        en: `${verdict.stream}: intact, frames ${verdict.from} to ${verdict.to}, head ${verdict.head}`,
      })
    : say(context, {
        zh: `${verdict.stream}：损坏，第 ${verdict.seq ?? '?'} 帧，${verdict.segment ?? ''} 字节偏移 ${verdict.offset ?? 0}：${verdict.reason ?? ''}`,
        en: `${verdict.stream}: damaged at frame ${verdict.seq ?? '?'}, ${verdict.segment ?? ''} offset ${verdict.offset ?? 0}: ${verdict.reason ?? ''}`,
      });

const verify = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { config } = await settingsWithDataDir(context, flags);
  const streams: Verdict[] = [];
  for (const stream of await journalStreams(config.dataDir))
    streams.push(await verifyStream(context, join(config.dataDir, 'journal'), stream, flags));
  const kind = streams.every((verdict) => verdict.kind === 'intact') ? 'intact' : 'damaged';
  show(context, flags, { kind, streams }, () => streams.map((verdict) => lineOf(context, verdict)).join('\n'));
  return kind === 'intact' ? 0 : 1;
};

/** `chedun journal verify`: recomputes CRC and chain of everything and changes nothing, also beside a server. */
export const journalCommands = (parent: Command, context: Context): void => {
  const journal = addCommand(parent, context, 'journal', { zh: '日志主干', en: 'the journal' });
  const command = addCommand(journal, context, 'verify', {
    zh: '校验各段的 CRC 与 SM3 链，只读，服务可以在运行；有损坏以 1 结束',
    en: 'verify CRC and SM3 chain of all segments; reads only, also beside a server; ends with 1 at damage',
  })
    .addOption(
      optionOf(context, '--from <seq>', { zh: '首帧', en: 'first frame' }).argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    )
    .addOption(
      optionOf(context, '--to <seq>', { zh: '末帧', en: 'last frame' }).argParser(
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      ),
    );
  withDataDir(withJson(command, context), context).action((flags: Flags) => context.end(verify(context, flags)));
};
