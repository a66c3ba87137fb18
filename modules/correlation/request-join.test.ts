import { blankEvent, eventBlock, eventsTable, type EventRow } from '@chedun/events';
import { openTestStore } from '@chedun/events/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correlationChecks } from './checks.ts';
import { joinRequests, type RequestJoin } from './request-join.ts';

const NOW = Date.UTC(2026, 10, 27, 2);
const MINUTE = 60_000;

/** A request to an interface, and a line of another log. */
const api = (id: string, user = 'li', ago = MINUTE): Partial<EventRow> => ({
  source: 'tsp',
  provider: 'tsp',
  eventCode: 'api',
  user,
  received: NOW - ago,
  time: NOW - ago,
  body: JSON.stringify({
    type: 'api',
    account: user,
    path: '/api/v1/tracks',
    ...(id === '' ? {} : { request_id: id }),
  }),
});
const other = (source: string, field: string, id: string, user = 'li', ago = MINUTE): Partial<EventRow> => ({
  source,
  user,
  received: NOW - ago,
  time: NOW - ago,
  body: JSON.stringify({ statement: 'select', [field]: id }),
});

describe('joining requests with other logs', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  let seq = 0;
  const put = async (rows: readonly Partial<EventRow>[]): Promise<void> => {
    const block = eventBlock();
    for (const row of rows) block.add({ ...blankEvent, journal: 'network', seq: (seq += 1), ...row });
    await store.events.insertBlocks(eventsTable, [block.finish()], { token: `t-${seq}` });
  };
  beforeAll(async () => {
    store = await openTestStore();
  }, 60_000);
  afterAll(() => store.stop());

  const outcome = async () => {
    const nothing = async () => ({}) as never;
    const checks = correlationChecks({
      engine: nothing,
      failures: () => 0,
      book: { plan: () => ({}) as never },
      join: () => joinRequests(store.events, NOW),
    });
    return checks.find(({ id }) => id === 'correlation.request-join')?.run();
  };

  it('knows nothing before a log of requests came', async () => {
    await put([other('database', 'request_id', 'r-0')]);
    expect(await joinRequests(store.events, NOW)).toMatchObject({ requests: 0, joined: 0 });
    expect(await outcome()).toMatchObject({ outcome: 'unknown' });
  });

  it('finds requests in every log that names them, under each name, and only near their time', async () => {
    await put([
      api('r-1'),
      api('r-2'),
      api('r-3'),
      api(''),
      other('database', 'request_id', 'r-1'),
      other('database', 'request_id', 'r-2'),
      other('gateway', 'x_request_id', 'r-2', ''),
      other('database', 'requestId', 'r-3', 'li', 3 * 60 * MINUTE),
      api('r-old', 'li', 48 * 60 * MINUTE),
    ]);
    const found: RequestJoin = await joinRequests(store.events, NOW);
    expect(found).toEqual({
      requests: 4,
      withoutId: 1,
      joined: 2,
      otherAccount: 0,
      logs: [
        { source: 'database', requests: 2 },
        { source: 'gateway', requests: 1 },
      ],
      sampleJoined: expect.stringMatching(/^r-[12]$/),
      sampleMissing: 'r-3',
    });
    const result = await outcome();
    expect(result).toMatchObject({ outcome: 'fail', facts: { joined: 2, logs: 'database 2, gateway 1' } });
    expect(result?.summary.zh).toContain('50%');
  });

  it('is not red when nearly all are found, and red when one stands there under another account', async () => {
    const many = Array.from({ length: 100 }, (_, n) => `m-${n}`);
    await put([...many.map((id) => api(id)), ...many.map((id) => other('database', 'request_id', id))]);
    expect(await outcome()).toMatchObject({ outcome: 'unknown', facts: { joined: 102, requests: 104 } });
    await put([api('x-1', 'li'), other('database', 'request_id', 'x-1', 'root')]);
    expect(await outcome()).toMatchObject({ outcome: 'fail', facts: { otherAccount: 1 } });
  });
});
