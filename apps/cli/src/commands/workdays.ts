import { CountResult, ImportResult, Removed, YearDetail, YearList } from '@chedun/workdays/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const KINDS = {
  holiday: { zh: '休', en: 'holiday' },
  'make-up': { zh: '班', en: 'workday' },
  workday: { zh: '工作日', en: 'workday' },
  weekend: { zh: '周末', en: 'weekend' },
} as const;

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/workdays', answer: YearList });
  const head = [
    say(context, { zh: '年份', en: 'YEAR' }),
    say(context, { zh: '放假', en: 'HOLIDAYS' }),
    say(context, { zh: '调休上班', en: 'MADE UP' }),
    say(context, { zh: '依据', en: 'SOURCE' }),
  ];
  const rows = answer.items.map((each) => [
    String(each.year),
    String(each.holidays),
    String(each.workdays),
    plain(each.source),
  ]);
  const missing = answer.missing.join(', ');
  show(context, flags, answer, () =>
    [
      table(head, rows),
      ...(missing === ''
        ? []
        : [say(context, { zh: `缺少 ${missing} 年`, en: `the holidays of ${missing} are missing` })]),
    ].join('\n'),
  );
  return answer.missing.length === 0 ? 0 : 1;
};

const showYear = async (context: Context, year: number, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: `/workdays/${year}`, answer: YearDetail });
  show(context, flags, answer, () =>
    [
      ...answer.days.map(({ date, kind, name }) => [date, say(context, KINDS[kind]), plain(name)].join(' ').trimEnd()),
      say(context, {
        zh: `${year} 年工作日 ${answer.workingDays} 天；${answer.source}`,
        en: `${answer.workingDays} working days in ${year}; ${answer.source}`,
      }),
    ].join('\n'),
  );
  return 0;
};

const importYear = async (
  context: Context,
  year: number,
  file: string,
  flags: Flags & { readonly source: string | undefined },
): Promise<ExitCode> => {
  const source = flags.source ?? `国务院办公厅关于${year}年部分节假日安排的通知`;
  const query = new URLSearchParams({ format: /\.ics$/i.test(file) ? 'ics' : 'csv', source });
  const bytes = await readFile(file);
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'PUT',
    path: `/workdays/${year}?${query.toString()}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ImportResult,
  });
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `已导入 ${year} 年：放假 ${answer.holidays} 天，调休上班 ${answer.workdays} 天`,
        en: `${year} imported: ${answer.holidays} days off, ${answer.workdays} made up`,
      }),
      ...answer.unclear.map((each) => say(context, { zh: `未导入：${each}`, en: `left out: ${each}` })),
    ].join('\n'),
  );
  return 0;
};

const removeYear = async (context: Context, year: number, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { method: 'DELETE', path: `/workdays/${year}`, answer: Removed });
  show(context, flags, answer, () => say(context, { zh: `已删除 ${year} 年的导入`, en: `import of ${year} removed` }));
  return 0;
};

const count = async (
  context: Context,
  from: string,
  days: number,
  flags: Flags & { readonly back: boolean },
): Promise<ExitCode> => {
  const query = new URLSearchParams({ from, days: String(days), direction: flags.back ? 'back' : 'forward' });
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { path: `/workdays/count?${query.toString()}`, answer: CountResult });
  show(context, flags, answer, () =>
    answer.kind === 'known'
      ? `${answer.date}${flags.back ? '' : ` ${localTime(answer.dueAt)}`}`
      : say(context, {
          zh: `${answer.year} 年尚未导入，无法推算`,
          en: `${answer.year} was not imported; this cannot be counted`,
        }),
  );
  return answer.kind === 'known' ? 0 : 1;
};

const YEAR = wholeNumber(2_000, 2_200);

const addWrites = (group: Command, context: Context): void => {
  const brought = addCommand(group, context, 'import', {
    zh: '导入一年的节假日安排（CSV 或 .ics）',
    en: 'import the holidays of a year (CSV or .ics)',
  })
    .argument('<year>', say(context, { zh: '年份', en: 'year' }), YEAR)
    .argument('<file>', say(context, { zh: '文件', en: 'file' }))
    .addOption(optionOf(context, '--source <text>', { zh: '依据的通知', en: 'notice that it follows' }));
  withServer(withJson(brought, context), context).action(
    (year: number, file: string, flags: Flags & { readonly source: string | undefined }) =>
      context.end(importYear(context, year, file, flags)),
  );
  const removed = addCommand(group, context, 'remove', {
    zh: '删除导入的一年',
    en: 'remove a year that was imported',
  }).argument('<year>', say(context, { zh: '年份', en: 'year' }), YEAR);
  withServer(withJson(removed, context), context).action((year: number, flags: Flags) =>
    context.end(removeYear(context, year, flags)),
  );
};

/** `chedun workdays list | show | count | import | remove`. */
export const workdaysCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'workdays', { zh: '工作日历', en: 'calendar of working days' });
  const listed = addCommand(group, context, 'list', {
    zh: '已知的年份；缺少应有的年份以 1 结束',
    en: 'years that are known; ends with 1 when one is missing',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const shown = addCommand(group, context, 'show', {
    zh: '一年的节假日与调休',
    en: 'holidays and made-up days of a year',
  }).argument('<year>', say(context, { zh: '年份', en: 'year' }), YEAR);
  withServer(withJson(shown, context), context).action((year: number, flags: Flags) =>
    context.end(showYear(context, year, flags)),
  );
  const counted = addCommand(group, context, 'count', {
    zh: '推算若干工作日后的到期日；年份未知以 1 结束',
    en: 'where a limit of working days ends; ends with 1 when a year is not known',
  })
    .argument('<from>', say(context, { zh: '起始日，如 2026-09-18', en: 'first day, such as 2026-09-18' }))
    .argument('<days>', say(context, { zh: '工作日数', en: 'working days' }), wholeNumber(0, 500))
    .option('--back', say(context, { zh: '向前推算', en: 'count back' }), false);
  withServer(withJson(counted, context), context).action(
    (from: string, days: number, flags: Flags & { readonly back: boolean }) =>
      context.end(count(context, from, days, flags)),
  );
  addWrites(group, context);
};
