import { gzipSync } from 'node:zlib';
import type { Chunk, FlatRecord, FromWorker, ResultRow, Section, Series } from './protocol.ts';

/** Where an analysis puts what it finds. Everything is sent on in batches. */
export interface Sink {
  readonly row: (section: Section, words: string, body: ResultRow['body']) => void;
  readonly record: (record: FlatRecord) => void;
  readonly chunk: (chunk: Chunk) => void;
  readonly flush: () => void;
}

const BATCH = 500;

/** A sink that sends messages; it holds back at most one batch of each kind. */
export const createSink = (send: (message: FromWorker) => void): Sink => {
  const rows = new Map<Section, ResultRow[]>();
  let records: FlatRecord[] = [];
  const flushRecords = (): void => {
    if (records.length > 0) send({ kind: 'records', records });
    records = [];
  };
  const flushRows = (section: Section): void => {
    const held = rows.get(section) ?? [];
    if (held.length > 0) send({ kind: 'rows', section, rows: held });
    rows.set(section, []);
  };
  return {
    row: (section, words, body) => {
      const held = rows.get(section) ?? [];
      held.push({ words: words.toLowerCase(), body });
      rows.set(section, held);
      if (held.length >= BATCH) flushRows(section);
    },
    record: (record) => {
      records.push(record);
      if (records.length >= BATCH) flushRecords();
    },
    chunk: (chunk) => send({ kind: 'chunk', chunk }),
    flush: () => {
      for (const section of rows.keys()) flushRows(section);
      flushRecords();
    },
  };
};

/** An item of a series: the values of its line, its key and time, and how many marks it carries. */
interface SeriesItem {
  readonly line: () => readonly unknown[];
  readonly time: number;
  readonly key: string;
  readonly marks: () => number;
}

const packed = (series: Series, items: readonly SeriesItem[], firstNumber: number): Chunk => {
  let [fromTime, toTime, marked] = [Infinity, -Infinity, 0];
  const keys = new Set<string>();
  for (const { time, key, marks } of items) {
    fromTime = Math.min(fromTime, time);
    toTime = Math.max(toTime, time);
    keys.add(key);
    if (marks() > 0) marked += 1;
  }
  const text = items.map((item) => JSON.stringify(item.line())).join('\n');
  const bytes = new Uint8Array(gzipSync(text, { level: 1 }));
  return { series, firstNumber, count: items.length, fromTime, toTime, keys: [...keys], marked, bytes };
};

/** Writes a series in chunks. The last full chunk is held back, because marks may come late. */
export interface SeriesWriter {
  readonly add: (item: SeriesItem) => void;
  readonly end: () => void;
  /** Items kept so far. */
  readonly kept: () => number;
}

/** Starts a series of chunks of `size` items; items beyond `most` are not kept. */
export const createSeries = (sink: Sink, series: Series, size: number, most: number): SeriesWriter => {
  let [held, filling]: [SeriesItem[], SeriesItem[]] = [[], []];
  let [kept, sent] = [0, 0];
  const send = (items: readonly SeriesItem[]): void => {
    if (items.length === 0) return;
    sink.chunk(packed(series, items, sent));
    sent += items.length;
  };
  return {
    kept: () => kept,
    add: (item) => {
      if (kept >= most) return;
      kept += 1;
      filling.push(item);
      if (filling.length < size) return;
      send(held);
      held = filling;
      filling = [];
    },
    end: () => {
      send(held);
      send(filling);
      held = filling = [];
    },
  };
};
