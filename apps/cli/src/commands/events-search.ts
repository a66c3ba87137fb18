import { EventPage, type EventRow } from '@chedun/search/contract';
import type { Command } from 'commander';
import { timeBefore, wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { itemsOf, send, targetOf, withServer, type ServerFlags } from '../server.ts';
import { verdictText } from '../verdict-text.ts';

interface Flags extends ServerFlags {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly oldest: boolean;
  readonly csv: boolean;
  readonly ndjson: boolean;
  readonly json: boolean;
}

const PAGE = 500;
const MOST = 1_000_000;

const rowOf = (context: Context, event: EventRow): string[] => [
  localTime(event.time),
  event.source,
  `${event.journal}/${event.seq}/${event.index}`,
  [
    plain(verdictText(context, event.message)),
    ...Object.entries(event.columns).map(([name, value]) => `${name}=${plain(String(value))}`),
  ].join('  '),
];

/** CSV and NDJSON come as the server writes them, whole records, while they arrive. */
const download = async (context: Context, query: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const { from, to, limit } = flags;
  const format = flags.csv ? 'csv' : 'ndjson';
  const answer = await send(context, target, {
    path: '/events/export',
    query: { query, from, to, format, max: limit },
  });
  for await (const bytes of answer.body ?? []) await context.write(bytes);
  return 0;
};

const list = async (context: Context, query: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const order = flags.oldest ? 'oldest' : 'newest';
  const asked = { path: '/events', query: { query, from: flags.from, to: flags.to, order }, answer: EventPage };
  const { items, more } = await itemsOf(context, target, asked, { limit: flags.limit, pageSize: PAGE });
  show(context, flags, { items, more }, () => {
    const head = [
      say(context, { zh: '时间', en: 'TIME' }),
      say(context, { zh: '来源', en: 'SOURCE' }),
      say(context, { zh: '位置', en: 'PLACE' }),
      say(context, { zh: '内容', en: 'EVENT' }),
    ];
    const total = more
      ? say(context, { zh: `前 ${items.length} 条，还有更多`, en: `the first ${items.length}; there are more` })
      : say(context, { zh: `共 ${items.length} 条`, en: `${items.length} events` });
    return `${table(
      head,
      items.map((event) => rowOf(context, event)),
    )}\n${total}`;
  });
  return 0;
};

/** `chedun events search [QUERY]`: the event search of the console. */
export const eventsCommands = (parent: Command, context: Context): void => {
  const time = timeBefore(context.clock.now());
  const events = addCommand(parent, context, 'events', { zh: '事件记录', en: 'events' });
  const search = addCommand(events, context, 'search', {
    zh: '检索事件记录，语法与控制台相同',
    en: 'search events, in the language of the console',
  })
    .argument('[query]', say(context, { zh: '检索语句；不给出为全部', en: 'query; everything when left out' }), '')
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
        .default(100),
    )
    .option('--oldest', say(context, { zh: '从最早的开始', en: 'the oldest first' }), false)
    .addOption(
      optionOf(context, '--csv', { zh: '输出 CSV', en: 'print CSV' })
        .default(false)
        .conflicts(['json', 'ndjson', 'oldest']),
    )
    .addOption(
      optionOf(context, '--ndjson', { zh: '每行输出一条完整记录', en: 'print one whole record a line' })
        .default(false)
        .conflicts(['json', 'csv', 'oldest']),
    );
  withServer(withJson(search, context), context).action((query: string, flags: Flags) =>
    context.end(flags.csv || flags.ndjson ? download(context, query, flags) : list(context, query, flags)),
  );
};
