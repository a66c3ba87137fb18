import type { FiringPage } from '@chedun/correlation/contract';
import { correlation } from '@chedun/correlation';
import type { FindingSummary } from '@chedun/governance/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type { Hunt, HuntDetail, RuleCoverage } from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

const rule = (n: number) => `title: Locked ${n}
id: 0f6b7f3a-6666-4000-8000-00000000000${n}
name: locked_${n}
status: experimental
logsource:
  category: remote_control
detection:
  selection:
    result: locked
  condition: selection
level: low
`;
const kinds = {
  often: 'type: event_count, group-by: [account], timespan: 10m, condition: {gte: 3}',
  tumbling: 'type: event_count, group-by: [account], timespan: 15m, window: tumbling, condition: {gte: 5}',
  seldom: 'type: event_count, group-by: [account], timespan: 15m, window: tumbling, condition: {lt: 5}',
} as const;
type Kind = keyof typeof kinds;
const idOf = (kind: Kind, n: number) => `0f6b7f3a-77${Object.keys(kinds).indexOf(kind)}7-4000-8000-00000000000${n}`;
const text = (kind: Kind, n: number) => `${rule(n)}---
title: ${kind} ${n}
id: ${idOf(kind, n)}
correlation: {rules: [locked_${n}], ${kinds[kind]}}
level: high
`;

describe.each(Object.keys(kinds) as Kind[])('a backfill of a correlation (%s)', (kind) => {
  let world: TestWorld;
  const [always, young] = [idOf(kind, 1), idOf(kind, 2)];
  beforeAll(async () => {
    world = await testWorld();
  }, 300_000);
  afterAll(async () => {
    await world.close();
  });

  const engine = () => world.app().asksOf(correlation).engine();
  const through = (seq: number) =>
    vi.waitFor(async () => {
      const { streams } = await engine();
      expect(streams.find(({ stream }) => stream === 'network')?.seq ?? 0).toBeGreaterThanOrEqual(seq);
    }, 30_000);
  /** A frame a minute; two of three accounts are locked out in it, the first more often in the middle. */
  const send = async (frames: number): Promise<void> => {
    let last = 0;
    for (let n = 0; n < frames; n += 1) {
      const at = world.platform.clock.now();
      const one = (account: string, back: number) => ({
        ts: new Date(at - back).toISOString(),
        type: 'remote_control',
        account,
        result: 'locked',
      });
      const minute = Math.floor(at / 60_000);
      const records = [
        one('a', 0),
        ...(minute % 3 === 0 ? [one('b', 9_000)] : []),
        ...(minute % 7 < 2 ? [one('c', 0)] : []),
      ];
      last = await world.append(records);
      world.platform.clock.advance(60_000);
    }
    await through(last);
  };
  const firings = async (id: string) => {
    const { items } = await world.call<z.output<typeof FiringPage>>('listFirings', {
      params: { id },
      query: { limit: 100 },
    });
    return items
      .filter(({ superseded }) => !superseded)
      .map(({ at, from, to, value, group, refs, alone }) => JSON.stringify({ at, from, to, value, group, refs, alone }))
      .toSorted();
  };
  const alerts = async (id: string): Promise<string[]> => {
    const query = { ruleId: id, sort: 'firstSeen', limit: 200 };
    const { items } = await world.call<{ items: FindingSummary[] }>('listFindings', { query });
    return items.map(({ assets, firstSeen }) => `${assets[0]?.id} ${firstSeen}`).toSorted();
  };
  const run = async (from: number): Promise<HuntDetail> => {
    const body = {
      correlationId: young,
      from: new Date(from).toISOString(),
      to: new Date(world.platform.clock.now()).toISOString(),
    };
    return world.ended((await world.call<Hunt>('startBackfill', { body })).id);
  };

  it('makes it as if it had always run, before and after', { timeout: 240_000 }, async () => {
    const from = world.platform.clock.now() - 1;
    await world.call('createCorrelation', { body: { yaml: text(kind, 1), enabled: true } });
    await world.call('createCorrelation', { body: { yaml: text(kind, 2), enabled: false } });
    await send(40);
    // It begins in the middle of windows.
    await world.call('changeCorrelation', { params: { id: young }, body: { enabled: true } });
    await send(17);
    expect((await firings(young)).length).toBeLessThan((await firings(always)).length);
    const first = await run(from);
    expect(first).toMatchObject({ state: 'done', problem: null, progress: 1, kind: 'backfill' });
    expect(first.hits).toBeGreaterThan(0);
    expect(await firings(young)).toEqual(await firings(always));
    await send(20);
    expect(await firings(young)).toEqual(await firings(always));
    if (kind === 'often')
      await vi.waitFor(async () => expect(await alerts(young)).toEqual(await alerts(always)), 30_000);
    const {
      streams,
      live,
      kind: shown,
    } = await world.call<RuleCoverage>('getRuleCoverage', {
      params: { ruleId: young },
    });
    expect({ live, shown }).toEqual({ live: true, shown: 'correlation' });
    const network = streams.find(({ stream }) => stream === 'network');
    expect(network?.judged).toBe(network?.frames);
    const again = await run(from);
    expect(again).toMatchObject({ state: 'done', hits: 0, superseded: 0 });
    // Over a restart the ranges and the windows stay together.
    await world.restart();
    await send(20);
    expect(await firings(young)).toEqual(await firings(always));
    expect((await run(from)).hits).toBe(0);
  });

  it('runs once for each version', { timeout: 120_000 }, async () => {
    if (kind !== 'often') return;
    const from = world.platform.clock.now() - 100 * 60_000;
    const edited = text(kind, 2).replace('gte: 3', 'gte: 4');
    await world.call('changeCorrelation', { params: { id: young }, body: { yaml: edited } });
    await send(3);
    const { streams } = await world.call<RuleCoverage>('getRuleCoverage', { params: { ruleId: young } });
    expect(streams.find(({ stream }) => stream === 'network')?.older).toBeGreaterThan(50);
    const first = await run(from);
    expect(first).toMatchObject({ state: 'done', problem: null });
    expect(first.hits).toBeGreaterThan(0);
    expect((await run(from)).hits).toBe(0);
    // What the older text said stays said.
    expect((await firings(young)).length).toBeGreaterThan((await firings(always)).length);
  });

  it('is refused for one that is switched off', { timeout: 60_000 }, async () => {
    await world.call('changeCorrelation', { params: { id: young }, body: { enabled: false } });
    await expect(run(world.platform.clock.now() - 60_000)).rejects.toMatchObject({ code: 'hunt.not-live' });
  });
});
