import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { show } from '../output.ts';
import { send, targetOf, withServer, type Request, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
  readonly out?: string;
}
interface ReportFlags extends Flags {
  readonly format: 'json' | 'csv';
}

const download = async (context: Context, request: Request, flags: Flags): Promise<ExitCode> => {
  const { out } = flags;
  const answer = await send(context, await targetOf(context, flags), request);
  const body: AsyncIterable<Uint8Array> = answer.body ?? Readable.from([]);
  if (out === undefined) {
    for await (const bytes of body) await context.write(bytes);
    return 0;
  }
  await pipeline(Readable.from(body), createWriteStream(out)).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file: out, reason: messageOf(error) }, error);
  });
  show(context, flags, { file: out }, () => say(context, { zh: `已写入 ${out}`, en: `written to ${out}` }));
  return 0;
};

const outOption = (context: Context) =>
  optionOf(context, '--out <file>', { zh: '写入文件而不是标准输出', en: 'write to a file instead of printing' });

/** `chedun crypto cbom|transcript|report`: what is downloaded. */
export const cryptoFileCommands = (crypto: Command, context: Context): void => {
  const bill = addCommand(crypto, context, 'cbom', {
    zh: '下载密码物料清单（CycloneDX 1.6）',
    en: 'bill of cryptography, CycloneDX 1.6',
  }).addOption(outOption(context));
  withServer(withJson(bill, context), context).action((flags: Flags) =>
    context.end(download(context, { path: '/cryptography/cbom' }, flags)),
  );
  const bytes = addCommand(crypto, context, 'transcript', {
    zh: '下载一次探测的握手记录（JSON，十六进制）',
    en: 'handshake transcript of a probe, JSON with hex',
  })
    .argument('<probe>', say(context, { zh: '探测 ID', en: 'id of the probe' }))
    .addOption(outOption(context));
  withServer(withJson(bytes, context), context).action((id: string, flags: Flags) =>
    context.end(download(context, { path: `/cryptography/probes/${encodeURIComponent(id)}/transcript` }, flags)),
  );
  const report = addCommand(crypto, context, 'report', { zh: '导出密评结果', en: 'export an assessment' })
    .argument('<id>', say(context, { zh: '密评 ID', en: 'id of the assessment' }))
    .addOption(
      optionOf(context, '--format <format>', { zh: '格式', en: 'format' }).choices(['json', 'csv']).default('json'),
    )
    .addOption(outOption(context));
  withServer(withJson(report, context), context).action((id: string, flags: ReportFlags) => {
    const path = `/cryptography/assessments/${encodeURIComponent(id)}/report`;
    return context.end(download(context, { path, query: { format: flags.format } }, flags));
  });
};
