import { csvCell } from '@chedun/kernel';
import type { HuntHit } from '../contract.ts';
import type { RetentionAsks } from '@chedun/retention/contract';
import { LIMITS, reaches, withSegment, type Store } from '../stored-rows.ts';
import { placesSql, type EventRow, type StoreHit } from '../domain/query.ts';

const HEAD = ['rule', 'title', 'time', 'subject', 'message', 'journal', 'seq', 'index', 'source', 'matched'];

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
    .map(csvCell)
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

/** Where stored events are looked up. */
interface Stored {
  readonly store: Store;
  readonly segments: RetentionAsks['coldSegments'];
}

const placeOf = (row: Pick<EventRow, '_journal' | '_seq' | '_idx'>): string =>
  `${row._journal}/${row._seq}/${row._idx}`;

/** Bodies of the events at these places, from the event store and, where it has them no more, from the cold tier. */
const bodiesAt = async (places: readonly StoreHit[], { store, segments }: Stored): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  const look = async (rows: Store, wanted: readonly StoreHit[]): Promise<void> => {
    if (wanted.length === 0) return;
    for (const row of await rows.query<EventRow>(placesSql(wanted), LIMITS)) found.set(placeOf(row), row._body);
  };
  const missing = (): readonly StoreHit[] => places.filter((place) => !found.has(place.slice(1).join('/')));
  await look(store, places);
  if (missing().length === 0) return found;
  const times = missing().map(([time]) => time);
  for (const segment of await segments({ from: Math.min(...times), to: Math.max(...times) + 1 })) {
    const wanted = missing().filter(([time]) => reaches(segment, { from: time, to: time + 1 }));
    if (wanted.length > 0) await withSegment(store, segment, (cold) => look(cold, wanted));
  }
  return found;
};

/** Hits as lines of JSON, each with its stored event; null for one that is no longer stored. */
async function* ndjsonOf(
  pages: AsyncIterable<readonly HuntHit[]>,
  titles: ReadonlyMap<string, string>,
  stored: Stored,
): AsyncIterable<string> {
  for await (const hits of pages) {
    const places = hits
      .filter(({ journal, events }) => journal !== '' && events.length === 0)
      .map((hit) => [Date.parse(hit.time), hit.journal, hit.seq, hit.index] as const);
    const byPlace = await bodiesAt(places, stored);
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
  stored: Stored,
  id: string,
  format: 'csv' | 'ndjson',
): AsyncIterable<string> {
  const titles = new Map((await reads.rules(id)).map((rule) => [rule.id, rule.title]));
  const pages = reads.pages(id, PAGE);
  yield* format === 'csv' ? csvOf(pages, titles) : ndjsonOf(pages, titles, stored);
}
