import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { HuntDetail } from '@chedun/hunt/contract';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { timeBefore } from '../arguments.ts';
import {
  expectedText,
  Expectations,
  hitsOn,
  isExpected,
  junitOf,
  type BacktestCase,
  type CaseResult,
} from '../backtest.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';
import { wantedOf, waitForHunt } from './hunt.ts';
import { readText } from './rules-test.ts';

interface Flags extends ServerFlags {
  readonly junit?: string;
  readonly json: boolean;
}

const expectationsOf = async (file: string): Promise<readonly BacktestCase[]> => {
  const text = await readText(file);
  try {
    const read = Expectations.safeParse(parse(text));
    if (read.success) return read.data.cases;
    const [issue] = read.error.issues;
    throw cliError('cli.content-invalid', { file, field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
  } catch (error) {
    if (error instanceof Error && error.name === 'YAMLParseError')
      throw cliError('cli.content-invalid', { file, reason: messageOf(error).slice(0, 300) }, error);
    throw error;
  }
};

const huntedHits = async (
  context: Context,
  target: Target,
  folder: string,
  { rule, correlation, from = '24h', to = '0m' }: BacktestCase,
): Promise<number> => {
  const time = timeBefore(context.clock.now());
  const file = /\.ya?ml$/i.test(rule) ? resolve(folder, rule) : rule;
  const body = JSON.stringify({ ...(await wantedOf(file, correlation)), from: time(from), to: time(to) });
  const hunt = await waitForHunt(
    context,
    target,
    await ask(context, target, { path: '/hunts', body, answer: HuntDetail }),
  );
  if (hunt.state !== 'done') throw new Error(hunt.problem ?? hunt.state);
  return hunt.hits;
};

const trial = async (
  context: Context,
  folder: string,
  target: () => Promise<Target>,
  asked: BacktestCase,
): Promise<CaseResult> => {
  const began = context.clock.monotonic();
  const about = { name: asked.name ?? asked.rule, rule: asked.rule, expected: expectedText(asked.hits) };
  const seconds = (): number => (context.clock.monotonic() - began) / 1000;
  try {
    const hits =
      asked.events === undefined
        ? await huntedHits(context, await target(), folder, asked)
        : hitsOn(await readText(resolve(folder, asked.rule)), await readText(resolve(folder, asked.events)));
    return { ...about, outcome: isExpected(hits, asked.hits) ? 'passed' : 'failed', hits, seconds: seconds() };
  } catch (error) {
    return { ...about, outcome: 'error', hits: null, reason: messageOf(error), seconds: seconds() };
  }
};

const textOf = (context: Context, results: readonly CaseResult[]): string => {
  const marks = {
    passed: say(context, { zh: '通过', en: 'ok' }),
    failed: say(context, { zh: '不符', en: 'FAILED' }),
    error: say(context, { zh: '出错', en: 'ERROR' }),
  };
  const head = [
    say(context, { zh: '结果', en: 'RESULT' }),
    say(context, { zh: '命中', en: 'HITS' }),
    say(context, { zh: '预期', en: 'EXPECTED' }),
    say(context, { zh: '用例', en: 'CASE' }),
  ];
  const rows = results.map(({ outcome, hits, expected, name, reason }) => [
    marks[outcome],
    hits === null ? '-' : String(hits),
    expected,
    plain(reason === undefined ? name : `${name}: ${reason}`),
  ]);
  return table(head, rows);
};

const backtest = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const cases = await expectationsOf(file);
  let known: Promise<Target> | undefined;
  const target = (): Promise<Target> => (known ??= targetOf(context, flags));
  const results: CaseResult[] = [];
  for (const each of cases) results.push(await trial(context, dirname(resolve(file)), target, each));
  const { junit } = flags;
  if (junit !== undefined)
    await writeFile(junit, junitOf(results)).catch((error: unknown) => {
      throw cliError('cli.file-unwritable', { file: junit, reason: messageOf(error) }, error);
    });
  show(context, flags, { cases: results }, () => textOf(context, results));
  return results.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
};

/** `chedun rules backtest FILE`: rules against what they have to hit. Ends with 1 when a case is not as expected. */
export const backtestCommand = (rules: Command, context: Context): void => {
  const command = addCommand(rules, context, 'backtest', {
    zh: '按预期文件核对规则与关联规则的命中数，可输出 JUnit；不符以 1 结束',
    en: 'check the hits of rules and correlations against expectations, JUnit if wanted; ends with 1 when one differs',
  })
    .argument('<file>', say(context, { zh: '预期文件（YAML）', en: 'file of expectations (YAML)' }))
    .addOption(optionOf(context, '--junit <file>', { zh: '写入 JUnit XML', en: 'write JUnit XML to this file' }));
  withServer(withJson(command, context), context).action((file: string, flags: Flags) =>
    context.end(backtest(context, file, flags)),
  );
};
