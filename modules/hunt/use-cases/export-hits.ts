import type { HuntHit } from '../contract.ts';
import { placesSql, type EventRow } from '../domain/query.ts';
import { LIMITS, type Store } from './run-hunt.ts';

const HEAD = ['rule', 'title', 'time', 'subject', 'message', 'journal', 'seq', 'index', 'source', 'matched'];

/** A cell that no spreadsheet takes for a formula. */
const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csvLine = (hit: HuntHit, title: string): string =>
  [
    hit.ruleId,
    title,
    hit.time,
    hit.subject,
    hit.message,
    hit.journal,
    String(hit.seq),
    String(hit.index),
    hit.source,
    hit.matched.map(({ field, value }) => `${field}=${value}`).join('; '),
  ]
    .map(cell)
    .join(',');

/** Hits as CSV with a byte order mark, so that Excel reads Chinese. */
async function* csvOf(
  pages: AsyncIterable<readonly HuntHit[]>,
  titles: ReadonlyMap<string, string>,
): AsyncIterable<string> {
  yield `\ufeff${HEAD.join(',')}\r\n`;
  for await (const hits of pages) yield hits.map((hit) => `${csvLine(hit, titles.get(hit.ruleId) ?? '')}\r\n`).join('');
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** Hits as lines of JSON, each with its stored event; null for one that is no longer stored. */
async function* ndjsonOf(
  pages: AsyncIterable<readonly HuntHit[]>,
  titles: ReadonlyMap<string, string>,
  store: Pick<Store, 'query'>,
): AsyncIterable<string> {
  for await (const hits of pages) {
    const places = hits
      .filter(({ journal, events }) => journal !== '' && events.length === 0)
      .map((hit) => [Date.parse(hit.time), hit.journal, hit.seq, hit.index] as const);
    const rows = places.length === 0 ? [] : await store.query<EventRow>(placesSql(places), LIMITS);
    const byPlace = new Map(rows.map((row) => [`${row._journal}/${row._seq}/${row._idx}`, row._body]));
    for (const hit of hits) {
      const body = byPlace.get(`${hit.journal}/${hit.seq}/${hit.index}`);
      const line = { ...hit, title: titles.get(hit.ruleId) ?? '', event: body === undefined ? null : parsed(body) };
      yield `${JSON.stringify(line)}\n`;
    }
  }
}

const PAGE = 500;

/** What an export reads. */
interface Reads {
  readonly pages: (id: string, size: number) => AsyncIterable<readonly HuntHit[]>;
  readonly rules: (id: string) => Promise<readonly { readonly id: string; readonly title: string }[]>;
}

/** The kept hits of a hunt as text, piece by piece. */
export async function* exportLines(
  reads: Reads,
  store: Pick<Store, 'query'>,
  id: string,
  format: 'csv' | 'ndjson',
): AsyncIterable<string> {
  const titles = new Map((await reads.rules(id)).map((rule) => [rule.id, rule.title]));
  const pages = reads.pages(id, PAGE);
  yield* format === 'csv' ? csvOf(pages, titles) : ndjsonOf(pages, titles, store);
}
