import { afterEach, describe, expect, it } from 'vitest';
import { chedun } from '../testing/chedun.ts';
import { listen, type Listener } from '../testing/listener.ts';

let server: Listener | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const at = '2026-11-23T01:00:00.000Z';

const event = (seq: number) => ({
  journal: 'network',
  seq,
  index: 0,
  time: at,
  received: at,
  source: 'lab',
  format: 'ndjson',
  classUid: 1007,
  severityId: 1,
  message: `event ${seq}`,
  columns: { host: 'pc-1' },
});

const finding = {
  id: '00000000-0000-4000-8000-000000000001',
  kind: 'alert',
  module: 'detection',
  title: 'Whoami',
  titleZh: null,
  severity: 'low',
  status: 'open',
  assets: [{ kind: 'host', id: 'pc-1' }],
  count: 3,
  firstSeen: at,
  lastSeen: at,
  openedAt: at,
  dueAt: null,
  overdue: false,
  owner: null,
  ruleId: null,
  tags: [],
};

const ask = async (args: readonly string[], answer: Parameters<typeof listen>[0]) => {
  server = await listen(answer);
  return { run: await chedun([...args, '--url', server.url, '--token', 't']), seen: server.seen };
};

describe('chedun events search', () => {
  it('follows the pages up to the limit', async () => {
    const args = ['events', 'search', 'vin:LSV*', '--from', '2026-11-23T08:00:00+08:00', '--to', '1h', '--limit', '3'];
    const { run, seen } = await ask([...args, '--json'], ({ query }) => {
      const first = query['cursor'] === undefined;
      return { body: { items: first ? [event(4), event(3)] : [event(2), event(1)], next: 'more', tookMs: 1 } };
    });
    expect(run.json().map((each) => each['seq'])).toEqual([4, 3, 2]);
    expect(run.code).toBe(0);
    expect(seen.map(({ path }) => path)).toEqual(['/api/events', '/api/events']);
    expect(seen[0]?.query).toMatchObject({
      query: 'vin:LSV*',
      from: '2026-11-23T00:00:00.000Z',
      order: 'newest',
      limit: '3',
    });
    expect(seen[1]?.query).toMatchObject({ cursor: 'more', limit: '1' });
  });

  it('prints a line for each event', async () => {
    const { run } = await ask(['events', 'search'], () => ({ body: { items: [event(1)], next: null, tookMs: 1 } }));
    expect(run.out).toBe(`${at}  lab  event 1  host=pc-1\n`);
  });

  it.each([['yesterday'], ['2026-11-23'], ['2026-11-23T01:00:00'], ['24']])('refuses the time %s', async (time) => {
    const run = await chedun(['events', 'search', '--from', time, '--token', 't']);
    expect(run.code).toBe(2);
    expect(run.err).toContain('--from');
  });
});

describe('chedun findings list', () => {
  it('passes the filter on and ends with 1 when there are findings', async () => {
    const args = ['findings', 'list', '--status', 'open,triaging', '--severity', 'low'];
    const { run, seen } = await ask(args, () => ({ body: { items: [finding], next: null, total: 1 } }));
    expect(run.code).toBe(1);
    expect(run.out).toContain('low  open  ×3  Whoami  host pc-1');
    expect(seen[0]).toMatchObject({ path: '/api/findings', query: { status: 'open,triaging', severity: 'low' } });
  });

  it('ends with 0 when there are none', async () => {
    const { run } = await ask(['findings', 'list'], () => ({ body: { items: [], next: null, total: 0 } }));
    expect(run).toMatchObject({ code: 0, out: '' });
  });
});

describe('chedun sources list', () => {
  it('prints one JSON object a source', async () => {
    const source = {
      id: 'lab',
      title: 'Lab',
      kind: 'http',
      format: 'auto',
      retention: 'network',
      enabled: true,
      silentAfterMinutes: 60,
      health: 'healthy',
      rate: 1.5,
      events: 10,
      bytes: 100,
      quarantined: 0,
      lagSeconds: null,
      lastSeen: at,
      firstSeen: at,
    };
    const { run } = await ask(['sources', 'list', '--json'], () => ({ body: { items: [source] } }));
    expect(run.json()).toEqual([source]);
    expect(run.code).toBe(0);
  });
});
