import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { show } from '../output.ts';
import { send, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
  readonly format: 'ocsf';
  readonly status?: string;
  readonly severity?: string;
  readonly kind?: string;
  readonly asset?: string;
  readonly out?: string;
}

const writeFile = (file: string, body: AsyncIterable<Uint8Array>): Promise<void> =>
  pipeline(Readable.from(body), createWriteStream(file)).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file, reason: messageOf(error) }, error);
  });

const exportFindings = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { format, status, severity, kind, asset, out } = flags;
  const query = { format, status, severity, kind, asset };
  const answer = await send(context, await targetOf(context, flags), { path: '/findings/export', query });
  const body: AsyncIterable<Uint8Array> = answer.body ?? Readable.from([]);
  if (out === undefined) {
    for await (const bytes of body) await context.write(bytes);
    return 0;
  }
  await writeFile(out, body);
  show(context, flags, { file: out, format }, () => say(context, { zh: `已写入 ${out}`, en: `written to ${out}` }));
  return 0;
};

/** `chedun findings export`: the ledger as OCSF Detection Finding, one JSON object a line. */
export const findingsExportCommand = (findings: Command, context: Context): void => {
  const command = addCommand(findings, context, 'export', {
    zh: '按 OCSF Detection Finding（2004）导出，每行一个 JSON',
    en: 'export as OCSF Detection Finding (2004), one JSON object a line',
  })
    .addOption(optionOf(context, '--format <format>', { zh: '格式', en: 'format' }).choices(['ocsf']).default('ocsf'))
    .addOption(optionOf(context, '--status <list>', { zh: '状态，逗号分隔', en: 'any of these, with commas' }))
    .addOption(optionOf(context, '--severity <list>', { zh: '级别，逗号分隔', en: 'any of these, with commas' }))
    .addOption(optionOf(context, '--kind <list>', { zh: '类别，逗号分隔', en: 'any of these kinds, with commas' }))
    .addOption(optionOf(context, '--asset <id>', { zh: '资产，如 vehicle:VIN', en: 'asset, such as vehicle:VIN' }))
    .addOption(
      optionOf(context, '--out <file>', { zh: '写入文件而不是标准输出', en: 'write to a file instead of printing' }),
    );
  withServer(withJson(command, context), context).action((flags: Flags) => context.end(exportFindings(context, flags)));
};
