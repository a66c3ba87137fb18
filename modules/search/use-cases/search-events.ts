import {
  countSql,
  eventSql,
  exportSql,
  facetSql,
  histogramSql,
  readListRow,
  readNewest,
  type Events,
  type ListRow,
  type QueryLimits,
  type SearchCursor,
  type SearchQuery,
} from '@chedun/events';
import { csvLine, DomainError } from '@chedun/kernel';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type {
  EventPage,
  EventQuery,
  EventRecord,
  ExportQuery,
  FacetQuery,
  Facets,
  Histogram,
  HistogramQuery,
} from '../contract.ts';
import { CSV_COLUMNS } from '../domain/csv.ts';
import { readCursor, writeCursor } from '../domain/cursor.ts';
import { parseQuery } from '../domain/parse.ts';
import { presentRecord, presentRow } from '../domain/present.ts';

interface Dependencies {
  readonly events: Pick<Events, 'query' | 'stream'>;
  readonly monotonic: () => number;
}

const rangeOf = (asked: { readonly query: string; readonly from: string; readonly to: string }): SearchQuery => ({
  where: parseQuery(asked.query),
  from: Date.parse(asked.from),
  to: Date.parse(asked.to),
});

const cursorAfter = (row: ListRow): SearchCursor => {
  const { time, journal, seq, idx } = readListRow(row);
  return { time, journal, seq, idx };
};

const list = async (
  { events, monotonic }: Dependencies,
  asked: z.output<typeof EventQuery>,
  limits: QueryLimits = {},
): Promise<z.input<typeof EventPage>> => {
  const began = monotonic();
  const after = asked.cursor === undefined ? {} : { after: readCursor(asked.cursor) };
  const rows = await readNewest(events, rangeOf(asked), { limit: asked.limit + 1, ...after }, limits);
  const shown = rows.slice(0, asked.limit);
  const last = shown.at(-1);
  const next = rows.length > asked.limit && last ? writeCursor(cursorAfter(last)) : null;
  return { items: shown.map((row) => presentRow(readListRow(row))), next, tookMs: Math.round(monotonic() - began) };
};

const histogram = async (
  { events, monotonic }: Dependencies,
  asked: z.output<typeof HistogramQuery>,
): Promise<z.input<typeof Histogram>> => {
  const began = monotonic();
  const { widthMs, ...query } = histogramSql(rangeOf(asked), { bars: asked.buckets, series: 'severity_id' });
  const rows = await events.query<{ at: number; events: number }>(query);
  const counts = new Map<number, number>();
  for (const { at, events: count } of rows) counts.set(Number(at), (counts.get(Number(at)) ?? 0) + Number(count));
  const first = Math.floor(Date.parse(asked.from) / widthMs) * widthMs;
  const bars = Math.max(1, Math.ceil((Date.parse(asked.to) - first) / widthMs));
  const buckets = Array.from({ length: bars }, (_, bar) => {
    const at = first + bar * widthMs;
    return { at: new Date(at).toISOString(), count: counts.get(at) ?? 0 };
  });
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { bucketMs: widthMs, total, buckets, tookMs: Math.round(monotonic() - began) };
};

const facets = async (
  { events, monotonic }: Dependencies,
  asked: z.output<typeof FacetQuery>,
): Promise<z.input<typeof Facets>> => {
  const began = monotonic();
  const range = rangeOf(asked);
  const names = asked.fields
    .split(',')
    .filter((name) => name !== '')
    .slice(0, 12);
  const fields = await Promise.all(
    names.map(async (field) => {
      const rows = await events.query<{ value: string; events: number }>(facetSql(range, field, asked.top));
      return { field, values: rows.map((row) => ({ value: row.value, count: Number(row.events) })) };
    }),
  );
  return { fields, tookMs: Math.round(monotonic() - began) };
};

/** Place of a record; the time is that of the event and narrows the read, but is not needed. */
export interface RecordPlace {
  readonly journal: string;
  readonly seq: number;
  readonly index: number;
}

const PLACE_SQL = `SELECT toUnixTimestamp64Milli(time) AS time FROM events
  WHERE journal = {journal:String} AND seq = {seq:UInt64} AND idx = {idx:UInt32} LIMIT 1`;

const record = async ({ events }: Dependencies, place: RecordPlace): Promise<z.input<typeof EventRecord>> => {
  const { journal, seq, index } = place;
  const [found] = await events.query<{ time: number }>({ sql: PLACE_SQL, params: { journal, seq, idx: index } });
  const [row] = found
    ? await events.query<ListRow>(eventSql({ time: Number(found.time), journal, seq, idx: index }))
    : [];
  if (!row) throw new DomainError('search.event-unknown', { field: `${journal}/${seq}/${index}` });
  return presentRecord(readListRow(row));
};

type ExportRow = Readonly<Record<string, string | number>>;

const exportCells = (row: ListRow): ExportRow => {
  const event = readListRow(row);
  const shown = presentRow(event);
  return {
    ...shown.columns,
    time: shown.time,
    received: shown.received,
    source: shown.source,
    format: shown.format,
    class_uid: shown.classUid,
    severity_id: shown.severityId,
    message: shown.message,
    journal: shown.journal,
    seq: shown.seq,
    idx: shown.index,
    body: event.body,
  };
};

async function* exportLines({ events }: Dependencies, asked: z.output<typeof ExportQuery>): AsyncGenerator<string> {
  if (asked.format === 'csv') yield `\uFEFF${csvLine(CSV_COLUMNS)}`;
  for await (const rows of events.stream<ListRow>(exportSql(rangeOf(asked), asked.max), {
    maxMs: 600_000,
    maxRows: asked.max,
  })) {
    const cells = rows.map(exportCells);
    yield asked.format === 'csv'
      ? cells.map((row) => csvLine(CSV_COLUMNS.map((column) => row[column] ?? ''))).join('')
      : `${cells.map((row) => JSON.stringify(row)).join('\n')}\n`;
  }
}

/** Files have no index: they are read whole. */
const COLD_MS = 60_000;

/** Searching events. */
export const searchUseCases = (dependencies: Dependencies) => ({
  list: (asked: z.output<typeof EventQuery>) => list(dependencies, asked),
  listFiles: (asked: z.output<typeof EventQuery>, coldFiles: readonly string[]) =>
    list(dependencies, asked, { coldFiles, maxMs: COLD_MS }),
  histogram: (asked: z.output<typeof HistogramQuery>) => histogram(dependencies, asked),
  facets: (asked: z.output<typeof FacetQuery>) => facets(dependencies, asked),
  record: (place: RecordPlace) => record(dependencies, place),
  count: async (asked: { readonly query: string; readonly from: string; readonly to: string }): Promise<number> => {
    const [row] = await dependencies.events.query<{ events: number }>(countSql(rangeOf(asked)));
    return Number(row?.events ?? 0);
  },
  export: (asked: z.output<typeof ExportQuery>) => Readable.from(exportLines(dependencies, asked)),
});
