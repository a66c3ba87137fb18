import type { FindingSummary } from '@chedun/governance/contract';
import { detection } from '@chedun/detection';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Hunt, HuntDetail, RuleCoverage } from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';
import { uncovered } from './use-cases/run-backfill.ts';

const MINUTE = 60_000;
const yaml = (id: string, account: string) => `title: Seen ${account}
id: ${id}
status: experimental
logsource:
  category: remote_control
detection:
  selection:
    account: ${account}
  condition: selection
level: high
`;
const idOf = (n: number) => `0f6b7f3a-2222-4000-8000-${String(n).padStart(12, '0')}`;

describe('the parts of the journal that a rule has not seen', () => {
  const span = { stream: 's', from: 10, to: 20 };
  const range = (from: number, to: number | null, stream = 's') => ({ stream, from, to });
  it.each([
    ['everything without ranges', [], [[10, 20]]],
    ['nothing when covered', [range(1, null)], []],
    [
      'both ends',
      [range(12, 15)],
      [
        [10, 11],
        [15, 20],
      ],
    ],
    ['between ranges', [range(1, 12), range(14, null)], [[12, 13]]],
    ['ranges that touch the ends', [range(10, 11), range(20, 21)], [[11, 19]]],
    ['ranges elsewhere', [range(1, 10), range(21, null), range(1, null, 'other')], [[10, 20]]],
    ['overlapping ranges', [range(8, 14), range(9, 12), range(13, 16)], [[16, 20]]],
  ])('%s', (_, ranges, gaps) => {
    expect(uncovered(span, ranges).map(({ from, to }) => [from, to])).toEqual(gaps);
  });
});

describe('backfill', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld();
  }, 300_000);
  afterAll(async () => {
    await world.close();
  });

  const command = (account: string, vin = 'LCDCDA1E0RW000017') => ({
    ts: new Date(world.platform.clock.now()).toISOString(),
    type: 'remote_control',
    vin,
    account,
    command: 'unlock',
    result: 'success',
  });
  const rule = (id: string, account: string, enabled: boolean) =>
    world.call('createRule', { body: { yaml: yaml(id, account), enabled } });
  const enable = (id: string, enabled = true) => world.call('changeRule', { params: { id }, body: { enabled } });
  const alerts = async (id: string) => {
    const query = { ruleId: id, sort: 'firstSeen', limit: 200 };
    const { items } = await world.call<{ items: FindingSummary[] }>('listFindings', { query });
    return items
      .map(({ count, assets, firstSeen, lastSeen }) => ({ count, assets, firstSeen, lastSeen }))
      .toSorted((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1));
  };
  const hits = async (id: string) => (await alerts(id)).reduce((sum, { count }) => sum + count, 0);
  const run = async (ruleId: string, from: number, to: number): Promise<HuntDetail> => {
    const body = { ruleId, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const { id } = await world.call<Hunt>('startBackfill', { body });
    return world.ended(id);
  };

  it('makes the alerts of live detection, each once, whenever the rule came', { timeout: 180_000 }, async () => {
    const [before, after] = [idOf(1), idOf(2)];
    const from = world.platform.clock.now();
    await rule(before, 'mallory', true);
    await world.live(before);
    await rule(after, 'mallory', false);
    let last = 0;
    const send = async (frames: number): Promise<void> => {
      for (let n = 0; n < frames; n += 1) {
        last = await world.append([command('mallory'), command('bob'), command('mallory')]);
        world.platform.clock.advance(7 * MINUTE);
      }
    };
    await send(20);
    // Frames are on their way while the rule is switched on and off: nobody knows beforehand which of them it sees.
    const sending = send(10);
    await enable(after);
    await sending;
    await enable(after, false);
    await send(5);
    await enable(after);
    await send(5);
    await world.judged(last);
    await vi.waitFor(async () => expect(await hits(before)).toBe(80), 30_000);
    expect(await hits(after)).toBeLessThan(80);
    const to = world.platform.clock.now();
    const first = await run(after, from, to);
    expect(first).toMatchObject({ state: 'done', problem: null, progress: 1, kind: 'backfill' });
    await vi.waitFor(async () => expect(await hits(after)).toBe(80), 30_000);
    expect(await alerts(after)).toEqual(await alerts(before));
    const again = await run(after, from, to);
    expect(again).toMatchObject({ state: 'done', hits: 0 });
    await new Promise((done) => setTimeout(done, 500));
    expect(await hits(after)).toBe(80);
    const { streams, live } = await world.call<RuleCoverage>('getRuleCoverage', { params: { ruleId: after } });
    expect(live).toBe(true);
    expect(streams.find(({ stream }) => stream === 'network')).toMatchObject({
      frames: last,
      judged: last,
      ranges: [expect.anything()],
    });
  });

  it('covers only the range that was asked for', { timeout: 120_000 }, async () => {
    const id = idOf(3);
    const times: number[] = [];
    let last = 0;
    for (let n = 0; n < 6; n += 1) {
      times.push(world.platform.clock.now());
      last = await world.append([command('carol')]);
      world.platform.clock.advance(90 * MINUTE);
    }
    await rule(id, 'carol', true);
    await world.judged(last);
    const found = await run(id, times[1] ?? 0, times[3] ?? 0);
    expect(found.hits).toBe(2);
    expect(found.found.map(({ matched, subject }) => [matched, subject])).toEqual([
      [[{ field: 'account', value: 'carol' }], 'carol'],
      [[{ field: 'account', value: 'carol' }], 'carol'],
    ]);
    await vi.waitFor(async () => expect(await hits(id)).toBe(2), 30_000);
    await run(id, times[0] ?? 0, world.platform.clock.now());
    await vi.waitFor(async () => expect(await hits(id)).toBe(6), 30_000);
  });

  it('goes on after a restart of the server', { timeout: 180_000 }, async () => {
    const id = idOf(4);
    const from = world.platform.clock.now();
    let last = 0;
    for (let n = 0; n < 900; n += 1) last = await world.append([command('dave'), command('eve')]);
    world.platform.clock.advance(1000);
    await rule(id, 'dave', true);
    await world.judged(last);
    const body = {
      ruleId: id,
      from: new Date(from).toISOString(),
      to: new Date(world.platform.clock.now()).toISOString(),
    };
    const { id: hunt } = await world.call<Hunt>('startBackfill', { body });
    await expect(world.call('startBackfill', { body })).rejects.toMatchObject({ code: 'hunt.backfill-running' });
    await vi.waitFor(
      async () => expect((await world.call<Hunt>('getHunt', { params: { id: hunt } })).hits).toBeGreaterThan(0),
      { timeout: 30_000, interval: 5 },
    );
    await world.restart();
    const found = await world.ended(hunt);
    expect(found).toMatchObject({ state: 'done', hits: 900 });
    await vi.waitFor(async () => expect(await hits(id)).toBe(900), 30_000);
  });

  it('refuses a rule that is not at work', async () => {
    const body = { ruleId: idOf(9), from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' };
    await expect(world.call('startBackfill', { body })).rejects.toMatchObject({ code: 'hunt.not-live' });
    expect(await world.app().asksOf(detection).judged(idOf(9))).toEqual([]);
  });
});
