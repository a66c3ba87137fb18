import { readFile } from 'node:fs/promises';
import { RuleTestResult } from '@chedun/detection/contract';
import { EventPage } from '@chedun/search/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { timeBefore, wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { plain, show } from '../output.ts';
import { ask, itemsOf, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';

/** Where the events of a trial come from. */
export interface TrialFlags extends ServerFlags {
  /** File of events to try the rule on; stored events when left out. */
  readonly events?: string;
  readonly query: string;
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly json: boolean;
}

type Body = Record<string, unknown>;

const PAGE = 500;
const MOST = 10_000;

/** Reads a file that a person named; throws `cli.file-unreadable`. */
export const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });

/** Searches as the event search does and keeps where the events are. */
const findRecords = async (context: Context, target: Target, flags: TrialFlags): Promise<Body> => {
  const { query, from, to, limit } = flags;
  const asked = { path: '/events', query: { query, from, to }, answer: EventPage };
  const { items } = await itemsOf(context, target, asked, { limit, pageSize: PAGE });
  if (items.length === 0) return { events: '' };
  const times = items.map(({ time }) => time).toSorted();
  const refs = items.map(({ journal, seq, index }) => ({ journal, seq, index }));
  return { records: { from: times[0], to: times.at(-1), refs } };
};

/** The part of a request that names the events of a trial. */
export const eventsOf = async (context: Context, target: Target, flags: TrialFlags): Promise<Body> => {
  if (flags.events !== undefined) return { events: await readText(flags.events) };
  if (flags.query.trim() !== '') return findRecords(context, target, flags);
  const { from, to, limit } = flags;
  return { stored: { from, to, limit } };
};

const textOf = (context: Context, file: string, result: z.infer<typeof RuleTestResult>): string =>
  [
    ...result.lint.map(({ severity, line, text }) => `${file}:${line ?? '-'} ${severity}: ${say(context, text)}`),
    ...result.samples
      .filter(({ matched }) => matched)
      .map(
        ({ ref, index, summary }) =>
          `${ref ? `${ref.journal}/${ref.seq}/${ref.index}` : `#${index + 1}`} ${plain(summary)}`,
      ),
    result.loads
      ? say(context, {
          zh: `试运行 ${result.tested} 条，命中 ${result.matched} 条`,
          en: `${result.tested} events tested, ${result.matched} matched`,
        })
      : say(context, { zh: '规则有误，没有试运行', en: 'the rule is not valid; nothing was tried' }),
  ].join('\n');

const testRule = async (context: Context, file: string, flags: TrialFlags): Promise<ExitCode> => {
  const yaml = await readText(file);
  const target = await targetOf(context, flags);
  const body = JSON.stringify({ yaml, ...(await eventsOf(context, target, flags)) });
  const result = await ask(context, target, { path: '/detection/test', body, answer: RuleTestResult });
  show(context, flags, result, () => textOf(context, file, result));
  return result.loads ? 0 : 1;
};

/** Adds the flags that say which events a trial takes. */
export const withTrialEvents = (command: Command, context: Context): Command => {
  const time = timeBefore(context.clock.now());
  return command
    .addOption(
      optionOf(context, '--events <file>', { zh: '改用文件中的事件', en: 'file of events instead of stored ones' }),
    )
    .addOption(optionOf(context, '--query <query>', { zh: '检索语句', en: 'query of the event search' }).default(''))
    .addOption(
      optionOf(context, '--from <time>', {
        zh: '起始：ISO 8601 时间，或 30m、24h、7d',
        en: 'ISO 8601, or 30m, 24h, 7d ago',
      })
        .argParser(time)
        .default(time('24h'), '24h'),
    )
    .addOption(
      optionOf(context, '--to <time>', { zh: '截止，写法同上', en: 'the same' })
        .argParser(time)
        .default(time('0m'), '0m'),
    )
    .addOption(
      optionOf(context, '--limit <number>', { zh: '最多条数', en: 'at most so many events' })
        .argParser(wholeNumber(1, MOST))
        .default(1000),
    );
};

/**
 * `chedun rules test FILE`: tries a rule on events of a file, or on stored events of a query and a range of time, without
 * raising alerts. Ends with 1 when the rule does not load.
 */
export const testCommand = (rules: Command, context: Context): void => {
  const command = addCommand(rules, context, 'test', {
    zh: '在已存或给出的事件上试运行规则，不产生告警；规则有误以 1 结束',
    en: 'try a rule on stored or given events without raising alerts; ends with 1 when it does not load',
  }).argument('<file>', say(context, { zh: '规则文件', en: 'rule file' }));
  withServer(withJson(withTrialEvents(command, context), context), context).action((file: string, flags: TrialFlags) =>
    context.end(testRule(context, file, flags)),
  );
};
