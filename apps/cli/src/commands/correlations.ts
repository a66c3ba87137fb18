import { CorrelationPage, CorrelationTestResult, type CorrelationSummary } from '@chedun/correlation/contract';
import {
  compileCorrelations,
  lintRules,
  parseRules,
  reasonText,
  type SigmaDocument,
  type SigmaError,
} from '@chedun/sigma';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { ruleFiles } from '../input/rule-files.ts';
import { show, table } from '../output.ts';
import { ask, itemsOf, targetOf, withServer, type ServerFlags } from '../server.ts';
import { eventsOf, readText, withTrialEvents, type TrialFlags } from './rules-test.ts';

interface ListFlags extends ServerFlags {
  readonly search?: string;
  readonly level?: string;
  readonly ruleset?: string;
  readonly limit: number;
  readonly json: boolean;
}

const PAGE = 200;

const STATES = {
  running: { zh: '运行中', en: 'running' },
  off: { zh: '未启用', en: 'off' },
  broken: { zh: '无法运行', en: 'cannot run' },
} as const;

const listText = (context: Context, items: readonly CorrelationSummary[], total: number): string => {
  const head = [
    'ID',
    say(context, { zh: '级别', en: 'LEVEL' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '类型', en: 'TYPE' }),
    say(context, { zh: '24 小时触发', en: 'FIRED 24 H' }),
    say(context, { zh: '标题', en: 'TITLE' }),
  ];
  const rows = items.map((each) => [
    each.id,
    each.level,
    say(context, STATES[each.state]),
    each.type ?? 'filter',
    String(each.fired24h),
    context.language === 'zh' ? (each.titleZh ?? each.title) : each.title,
  ]);
  const told = say(context, {
    zh: `显示 ${items.length} 条，共 ${total} 条`,
    en: `${items.length} of ${total} correlations`,
  });
  return items.length === 0 ? told : `${table(head, rows)}\n${told}`;
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const { search, level, ruleset, limit } = flags;
  const asked = { path: '/correlations', query: { search, level, ruleset }, answer: CorrelationPage };
  const { items, first } = await itemsOf(context, await targetOf(context, flags), asked, { limit, pageSize: PAGE });
  show(context, flags, { items, total: first.total }, () => listText(context, items, first.total));
  return 0;
};

interface Problem {
  readonly file: string;
  readonly line: number | null;
  readonly severity: string;
  /** Code of the remark; the same in both languages. */
  readonly code: string;
  readonly reason: string;
}

/** What only shows when all correlations of the files are linked. A rule that is not among the files may be on the server. */
const linked = (documents: readonly SigmaDocument[], said: (error: SigmaError) => string): Problem[] => {
  const rules = documents.filter((document) => document.kind === 'rule');
  const correlations = documents.filter((document) => document.kind === 'correlation');
  const plan = compileCorrelations(correlations, (reference) => {
    const found = rules.find(({ id, name }) => id === reference || name === reference);
    return found && (found.id ?? found.name);
  });
  return plan.errors.map((error) => {
    const code = error.why?.code ?? error.code;
    const severity = code === 'reference-unknown' || code === 'reference-broken' ? 'warning' : 'error';
    return { file: error.file, line: error.line ?? null, severity, code, reason: said(error) };
  });
};

const lint = async (context: Context, paths: readonly string[], flags: { json: boolean }): Promise<ExitCode> => {
  const documents: SigmaDocument[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    for (const file of await ruleFiles(path)) {
      const text = await readText(file);
      documents.push(...parseRules(text, { file }).documents);
      for (const { line, severity, why } of lintRules(text, { file }))
        problems.push({ file, line, severity, code: why.code, reason: reasonText(why, context.language) });
    }
  }
  const said = ({ why, reason }: SigmaError): string => (why ? reasonText(why, context.language) : reason);
  problems.push(...linked(documents, said));
  const correlations = documents.filter(({ kind }) => kind === 'correlation').length;
  const filters = documents.filter(({ kind }) => kind === 'filter').length;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  show(context, flags, { correlations, filters, errors, problems }, () =>
    [
      ...problems.map(({ file, line, severity, reason }) => `${file}:${line ?? '-'} ${severity}: ${reason}`),
      say(context, {
        zh: `关联规则 ${correlations} 条，过滤规则 ${filters} 条，错误 ${errors} 处`,
        en: `${correlations} correlations, ${filters} filters, ${errors} errors`,
      }),
    ].join('\n'),
  );
  return errors === 0 ? 0 : 1;
};

const testText = (context: Context, file: string, result: CorrelationTestResult): string =>
  [
    ...result.lint.map(({ severity, line, text }) => `${file}:${line ?? '-'} ${severity}: ${say(context, text)}`),
    ...result.firings.map(({ at, group, value }) =>
      [at, ...group.map((each) => `${each.field}=${each.value}`), String(value)].join(' '),
    ),
    result.loads
      ? say(context, {
          zh: `试运行 ${result.tested} 条，命中 ${result.hitsTotal} 次，触发 ${result.firingsTotal} 次`,
          en: `${result.tested} events tested, ${result.hitsTotal} hits, ${result.firingsTotal} firings`,
        })
      : say(context, { zh: '关联规则有误，没有试运行', en: 'the correlation is not valid; nothing was tried' }),
  ].join('\n');

const testCorrelation = async (context: Context, file: string, flags: TrialFlags): Promise<ExitCode> => {
  const yaml = await readText(file);
  const target = await targetOf(context, flags);
  const body = JSON.stringify({ yaml, ...(await eventsOf(context, target, flags)) });
  const result = await ask(context, target, { path: '/correlations/test', body, answer: CorrelationTestResult });
  show(context, flags, result, () => testText(context, file, result));
  return result.loads ? 0 : 1;
};

const addList = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'list', {
    zh: '服务中的关联规则和过滤规则',
    en: 'correlations and filters of the server',
  })
    .addOption(optionOf(context, '--search <text>', { zh: '标题或编号中的文字', en: 'text of title or id' }))
    .addOption(optionOf(context, '--level <list>', { zh: '级别，逗号分隔', en: 'any of these levels, with commas' }))
    .addOption(optionOf(context, '--ruleset <id>', { zh: '规则集', en: 'rule set' }))
    .addOption(
      optionOf(context, '--limit <number>', { zh: '最多条数', en: 'at most so many' })
        .argParser(wholeNumber(1, 100_000))
        .default(50),
    );
  withServer(withJson(command, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
};

const addLint = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'lint', {
    zh: '检查关联规则文件，指出行号；有错误以 1 结束',
    en: 'load, link and lint files of correlations, with lines; ends with 1 when one has an error',
  }).argument('<paths...>', say(context, { zh: '文件或目录', en: 'files or folders' }));
  withJson(command, context).action((paths: string[], flags: { json: boolean }) =>
    context.end(lint(context, paths, flags)),
  );
};

const addTest = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'test', {
    zh: '在已存或给出的事件上试运行关联规则，不产生告警；有误以 1 结束',
    en: 'try a correlation on stored or given events without raising alerts; ends with 1 when it does not load',
  }).argument('<file>', say(context, { zh: '关联规则文件', en: 'file of the correlation' }));
  withServer(withJson(withTrialEvents(command, context), context), context).action((file: string, flags: TrialFlags) =>
    context.end(testCorrelation(context, file, flags)),
  );
};

/** `chedun correlations …`: correlations and filters, on disk and of a server. */
export const correlationsCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'correlations', { zh: '关联规则', en: 'correlations of events' });
  addList(group, context);
  addLint(group, context);
  addTest(group, context);
};
