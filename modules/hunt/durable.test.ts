import type { FindingSummary } from '@chedun/governance/contract';
import { createDecoder } from '@chedun/logs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Hunt, HuntDetail } from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

const FROM = Date.UTC(2026, 10, 20);
const EVENTS = 400;
const range = { from: new Date(FROM).toISOString(), to: new Date(FROM + EVENTS * 60_000).toISOString() };
const RULE = `title: Locked out
x-title-zh: 被锁定
id: 0f6b7f3a-4444-4000-8000-000000000001
name: locked_out
status: experimental
description: Too many wrong words
author: 李雷
logsource:
  category: remote_control
detection:
  selection:
    result: locked
  condition: selection
falsepositives:
  - A bench
level: high
`;
const MANY = `title: Often locked out
id: 0f6b7f3a-4444-4000-8000-000000000002
correlation:
  type: event_count
  rules: [locked_out]
  group-by: [account]
  timespan: 2h
  condition:
    gte: 5
level: critical
`;

describe('hunts that are kept', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld();
    const decoder = createDecoder('ndjson');
    await world.stored(
      Array.from({ length: EVENTS }, (_, n) => {
        const time = FROM + n * 60_000;
        const vin = `LCDCDA1E0RW${String(n % 10).padStart(6, '0')}`;
        const body = JSON.stringify({
          ts: new Date(time).toISOString(),
          type: 'remote_control',
          vin,
          account: `u-${n % 4}`,
          command: 'unlock',
          result: n % 5 === 0 ? 'locked' : 'success',
          note: n === 5 ? '=HYPERLINK("http://x")' : '',
        });
        const format = decoder.decode(body)?.format ?? 'ndjson';
        const message = n === 5 ? '=1+1' : `unlock ${n}`;
        return {
          journal: 'network',
          seq: n + 1,
          idx: 0,
          time,
          received: time,
          source: 'tsp',
          vin,
          format,
          message,
          body,
        };
      }),
    );
  }, 300_000);
  afterAll(async () => {
    await world.close();
  });

  const start = async (body: object): Promise<HuntDetail> => {
    const { id } = await world.call<Hunt>('startHunt', { body: { ...range, thorough: false, ...body } });
    return world.ended(id);
  };
  const ledger = async (): Promise<FindingSummary[]> =>
    (
      await world.call<{ items: FindingSummary[] }>('listFindings', {
        query: { module: 'hunt', sort: 'lastSeen', limit: 50 },
      })
    ).items;
  const exported = async (id: string, format: 'csv' | 'ndjson'): Promise<string> => {
    const { body } = await world.call<{ body: AsyncIterable<string> }>('exportHunt', {
      params: { id },
      query: { format },
    });
    let text = '';
    for await (const piece of body) text += String(piece);
    return text;
  };

  it('tell hits with their fields and stay over a restart', { timeout: 200_000 }, async () => {
    const found = await start({ yaml: RULE });
    expect(found).toMatchObject({ state: 'done', hits: 80, kept: 80, progress: 1, titleZh: '被锁定', kind: 'rules' });
    expect(found.byRule).toMatchObject([{ way: 'store', hits: 80, level: 'high' }]);
    expect(found.found[0]).toMatchObject({
      subjectKind: 'vehicle',
      matched: [{ field: 'result', value: 'locked' }],
      promoted: false,
    });
    expect(found.histogram.reduce((sum, { hits }) => sum + hits, 0)).toBe(80);
    await world.restart();
    expect(await world.call('getHunt', { params: { id: found.id } })).toEqual(found);
    const { items } = await world.call<{ items: Hunt[] }>('listHunts');
    expect(items.map(({ id }) => id)).toContain(found.id);
    expect(await world.metrics()).toContain('chedun_hunt_runs_total');
  });

  it('run correlations of a text, and kept ones', { timeout: 200_000 }, async () => {
    await expect(start({ yaml: MANY })).rejects.toMatchObject({ code: 'hunt.rule-invalid' });
    const pasted = await start({ yaml: `${RULE}---\n${MANY}` });
    expect(pasted).toMatchObject({ state: 'done', kind: 'correlations', problem: null });
    // Each of four accounts is locked out every twenty minutes: the fifth time comes after 80 minutes.
    expect(pasted.hits).toBeGreaterThanOrEqual(4);
    expect(pasted.found.at(-1)).toMatchObject({
      subjectKind: 'account',
      matched: [{ field: 'account' }, { field: 'event_count', value: '5' }],
    });
    expect(pasted.found.at(-1)?.events.length).toBe(5);
    await world.call('createCorrelation', { body: { yaml: `${RULE}---\n${MANY}`, enabled: false } });
    const kept = await start({ correlations: ['0f6b7f3a-4444-4000-8000-000000000002'] });
    expect(kept.hits).toBe(pasted.hits);
    const hits = ({ found }: HuntDetail): string[] => found.map(({ time, subject }) => `${time} ${subject}`);
    expect(hits(kept)).toEqual(hits(pasted));
    await expect(start({ correlations: ['none'] })).rejects.toMatchObject({ code: 'hunt.rule-unknown' });
    await expect(start({ rules: ['none'] })).rejects.toMatchObject({ code: 'hunt.rule-unknown' });
  });

  it('are exported for spreadsheets and for programs, with the stored event', { timeout: 120_000 }, async () => {
    const { id } = await start({ yaml: RULE });
    const csv = await exported(id, 'csv');
    expect(csv.split('\r\n').length).toBe(82);
    expect(csv).toContain(",'=1+1,");
    const lines = (await exported(id, 'ndjson'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).toBe(80);
    expect(lines[0]).toMatchObject({ title: 'Locked out', event: { result: 'locked', type: 'remote_control' } });
    await expect(exported('0193a000-0000-7000-8000-00000000dead', 'csv')).rejects.toMatchObject({
      code: 'hunt.unknown',
    });
  });

  it('bring hits into the ledger once', { timeout: 120_000 }, async () => {
    const hunt = await start({ yaml: RULE });
    const [first, second] = hunt.found;
    const promote = (body: object) => world.call('promoteHits', { params: { id: hunt.id }, body });
    const chosen = [first, second].flatMap((hit) => (hit === undefined ? [] : [{ ruleId: hit.ruleId, key: hit.key }]));
    expect(await promote({ hits: chosen })).toEqual({ promoted: 2, findings: 1 });
    expect(await promote({ hits: chosen })).toEqual({ promoted: 0, findings: 0 });
    await vi.waitFor(async () => expect((await ledger()).map(({ count }) => count)).toEqual([2]), 30_000);
    expect(await promote({})).toEqual({ promoted: 78, findings: 1 });
    await vi.waitFor(async () => expect((await ledger()).map(({ count }) => count)).toEqual([80]), 30_000);
    expect((await ledger())[0]).toMatchObject({ severity: 'high', title: 'Locked out', titleZh: '被锁定' });
    expect(await world.call('getHunt', { params: { id: hunt.id } })).toMatchObject({ promoted: 80 });
  });

  it('are cancelled, and go on', { timeout: 200_000 }, async () => {
    const { id } = await world.call<Hunt>('startHunt', { body: { ...range, thorough: true, all: true } });
    await world.call('cancelHunt', { params: { id } });
    expect(await world.ended(id)).toMatchObject({ state: 'cancelled' });
    await world.call('continueHunt', { params: { id } });
    const done = await world.ended(id);
    expect(done).toMatchObject({ state: 'done', problem: null });
    await expect(world.call('continueHunt', { params: { id } })).rejects.toMatchObject({ code: 'hunt.not-ended' });
    const again = await start({ all: true });
    expect(done.hits).toBe(again.hits);
  });

  it('go on by themselves after a restart, with nothing twice', { timeout: 200_000 }, async () => {
    const whole = await start({ all: true });
    const { id } = await world.call<Hunt>('startHunt', { body: { ...range, thorough: false, all: true } });
    await new Promise((done) => setTimeout(done, 400));
    await world.restart();
    const resumed = await world.ended(id);
    expect(resumed).toMatchObject({ state: 'done', hits: whole.hits });
    expect(resumed.histogram).toEqual(whole.histogram);
  });
});
