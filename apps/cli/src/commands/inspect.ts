import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { recordsOf } from '../input/records.ts';
import { openInput } from '../input/shape.ts';
import { errorLine, loadTexts, reportOf } from '../report.ts';
import { show } from '../output.ts';
import type { DomainError } from '@chedun/kernel';

interface Inspection {
  readonly file: string;
  readonly format: string;
  readonly records: number;
  readonly refused: number;
  /** Times of the oldest and the newest record, ISO 8601. */
  readonly first: string | null;
  readonly last: string | null;
  /** The most frequent event codes. */
  readonly codes: readonly { readonly code: string; readonly count: number }[];
  readonly firstError: DomainError | undefined;
}

const MOST_CODES = 10;

const iso = (time: number): string | null => (Number.isFinite(time) ? new Date(time).toISOString() : null);

const inspectFile = async (context: Context, file: string): Promise<Inspection> => {
  const input = await openInput(file);
  const codes = new Map<string, number>();
  let [records, refused, first, last] = [0, 0, Infinity, -Infinity];
  let firstError: DomainError | undefined;
  let format: string | undefined;
  for await (const record of recordsOf(input, context.clock)) {
    if (record.kind === 'refused') {
      refused += 1;
      firstError ??= record.error;
      continue;
    }
    records += 1;
    format ??= record.format;
    const code = record.code === '' ? record.format : record.code;
    codes.set(code, (codes.get(code) ?? 0) + 1);
    first = Math.min(first, record.time ?? first);
    last = Math.max(last, record.time ?? last);
  }
  const frequent = [...codes].toSorted((a, b) => b[1] - a[1]).slice(0, MOST_CODES);
  return {
    file,
    // A JSON document is told by what it holds.
    format: input.shape.kind === 'document' ? (format ?? 'json') : input.shape.format,
    records,
    refused,
    first: iso(first),
    last: iso(last),
    codes: frequent.map(([code, count]) => ({ code, count })),
    firstError,
  };
};

const textOf = (context: Context, found: Inspection): string =>
  [
    say(context, {
      zh: `${found.file}：${found.format}，${found.records} 条，不可读 ${found.refused} 条`,
      en: `${found.file}: ${found.format}, ${found.records} records, ${found.refused} refused`,
    }),
    say(context, {
      zh: `  ${found.first ?? '-'} 至 ${found.last ?? '-'}`,
      en: `  ${found.first ?? '-'} to ${found.last ?? '-'}`,
    }),
    ...found.codes.map(({ code, count }) => `  ${code}: ${count}`),
    ...(found.firstError === undefined
      ? []
      : [
          say(context, { zh: '  首个不可读：', en: '  first refusal: ' }) +
            errorLine(found.firstError, context.language),
        ]),
  ].join('\n');

const inspect = async (context: Context, files: readonly string[], flags: { json: boolean }): Promise<ExitCode> => {
  const texts = await loadTexts();
  let refused = 0;
  for (const file of files) {
    const found = await inspectFile(context, file);
    refused += found.refused;
    const firstError = found.firstError === undefined ? null : reportOf(found.firstError, texts);
    show(context, flags, { ...found, firstError }, () => textOf(context, found));
  }
  return refused === 0 ? 0 : 1;
};

/** `chedun inspect FILE…`: what a file holds, without a server. Ends with 1 when a record was refused. */
export const inspectCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'inspect', {
    zh: '查看文件内容：格式、条数、时间、事件码、首个不可读之处（--json 每个文件一行）；有不可读的以 1 结束',
    en: 'what files hold: format, records, times, codes, first refusal (--json: one line a file); ends with 1 when a record was refused',
  }).argument('<files...>', say(context, { zh: '文件', en: 'files' }));
  withJson(command, context).action((files: string[], flags: { json: boolean }) =>
    context.end(inspect(context, files, flags)),
  );
};
