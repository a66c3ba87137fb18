import { openAsBlob } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Feed, FeedList, Import, ImportDetail, type Indicator, MatchAnswer } from '@chedun/intel/contract';
import type { Command } from 'commander';
import { z } from 'zod';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface ImportFlags extends Flags {
  readonly feed: string;
  readonly format: string;
  readonly lookBackDays: number;
  readonly wait: boolean;
}

interface MatchFlags extends Flags {
  readonly file?: string;
}

interface ExportFlags extends Flags {
  readonly out?: string;
}

const LOOK_MS = 500;
/** Values of one question. */
const VALUES = 1_000;
const SHOWN_PROBLEMS = 20;

const feedsOf = (context: Context, target: Target): Promise<FeedList> =>
  ask(context, target, { path: '/intel/feeds', answer: FeedList });

/** The feed with this id or name. */
const feedNamed = async (context: Context, target: Target, wanted: string): Promise<Feed> => {
  const { items } = await feedsOf(context, target);
  const feed = items.find(({ id, name }) => id === wanted || name === wanted);
  if (!feed) throw cliError('cli.feed-unknown', { reason: wanted });
  return feed;
};

const importOf = (context: Context, target: Target, id: string): Promise<ImportDetail> =>
  ask(context, target, { path: `/intel/imports/${encodeURIComponent(id)}`, answer: ImportDetail });

const isOver = (status: string): boolean => status === 'done' || status === 'failed';

const waitFor = async (context: Context, target: Target, id: string): Promise<ImportDetail> => {
  for (;;) {
    const state = await importOf(context, target, id);
    const { status, lookBack } = state;
    if (isOver(status) && (lookBack === null || isOver(lookBack.status))) return state;
    await pause(LOOK_MS);
  }
};

const importText = (context: Context, done: ImportDetail): string => {
  const { entries, added, changed, passedOver, fault, problems, lookBack, name } = done;
  const head = say(context, {
    zh: `${plain(name)}：${done.status}，共 ${entries} 条，新增 ${added}，更新 ${changed}，未采用 ${passedOver}`,
    en: `${plain(name)}: ${done.status}, ${entries} entries, ${added} added, ${changed} changed, ${passedOver} passed over`,
  });
  const wrong =
    fault === null ? [] : [`  ${plain(`${fault.message[context.language]} ${fault.reason} ${fault.place}`)}`];
  const lines = problems
    .slice(0, SHOWN_PROBLEMS)
    .map(({ code, place, detail }) => `  ${place}  ${code}  ${plain(detail)}`);
  const back =
    lookBack === null
      ? []
      : [
          say(context, {
            zh: `  历史回查：${lookBack.status}，命中 ${lookBack.sightings}`,
            en: `  searched backwards: ${lookBack.status}, ${lookBack.sightings} hits`,
          }),
        ];
  return [head, ...wrong, ...lines, ...back].join('\n');
};

const importFiles = async (context: Context, files: readonly string[], flags: ImportFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const feed = await feedNamed(context, target, flags.feed);
  let code: ExitCode = 0;
  for (const file of files) {
    await stat(file).catch((error: unknown) => {
      throw fileError(file, error);
    });
    const begun = await ask(context, target, {
      method: 'POST',
      path: `/intel/feeds/${feed.id}/import`,
      query: { name: basename(file), format: flags.format, lookBackDays: flags.lookBackDays },
      headers: { 'content-type': 'application/octet-stream' },
      body: await openAsBlob(file),
      answer: Import,
    });
    const done = flags.wait ? await waitFor(context, target, begun.id) : await importOf(context, target, begun.id);
    show(context, flags, done, () => importText(context, done));
    if (done.status === 'failed') code = 1;
  }
  return code;
};

const feedsText = (context: Context, { items, matcher }: FeedList): string => {
  const head = [
    say(context, { zh: '名称', en: 'NAME' }),
    say(context, { zh: '类型', en: 'KIND' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '有效指标', en: 'ACTIVE' }),
    say(context, { zh: '命中', en: 'SIGHTINGS' }),
    say(context, { zh: '上次成功', en: 'LAST OK' }),
  ];
  const rows = items.map((feed) => [
    feed.name,
    feed.kind,
    feed.state,
    String(feed.active),
    String(feed.sightings),
    feed.lastOk === null ? '-' : localTime(feed.lastOk),
  ]);
  const told = say(context, {
    zh: `参与比对的指标 ${matcher.indicators} 条，占用 ${matcher.megabytes} MB`,
    en: `${matcher.indicators} indicators compared with events, ${matcher.megabytes} MB`,
  });
  return items.length === 0 ? told : `${table(head, rows)}\n${told}`;
};

const feeds = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const list = await feedsOf(context, await targetOf(context, flags));
  show(context, flags, list, () => feedsText(context, list));
  return list.items.some(({ state }) => state === 'failed' || state === 'stale') ? 1 : 0;
};

const hitText = ({ kind, value, title, feed, confidence }: Indicator): string =>
  `  ${kind}  ${plain(value)}  ${plain(title)}  ${plain(feed)}  ${confidence ?? '-'}`;

const valuesOf = async (given: readonly string[], file: string | undefined): Promise<readonly string[]> => {
  if (file === undefined) return given;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...given, ...lines.filter((line) => line !== '')];
};

const match = async (context: Context, given: readonly string[], flags: MatchFlags): Promise<ExitCode> => {
  const values = await valuesOf(given, flags.file);
  if (values.length === 0) throw cliError('cli.values-missing', {});
  const target = await targetOf(context, flags);
  let hits = 0;
  for (let at = 0; at < values.length; at += VALUES) {
    const body = JSON.stringify({ values: values.slice(at, at + VALUES) });
    const { items } = await ask(context, target, { path: '/intel/match', body, answer: MatchAnswer });
    for (const item of items) {
      hits += item.indicators.length;
      show(context, flags, item, () => {
        const found = say(context, {
          zh: `命中 ${item.indicators.length} 条`,
          en: `${item.indicators.length} indicators`,
        });
        return [`${plain(item.asked)}: ${found}`, ...item.indicators.map(hitText)].join('\n');
      });
    }
  }
  return hits > 0 ? 1 : 0;
};

const Bundle = z.looseObject({ type: z.literal('bundle'), objects: z.array(z.looseObject({ type: z.string() })) });

const exportBundle = async (context: Context, flags: ExportFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const bundle = await ask(context, target, { path: '/intel/sightings/stix', answer: Bundle });
  const sightings = bundle.objects.filter(({ type }) => type === 'sighting').length;
  const { out } = flags;
  if (out === undefined) {
    show(context, { json: true }, bundle, () => '');
    return 0;
  }
  await writeFile(out, `${JSON.stringify(bundle, null, 2)}\n`).catch((error: unknown) => {
    throw fileError(out, error);
  });
  show(context, flags, { file: out, sightings }, () =>
    say(context, { zh: `已写入 ${plain(out)}：命中 ${sightings} 条`, en: `${plain(out)}: ${sightings} sightings` }),
  );
  return 0;
};

const addImportCommand = (intel: Command, context: Context): void => {
  const command = addCommand(intel, context, 'import', {
    zh: '导入 STIX 2.1、MISP、CSV 或文本清单（--json 每个文件一行）；失败时以 1 结束',
    en: 'import STIX 2.1, MISP, CSV or text lists (--json: one line a file); ends with 1 on failure',
  })
    .argument('<files...>', say(context, { zh: '文件', en: 'files' }))
    .addOption(
      optionOf(context, '--feed <name>', {
        zh: '情报源名称或编号',
        en: 'name or id of the feed',
      }).makeOptionMandatory(),
    )
    .addOption(
      optionOf(context, '--format <format>', { zh: '格式，默认自动识别', en: 'format, by default detected' })
        .choices(['auto', 'stix', 'misp', 'list'])
        .default('auto'),
    )
    .addOption(
      optionOf(context, '--look-back-days <n>', { zh: '回查历史事件的天数', en: 'days of stored events to search' })
        .argParser(wholeNumber(0, 400))
        .default(30),
    )
    .addOption(optionOf(context, '--no-wait', { zh: '不等待导入结束', en: 'do not wait for the end' }));
  withServer(withJson(command, context), context).action((files: string[], flags: ImportFlags) =>
    context.end(importFiles(context, files, flags)),
  );
};

/** `chedun intel import | feeds | match | export`: threat intelligence of a server. */
export const intelCommands = (parent: Command, context: Context): void => {
  const intel = addCommand(parent, context, 'intel', { zh: '威胁情报', en: 'threat intelligence' });
  addImportCommand(intel, context);
  const list = addCommand(intel, context, 'feeds', {
    zh: '列出情报源；有失败或过期的以 1 结束',
    en: 'feeds; ends with 1 when one failed or is stale',
  });
  withServer(withJson(list, context), context).action((flags: Flags) => context.end(feeds(context, flags)));
  const look = addCommand(intel, context, 'match', {
    zh: '把值与有效指标比对（--json 每个值一行）；有命中时以 1 结束',
    en: 'look values up among the active indicators (--json: one line a value); ends with 1 on a hit',
  })
    .argument('[values...]', say(context, { zh: '地址、域名、网址或摘要', en: 'addresses, names, URLs or digests' }))
    .addOption(optionOf(context, '--file <file>', { zh: '每行一个值的文件', en: 'file with one value a line' }));
  withServer(withJson(look, context), context).action((values: string[], flags: MatchFlags) =>
    context.end(match(context, values, flags)),
  );
  const told = addCommand(intel, context, 'export', {
    zh: '以 STIX 2.1 导出命中',
    en: 'export sightings as STIX 2.1',
  }).addOption(optionOf(context, '--out <file>', { zh: '写入文件，默认输出到屏幕', en: 'file; by default printed' }));
  withServer(withJson(told, context), context).action((flags: ExportFlags) =>
    context.end(exportBundle(context, flags)),
  );
};
