import { blankEvent, eventBlock, eventsTable, type EventRow } from '@chedun/events';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventQuery, ExportQuery, FacetQuery, HistogramQuery } from './contract.ts';
import { search } from './module.ts';
import { savedSearches } from './store.ts';
import { ALL_TIME } from './testing/index.ts';
import { checkQuery } from './use-cases/check-query.ts';
import { searchUseCases } from './use-cases/search-events.ts';

const DAY = Date.UTC(2026, 10, 23);
const rows: EventRow[] = Array.from({ length: 120 }, (_, at) => ({
  ...blankEvent,
  journal: 'network',
  seq: Math.floor(at / 10) + 1,
  idx: at % 10,
  received: DAY + at * 60_000,
  time: DAY + at * 60_000,
  source: at % 2 === 0 ? 'tsp' : 'win',
  format: 'ndjson',
  severityId: (at % 5) + 1,
  host: `srv-${at % 3}`,
  user: at === 7 ? "o'brien\\admin" : 'svc',
  vin: at % 10 === 0 ? `LSVAA0000N000${String(at).padStart(4, '0')}` : '',
  srcIp: `10.0.${at % 4}.${at}`,
  dstPort: 1000 + at,
  message: at === 42 ? '=HYPERLINK("http://evil")' : `event number ${at}`,
  body: JSON.stringify({
    n: at,
    text: `event number ${at}`,
    Event: { EventData: { Image: `C:\\Windows\\tool${at}.exe` } },
    note: at === 11 ? '远程控制 failed' : 'ok',
  }),
  raw: at === 5 ? Buffer.from([0x23, 0x23, 0xfe]) : '',
}));

describe('event search on the real store', () => {
  let store: TestStore;
  let uses: ReturnType<typeof searchUseCases>;
  beforeAll(async () => {
    store = await openTestStore();
    const block = eventBlock();
    for (const row of rows) block.add(row);
    await store.events.insertBlocks(eventsTable, [block.finish()], { token: 'test' });
    uses = searchUseCases({ events: store.events, monotonic: () => performance.now() });
  });
  afterAll(() => store.stop());

  const found = async (query: string): Promise<number[]> => {
    const page = await uses.list(EventQuery.parse({ ...ALL_TIME, query, limit: 500 }));
    return page.items.map((item) => (item.seq - 1) * 10 + item.index).toSorted((a, b) => a - b);
  };

  it.each([
    ['', 120],
    ['source:tsp', 60],
    ['host:srv-1 AND severity:>=4', 16],
    ['vin:LSVAA*', 12],
    ['NOT vin:*', 108],
    ['src_ip:10.0.1.0/24', 30],
    ['dst_port:[1000 TO 1009]', 10],
    ['host:(srv-1 OR srv-2) -source:tsp', 40],
  ])('%s finds %i events', async (query, count) => {
    expect(await found(query)).toHaveLength(count);
  });

  it.each([
    ['远程控制', [11]],
    ["user:o'brien\\admin", [7]],
    ['Event.EventData.Image:*tool33.exe', [33]],
    ['"event number 99"', [99]],
  ])('%s finds just that', async (query, wanted) => {
    expect(await found(query)).toEqual(wanted);
  });

  it('nothing that is typed becomes SQL', async () => {
    const hostile = [
      "'",
      "') OR 1=1 --",
      "file('/etc/passwd')",
      "url('http://x')",
      '{p:String}',
      '`',
      'system.tables',
      "\\'; DROP TABLE events; --",
      '%',
      '_',
    ];
    for (const value of hostile) {
      for (const query of [
        value,
        `host:"${value.replaceAll('\\', '\\\\')}"`,
        `body.${value}:x`,
        `"${value.replaceAll('\\', '\\\\')}"`,
      ]) {
        const answer = await found(query).catch((error: unknown) => error);
        if (Array.isArray(answer)) expect(answer.length, query).toBeLessThan(120);
        else expect(answer).toMatchObject({ code: expect.stringMatching(/^(search|events)\./) });
      }
    }
    expect(await found('')).toHaveLength(120);
  });

  it('pages through everything once, newest first', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await uses.list(
        EventQuery.parse({ ...ALL_TIME, limit: 25, ...(cursor === undefined ? {} : { cursor }) }),
      );
      seen.push(...page.items.map((item) => item.time));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toHaveLength(120);
    expect(seen).toEqual(seen.toSorted().toReversed());
    await expect(uses.list(EventQuery.parse({ ...ALL_TIME, cursor: 'bm8' }))).rejects.toMatchObject({
      code: 'search.cursor-invalid',
    });
  });

  it('draws every bar of the range and counts all events', async () => {
    const range = { from: new Date(DAY).toISOString(), to: new Date(DAY + 7_200_000).toISOString() };
    const drawn = await uses.histogram(HistogramQuery.parse({ ...range, query: 'note:ok', buckets: 12 }));
    expect(drawn.total).toBe(119);
    expect(drawn.buckets.reduce((sum, bar) => sum + bar.count, 0)).toBe(119);
    expect(drawn.buckets.length * drawn.bucketMs).toBe(7_200_000);
  });

  it('counts the values of fields', async () => {
    const told = await uses.facets(FacetQuery.parse({ ...ALL_TIME, fields: 'source,host', top: 2 }));
    expect(told.fields.map((each) => each.values.length)).toEqual([2, 2]);
    expect(told.fields[0]?.values[0]?.count).toBe(60);
    await expect(uses.facets(FacetQuery.parse({ ...ALL_TIME, fields: 'nope' }))).rejects.toMatchObject({
      code: 'events.bad-search',
    });
  });

  it('shows a record with its fields and its original', async () => {
    const record = await uses.record({ journal: 'network', seq: 1, index: 5 });
    expect(record.raw).toEqual({ kind: 'hex', content: '2323fe', bytes: 3, truncated: false });
    expect(record.fields).toContainEqual({ path: 'Event.EventData.Image', value: 'C:\\Windows\\tool5.exe' });
    await expect(uses.record({ journal: 'network', seq: 99, index: 0 })).rejects.toMatchObject({
      code: 'search.event-unknown',
    });
  });

  it('exports CSV that no spreadsheet runs, and NDJSON', async () => {
    const csv = await text(uses.export(ExportQuery.parse({ ...ALL_TIME, format: 'csv' })));
    expect(csv.trimEnd().split('\r\n')).toHaveLength(121);
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    const lines = (await text(uses.export(ExportQuery.parse({ ...ALL_TIME, format: 'ndjson', max: 7 }))))
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(7);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ journal: 'network' });
  });

  it('says where a query is wrong, also when only a number fits', () => {
    expect(checkQuery('vin:LSV*')).toEqual({ ok: true, error: null });
    expect(checkQuery('a AND (b')).toMatchObject({ ok: false, error: { column: 9 } });
    expect(checkQuery('severity:>=high')).toMatchObject({ ok: false, error: { column: null } });
  });
});

describe('saved searches', () => {
  let world: TestPlatform;
  let app: Composition;
  beforeAll(async () => {
    world = await testPlatform();
    app = await compose([search], world.platform);
  });
  afterAll(() => world.close());

  it('are private unless shared, and only their owner removes them', async () => {
    expect(app.routes.length).toBe(10);
    const { records, newId, clock } = world.platform;
    const saved = savedSearches({ records, newId, now: clock.now });
    const [a, b] = [{ kind: 'user', id: 'a', name: '甲' } as const, { kind: 'user', id: 'b', name: '乙' } as const];
    const mine = await saved.save({ name: 'mine', query: 'vin:*', rangeMinutes: 60, shared: false }, a);
    const ours = await saved.save({ name: 'ours', query: '', rangeMinutes: 60, shared: true }, a);
    expect((await saved.list(a)).map((each) => each.name)).toEqual(['mine', 'ours']);
    expect((await saved.list(b)).map((each) => each.name)).toEqual(['ours']);
    await expect(saved.remove(mine.id, b)).rejects.toMatchObject({ code: 'search.saved-unknown' });
    await expect(saved.remove(ours.id, b)).rejects.toMatchObject({ code: 'search.saved-not-yours' });
    await saved.remove(mine.id, a);
    expect(await saved.list(a)).toHaveLength(1);
  });
});
