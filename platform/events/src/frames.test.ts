import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coldSql } from './cold-files.ts';
import { eventBlock, eventsTable } from './event-block.ts';
import { blankEvent, type EventRow } from './event-row.ts';
import { listSql } from './search/queries.ts';
import { openTestStore, type TestStore } from './testing/stores.ts';

const DAY = 86_400_000;
const T0 = Date.UTC(2026, 2, 1);

const put = async (store: TestStore, rows: readonly Partial<EventRow>[], token: string): Promise<void> => {
  const block = eventBlock();
  for (const row of rows) block.add({ ...blankEvent, source: 'tsp', ...row });
  await store.events.insertBlocks(eventsTable, [block.finish()], { token });
};

/** Ten frames a day for three days, with two events each. */
const fill = (store: TestStore, journal: string, from = T0): Promise<void> =>
  put(
    store,
    [0, 1, 2].flatMap((day) =>
      Array.from({ length: 20 }, (_, n) => {
        const at = from + day * DAY + n;
        return {
          journal,
          seq: day * 10 + (n >> 1) + 1,
          idx: n & 1,
          received: at,
          time: at,
          host: '主机',
          body: `n${n}`,
        };
      }),
    ),
    `fill ${journal} ${from}`,
  );

describe('frames of the event store', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.stop());

  const count = async (where: string): Promise<number> => {
    const [row] = await store.events.query<{ n: number }>({ sql: `SELECT count() AS n FROM ${where}`, params: {} });
    return Number(row?.n);
  };

  it('removes whole days as partitions and of the last day the rows, once', async () => {
    await fill(store, 'a1');
    const removed = await store.events.removeFrames({ journal: 'a1', fromSeq: 1, toSeq: 25 });
    expect(removed).toEqual([
      { table: 'events', rows: 50, wholeDays: ['2026-03-01', '2026-03-02'] },
      { table: 'telemetry', rows: 0, wholeDays: [] },
    ]);
    expect(await count("events WHERE journal = 'a1'")).toBe(10);
    expect(await count("events WHERE journal = 'a1' AND seq <= 25")).toBe(0);
    expect(await count("event_counts WHERE received_day < '2026-03-03'")).toBe(0);
    const again = await store.events.removeFrames({ journal: 'a1', fromSeq: 1, toSeq: 25 });
    expect(again.map(({ rows }) => rows)).toEqual([0, 0]);
  });

  it('leaves the frames of other journals on the same day', async () => {
    await fill(store, 'b1', T0 + 100 * DAY);
    await fill(store, 'b2', T0 + 100 * DAY);
    const [events] = await store.events.removeFrames({ journal: 'b1', fromSeq: 1, toSeq: 30 });
    expect(events).toEqual({ table: 'events', rows: 60, wholeDays: [] });
    expect(await count("events WHERE journal = 'b1'")).toBe(0);
    expect(await count("events WHERE journal = 'b2'")).toBe(60);
  });

  it('refuses what is no range of frames', async () => {
    for (const range of [
      { journal: "x' OR 1", fromSeq: 1, toSeq: 2 },
      { journal: 'x', fromSeq: 0, toSeq: 2 },
      { journal: 'x', fromSeq: 3, toSeq: 2 },
      { journal: 'x', fromSeq: 1, toSeq: Number.POSITIVE_INFINITY },
    ]) {
      await expect(store.events.removeFrames(range)).rejects.toMatchObject({ code: 'events.bad-search' });
    }
  });

  it('exports frames as Parquet, which stays searchable when the table has lost them', async () => {
    await fill(store, 'c1', T0 + 200 * DAY);
    await mkdir(store.events.cold, { recursive: true });
    for (const [at, [fromSeq, toSeq]] of [[1, 10] as const, [11, 30] as const].entries()) {
      const bytes = Readable.from(store.events.exportFrames('events', { journal: 'c1', fromSeq, toSeq }));
      await pipeline(bytes, createWriteStream(join(store.events.cold, `c1-${at}.parquet`)));
    }
    await store.events.removeFrames({ journal: 'c1', fromSeq: 1, toSeq: 30 });
    const range = { from: T0 + 200 * DAY, to: T0 + 203 * DAY };
    const files = ['c1-0.parquet', 'c1-1.parquet'];
    const all = { where: { kind: 'all' } as const, ...range };
    expect(await store.events.query(listSql(all, { limit: 100 }))).toHaveLength(0);
    const found = await store.events.query<Record<string, unknown>>(listSql(all, { limit: 100 }), { coldFiles: files });
    expect(found).toHaveLength(60);
    expect(found[0]).toMatchObject({ _host: '主机', _source: 'tsp', _seq: 30, _idx: 1 });
    expect(await store.events.query(listSql(all, { limit: 100 }), { coldFiles: files.slice(0, 1) })).toHaveLength(20);
    for (const where of [
      { kind: 'text', value: 'N7' },
      { kind: 'phrase', value: 'n7' },
      { kind: 'wildcard', value: '*n7*' },
    ] as const) {
      const page = listSql({ where, ...range }, { limit: 100 });
      const hits = await store.events.query<Record<string, unknown>>(page, { coldFiles: files });
      expect(
        hits.map(({ _body }) => _body),
        where.kind,
      ).toEqual(['n7', 'n7', 'n7']);
    }
    const host = { where: { kind: 'term', field: 'host', value: '主机' } as const, ...range };
    expect(await store.events.query(listSql(host, { limit: 100 }), { coldFiles: files })).toHaveLength(60);
  });

  it('reads no other file', async () => {
    expect(coldSql('SELECT 1 FROM events WHERE x', ['a.parquet'])).toBe(
      "SELECT 1 FROM file('cold/a.parquet', 'Parquet') WHERE x",
    );
    for (const names of [
      [],
      ['../a.parquet'],
      ['a.native'],
      ['/etc/passwd'],
      ["a'.parquet"],
      ['{a,b}.parquet'],
      ['*.parquet'],
    ]) {
      expect(coldSql('SELECT 1 FROM events', names)).toBeUndefined();
    }
    const query = { sql: 'SELECT count() FROM events', params: {} };
    await expect(store.events.query(query, { coldFiles: ['../data.parquet'] })).rejects.toThrow('cold tier');
    const foreign = { sql: "SELECT * FROM file('cold/c1-0.parquet', 'Parquet')", params: {} };
    await expect(store.events.query(foreign, { coldFiles: ['c1-0.parquet'] })).rejects.toThrow('Refused');
  });
});
