import { readFile } from 'node:fs/promises';
import { DomainError } from '@chedun/kernel';
import { show, type ExitCode } from '../output.ts';

/** What `chedun rules test` is told. */
export interface RuleTestOptions {
  readonly url: string;
  readonly token: string;
  /** File of events to try the rule on; stored events when left out. */
  readonly events?: string;
  /** Query of the event search. */
  readonly query: string;
  /** ISO 8601, or left out for the last 24 hours. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
  readonly lang: string;
  readonly json: boolean;
}

/** The part of an answer of `POST /detection/test` that is shown. */
interface RuleTestAnswer {
  readonly loads: boolean;
  readonly tested: number;
  readonly matched: number;
  readonly lint: readonly {
    readonly severity: string;
    readonly line: number | null;
    readonly text: Readonly<Record<'zh' | 'en', string>>;
  }[];
  readonly samples: readonly {
    readonly index: number;
    readonly matched: boolean;
    readonly summary: string;
    readonly ref: { readonly journal: string; readonly seq: number; readonly index: number } | null;
  }[];
}

/** The part of an answer of `GET /events` that is needed. */
interface EventPage {
  readonly items: readonly {
    readonly journal: string;
    readonly seq: number;
    readonly index: number;
    readonly time: string;
  }[];
  readonly next: string | null;
}

type Body = Record<string, unknown>;

const DAY = 86_400_000;
const PAGE = 500;
const MOST = 10_000;

const wrong = (reason: string): DomainError => new DomainError('cli.use', { reason });

/** What a server said when it refused, in words where it gave any. */
const refusalOf = (status: number, body: string, language: 'zh' | 'en'): string => {
  try {
    const { text, detail } = JSON.parse(body) as { text?: Readonly<Record<string, string>>; detail?: string };
    const said = text?.[language];
    if (said !== undefined) return `${said}${detail === undefined ? '' : ` (${detail})`} [${status}]`;
  } catch {
    // Not from our server: the text itself is all there is.
  }
  return `the server answered ${status}: ${body.slice(0, 500)}`;
};

/** One question to the server; throws what it answers when that is not a success. */
const ask = async (
  { url, token, lang }: Pick<RuleTestOptions, 'url' | 'token' | 'lang'>,
  path: string,
  body?: Body,
): Promise<unknown> => {
  const answer = await fetch(`${url}/api${path}`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw wrong(refusalOf(answer.status, await answer.text(), lang === 'zh' ? 'zh' : 'en'));
  return (await answer.json()) as unknown;
};

const timeOf = (text: string, name: string): string => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw wrong(`--${name} is not a time: ${text}`);
  return new Date(ms).toISOString();
};

/** Searches as the event search does and keeps where the events are. */
const findRecords = async (
  options: RuleTestOptions,
  range: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<Body | undefined> => {
  const refs: { journal: string; seq: number; index: number }[] = [];
  const times: string[] = [];
  let cursor: string | null = null;
  do {
    const asked = new URLSearchParams({ query: options.query, from: range.from, to: range.to });
    asked.set('limit', String(Math.min(PAGE, range.limit - refs.length)));
    if (cursor !== null) asked.set('cursor', cursor);
    const page = (await ask(options, `/events?${asked.toString()}`)) as EventPage;
    for (const { journal, seq, index, time } of page.items) {
      refs.push({ journal, seq, index });
      times.push(time);
    }
    cursor = page.next;
  } while (cursor !== null && refs.length < range.limit);
  const sorted = times.toSorted();
  return refs.length === 0 ? undefined : { from: sorted[0], to: sorted.at(-1), refs };
};

const eventsOf = async (options: RuleTestOptions, now: number): Promise<Body> => {
  if (options.events !== undefined) return { events: await readFile(options.events, 'utf8') };
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) throw wrong(`--limit is a number from 1 to ${MOST}`);
  const to = options.to === undefined ? new Date(now).toISOString() : timeOf(options.to, 'to');
  const from = options.from === undefined ? new Date(Date.parse(to) - DAY).toISOString() : timeOf(options.from, 'from');
  if (options.query.trim() === '') return { stored: { from, to, limit } };
  const records = await findRecords(options, { from, to, limit });
  return records === undefined ? { events: '' } : { records };
};

const linesOf = (file: string, result: RuleTestAnswer, language: 'zh' | 'en'): string[] => [
  ...result.lint.map(({ severity, line, text }) => `${file}:${line ?? '-'} ${severity}: ${text[language]}`),
  ...result.samples
    .filter((sample) => sample.matched)
    .map(({ ref, index, summary }) => `${ref ? `${ref.journal}/${ref.seq}/${ref.index}` : `#${index + 1}`} ${summary}`),
  language === 'zh'
    ? result.loads
      ? `试运行 ${result.tested} 条，命中 ${result.matched} 条`
      : '规则有误，没有试运行'
    : result.loads
      ? `${result.tested} events tested, ${result.matched} matched`
      : 'the rule is not valid; nothing was tried',
];

/**
 * `chedun rules test FILE`: tries a rule on events of a file, or on stored events of a query and a range of time, without
 * raising alerts. Ends with 1 when the rule does not load.
 */
export const testRuleFile = async (file: string, options: RuleTestOptions, now: number): Promise<ExitCode> => {
  const yaml = await readFile(file, 'utf8');
  const body = { yaml, ...(await eventsOf(options, now)) };
  const result = (await ask(options, '/detection/test', body)) as RuleTestAnswer;
  show(options.json, result, () => linesOf(file, result, options.lang === 'zh' ? 'zh' : 'en').join('\n'));
  return result.loads ? 0 : 1;
};
