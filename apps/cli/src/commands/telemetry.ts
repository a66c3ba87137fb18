import { Vin } from '@chedun/assets/contract';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { timeBefore, wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { show } from '../output.ts';
import { send, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly vin?: string;
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly csv: boolean;
  readonly out?: string;
  readonly json: boolean;
}

const MOST = 1_000_000;

/** Reads a VIN in any case. */
export const vinArgument = (text: string): string => {
  const parsed = Vin.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('A VIN of 17 characters is expected.');
  return parsed.data;
};

/** The bytes as they pass, and how many of them there were. */
async function* counted(body: AsyncIterable<Uint8Array>, count: { bytes: number; lines: number }) {
  for await (const piece of body) {
    count.bytes += piece.length;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) count.lines += 1;
    yield piece;
  }
}

const writeFile = (file: string, body: AsyncIterable<Uint8Array>): Promise<void> =>
  pipeline(Readable.from(body), createWriteStream(file)).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file, reason: messageOf(error) }, error);
  });

const exportReports = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { vin, from, to, limit, out } = flags;
  const format = flags.csv ? 'csv' : 'ndjson';
  const query = { vin, from, to, format, max: limit };
  const answer = await send(context, await targetOf(context, flags), { path: '/telemetry/export', query });
  const count = { bytes: 0, lines: 0 };
  const body = counted(answer.body ?? Readable.from([]), count);
  if (out === undefined) {
    for await (const bytes of body) await context.write(bytes);
    return 0;
  }
  await writeFile(out, body);
  const reports = count.lines - (flags.csv ? 1 : 0);
  show(context, flags, { file: out, format, reports, bytes: count.bytes }, () =>
    say(context, { zh: `${out}：${reports} 条上报`, en: `${out}: ${reports} reports` }),
  );
  return 0;
};

/** `chedun telemetry export`: reports of vehicles as a file. */
export const telemetryCommands = (parent: Command, context: Context): void => {
  const time = timeBefore(context.clock.now());
  const telemetry = addCommand(parent, context, 'telemetry', { zh: '车辆实时数据', en: 'reports of vehicles' });
  const command = addCommand(telemetry, context, 'export', {
    zh: '导出一辆车或全部车辆的实时上报（默认 NDJSON）；导出会写入审计',
    en: 'export reports of one vehicle or of all (NDJSON unless told otherwise); the audit trail keeps it',
  })
    .addOption(optionOf(context, '--vin <vin>', { zh: '只导出这辆车', en: 'only this vehicle' }).argParser(vinArgument))
    .addOption(
      optionOf(context, '--from <time>', {
        zh: '起始：ISO 8601 时间，或 30m、24h、7d',
        en: 'ISO 8601, or 30m, 24h, 7d ago',
      })
        .argParser(time)
        .default(time('1h'), '1h'),
    )
    .addOption(
      optionOf(context, '--to <time>', { zh: '截止，写法同上', en: 'the same' })
        .argParser(time)
        .default(time('0m'), '0m'),
    )
    .addOption(
      optionOf(context, '--limit <number>', { zh: '最多条数', en: 'at most so many reports' })
        .argParser(wholeNumber(1, MOST))
        .default(100_000),
    )
    .option('--csv', say(context, { zh: '输出 CSV', en: 'print CSV' }), false)
    .addOption(
      optionOf(context, '--out <file>', { zh: '写入文件而不是标准输出', en: 'write to a file instead of printing' }),
    );
  withServer(withJson(command, context), context).action((flags: Flags) => context.end(exportReports(context, flags)));
};
