import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventBlock, eventsTable } from '../event-block.ts';
import { blankEvent, type EventRow } from '../event-row.ts';
import { openTestStore, type TestStore } from '../testing/stores.ts';
import type { SearchNode, SearchQuery } from './ast.ts';
import { histogramSql } from './histogram.ts';
import { newParams } from './params.ts';
import { countSql, eventSql, exportSql, facetSql, listSql, type SearchCursor } from './queries.ts';
import { readNewest } from './newest.ts';
import { readListRow, type ListRow } from './rows.ts';
import { whereSql } from './where.ts';

const START = Date.UTC(2026, 10, 23, 8);
const VIN = 'LSVAA49J132047371';

const samples: Readonly<Record<string, Partial<EventRow>>> = {
  login: {
    vin: VIN,
    severityId: 4,
    source: 'tsp',
    srcIp: '10.1.2.3',
    user: 'Zhang',
    body: '{"event":"登录失败","user":"Zhang","note":"用户admin登录 TSP"}',
    message: '登录失败',
  },
  process: {
    host: 'WS-7.plant.cn',
    severityId: 3,
    source: 'windows',
    classUid: 1007,
    dstPort: 443,
    process: String.raw`C:\Windows\System32\powershell.exe`,
    commandLine: 'powershell.exe -enc SQBFAFgA 100%',
    body: String.raw`{"EventID":4688,"Event":{"EventData":{"Image":"C:\\Windows\\System32\\powershell.exe","Size":512}},"Message":"new process\r\n\tUser:\tzhang"}`,
    raw: Uint8Array.of(0xff, 0x0a),
  },
  flow: {
    source: 'ids',
    severityId: 1,
    srcIp: 'fe80::1',
    dstIp: '192.168.7.9',
    body: '{"a.b":"dotted","rate":1.5,"tags":["x"],"flag":true,"path":"\\u002ftmp"}',
  },
  bare: { source: 'ids', srcIp: 'not-an-address', body: 'plain text, not JSON: power shell' },
};
const names = Object.keys(samples);

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
  const block = eventBlock();
  names.forEach((name, index) => {
    block.add({
      ...blankEvent,
      journal: 'j',
      seq: 1,
      idx: index,
      received: START,
      time: START + index * 60_000,
      ...samples[name],
    });
  });
  await store.events.insertBlocks(eventsTable, [block.finish()], { token: 'a' });
});
afterAll(() => store.stop());

const query = (where: SearchNode): SearchQuery => ({ where, from: START, to: START + 3_600_000 });
const list = async (where: SearchNode): Promise<readonly EventRow[]> =>
  (await store.events.query<ListRow>(listSql(query(where), { limit: 100 }))).map(readListRow);
const found = async (where: SearchNode): Promise<readonly string[]> =>
  (await list(where)).map(({ idx }) => names[idx] ?? '?').toReversed();

const cases: readonly [string, SearchNode, readonly string[]][] = [
  ['everything', { kind: 'all' }, names],
  ['a VIN in lower case', { kind: 'term', field: 'vin', value: VIN.toLowerCase() }, ['login']],
  ['a host in any case', { kind: 'term', field: 'host', value: 'ws-7.PLANT.cn' }, ['process']],
  ['a number', { kind: 'term', field: 'dst_port', value: 443 }, ['process']],
  ['a whole value only', { kind: 'term', field: 'user', value: 'Zhan' }, []],
  ['part of a message', { kind: 'term', field: 'message', value: '失败' }, ['login']],
  ['a percent sign as it stands', { kind: 'term', field: 'command_line', value: '100%' }, ['process']],
  ['a pattern over a column', { kind: 'wildcard', field: 'process', value: '*\\POWERSHELL.???' }, ['process']],
  [
    'a range of numbers',
    { kind: 'range', field: 'severity_id', from: { value: 3, inclusive: true }, to: { value: 4, inclusive: false } },
    ['process'],
  ],
  [
    'a range of time',
    { kind: 'range', field: 'time', from: { value: START + 60_000, inclusive: false } },
    ['flow', 'bare'],
  ],
  ['what has a host', { kind: 'exists', field: 'host' }, ['process']],
  ['an IPv4 network', { kind: 'cidr', field: 'src_ip', value: '10.0.0.0/8' }, ['login']],
  ['an IPv6 network', { kind: 'cidr', field: 'src_ip', value: 'fe80::/10' }, ['flow']],
  ['a word', { kind: 'text', value: 'powershell' }, ['process']],
  ['a word behind an escape', { kind: 'text', value: 'USER' }, ['login', 'process']],
  ['a word inside Chinese', { kind: 'text', value: 'admin' }, ['login']],
  ['Chinese', { kind: 'text', value: '登录失败' }, ['login']],
  ['Chinese that is not there in this order', { kind: 'text', value: '失败登录' }, []],
  ['words with signs', { kind: 'text', value: 'powershell.exe' }, ['process']],
  ['a path', { kind: 'phrase', value: String.raw`Windows\System32` }, ['process']],
  ['words that are apart', { kind: 'phrase', value: 'shell power' }, []],
  ['part of a word is no word', { kind: 'text', value: 'powers' }, []],
  ['part of a word as a pattern', { kind: 'wildcard', value: 'powers*' }, ['process']],
  ['a pattern with a gap', { kind: 'wildcard', value: 'system32*shell' }, ['process']],
  ['a letter that was an escape', { kind: 'text', value: '/tmp' }, ['flow']],
  [
    'a path in the body',
    { kind: 'term', field: 'Event.EventData.Image', value: String.raw`c:\windows\system32\powershell.exe` },
    ['process'],
  ],
  ['Windows event data by its plain name', { kind: 'wildcard', field: 'Image', value: '*powershell*' }, ['process']],
  ['a number in the body', { kind: 'term', field: 'EventID', value: 4688 }, ['process']],
  ['a key with a dot', { kind: 'term', field: 'a.b', value: 'Dotted' }, ['flow']],
  ['a truth value', { kind: 'term', field: 'flag', value: 'true' }, ['flow']],
  ['a range in the body', { kind: 'range', field: 'Size', from: { value: 500, inclusive: true } }, ['process']],
  [
    'a range of fractions',
    { kind: 'range', field: 'rate', from: { value: 1, inclusive: false }, to: { value: 1.5, inclusive: true } },
    ['flow'],
  ],
  ['a range of text', { kind: 'range', field: 'event', from: { value: '登', inclusive: true } }, ['login']],
  ['a field of the body', { kind: 'exists', field: 'tags' }, ['flow']],
  ['what it is not', { kind: 'not', node: { kind: 'text', value: 'zhang' } }, ['flow', 'bare']],
  [
    'one or the other',
    {
      kind: 'or',
      nodes: [
        { kind: 'term', field: 'vin', value: VIN },
        { kind: 'text', value: 'dotted' },
      ],
    },
    ['login', 'flow'],
  ],
  ['SQL as a value', { kind: 'text', value: "' OR 1=1; DROP TABLE events --" }, []],
  ['a file as a field', { kind: 'term', field: "file('/etc/passwd')", value: 'x' }, []],
];

describe('a search finds', () => {
  test.each(cases)('%s', async (_name, where, expected) => {
    expect(await found(where)).toEqual(expected);
    expect(await store.events.query(countSql(query(where)))).toEqual([{ events: expected.length }]);
  });
});

describe('the text index', () => {
  test('is used for words, and answers them without reading the body', async () => {
    const params = newParams();
    const condition = whereSql({ kind: 'text', value: 'nowhere' }, params);
    const plan = await store.events.query<{ explain: string }>({
      sql: `EXPLAIN indexes = 1 SELECT count() FROM events WHERE ${condition}`,
      params: params.values(),
    });
    expect(plan.map(({ explain }) => explain).join('\n')).toContain('search_text');
  });

  test('finds the same in parts with and without it', async () => {
    const words = ['powershell', 'admin', '登录', 'dotted', 'power'];
    const answers = () => Promise.all(words.map((value) => found({ kind: 'text', value })));
    const before = await answers();
    await store.events.consolidate();
    expect(await answers()).toEqual(before);
  });
});

describe('pages, single events and exports', () => {
  test('a cursor goes through everything once, newest first', async () => {
    const seen: number[] = [];
    let after: SearchCursor | undefined;
    for (;;) {
      const page = listSql(query({ kind: 'all' }), { limit: 2, ...(after === undefined ? {} : { after }) });
      const rows = (await store.events.query<ListRow>(page)).map(readListRow);
      if (rows.length === 0) break;
      seen.push(...rows.map(({ idx }) => idx));
      after = rows.at(-1);
    }
    expect(seen).toEqual([3, 2, 1, 0]);
  });

  test('a search goes back in time and finds the same, page by page', async () => {
    const first = START + 864_000_000;
    const count = 120;
    const block = eventBlock();
    for (let idx = 0; idx < count; idx += 1) {
      const body = JSON.stringify({ text: idx % 3 === 0 ? 'the seed was refused' : 'seed the refused' });
      // Half of them an hour apart, the others a second.
      const time = first + (idx < 60 ? idx * 3_600_000 : 216_000_000 + idx * 1000);
      block.add({ ...blankEvent, journal: 'late', seq: 1, idx, received: START, time, body });
    }
    await store.events.insertBlocks(eventsTable, [block.finish()], { token: 'late' });
    const where: SearchNode = { kind: 'phrase', value: 'seed was refused' };
    const late: SearchQuery = { where, from: first, to: first + 216_000_000 + count * 1000 };
    for (const limit of [7, 30, 500]) {
      const seen: number[] = [];
      let after: SearchCursor | undefined;
      for (;;) {
        const rows = await readNewest(store.events, late, { limit, ...(after === undefined ? {} : { after }) });
        seen.push(...rows.map((row) => readListRow(row).idx));
        const last = rows.at(-1);
        if (rows.length < limit || last === undefined) break;
        after = readListRow(last);
      }
      expect(seen).toEqual(Array.from({ length: Math.ceil(count / 3) }, (_, at) => at * 3).toReversed());
    }
    // A phrase that fills the page early does not read the rest.
    let asked = 0;
    const counting: Parameters<typeof readNewest>[0] = {
      query: (...query) => {
        asked += 1;
        return store.events.query(...query);
      },
    };
    await readNewest(counting, late, { limit: 3 });
    expect(asked).toBe(1);
    asked = 0;
    await readNewest(counting, { ...late, where: { kind: 'phrase', value: 'was refused twice' } }, { limit: 3 });
    expect(asked).toBe(3);
  });

  test('a row comes back as the event that was stored', async () => {
    const [event] = await list({ kind: 'term', field: 'vin', value: VIN });
    expect(event).toEqual({ ...blankEvent, journal: 'j', seq: 1, received: START, time: START, ...samples['login'] });
  });

  test('a single event has its original', async () => {
    const cursor = { time: START + 60_000, journal: 'j', seq: 1, idx: 1 };
    const [row] = await store.events.query<ListRow>(eventSql(cursor));
    expect(readListRow(row ?? {}).raw).not.toBe('');
    expect(await store.events.query(eventSql({ ...cursor, idx: 9 }))).toEqual([]);
  });

  test('an export streams what the list finds', async () => {
    const rows: EventRow[] = [];
    for await (const piece of store.events.stream<ListRow>(exportSql(query({ kind: 'all' }), 3)))
      rows.push(...piece.map(readListRow));
    expect(rows).toHaveLength(3);
  });
});

describe('figures', () => {
  test('facets count the values, most frequent first', async () => {
    expect(await store.events.query(facetSql(query({ kind: 'all' }), 'source', 2))).toEqual([
      { value: 'ids', events: 2 },
      { value: 'tsp', events: 1 },
    ]);
    expect(await store.events.query(facetSql(query({ kind: 'all' }), 'dst_port', 5))).toEqual([
      { value: '443', events: 1 },
    ]);
  });

  test('histograms from the events and from the counts agree', async () => {
    const options = { bars: 60, series: 'source' } as const;
    const counted = histogramSql(query({ kind: 'all' }), options);
    const scanned = histogramSql(query({ kind: 'not', node: { kind: 'term', field: 'vin', value: 'none' } }), options);
    expect(counted.sql).toContain('event_counts');
    expect(scanned.sql).not.toContain('event_counts');
    const bars = await store.events.query(counted);
    expect(await store.events.query(scanned)).toEqual(bars);
    expect(bars).toEqual([
      { at: START, series: 'tsp', events: 1 },
      { at: START + 60_000, series: 'windows', events: 1 },
      { at: START + 120_000, series: 'ids', events: 1 },
      { at: START + 180_000, series: 'ids', events: 1 },
    ]);
  });
});
