import type { FindingSummary } from '@chedun/governance/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Hunt, HuntDetail, RuleCoverage } from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';
import { toldIn } from './use-cases/run-backfill.ts';

const RULE = '0f6b7f3a-5555-4000-8000-000000000001';
const yaml = (detection: string) => `title: Somebody
id: ${RULE}
status: experimental
logsource:
  category: remote_control
detection:
  selection:
${detection}
  condition: selection
level: high
`;

describe('frames by the older versions that evaluated them', () => {
  const span = { stream: 's', from: 10, to: 20 };
  const range = (version: string, from: number, to: number | null, stream = 's') => ({ stream, version, from, to });
  it.each([
    ['none', [], [[10, 20, []]]],
    ['one over all', [range('a', 1, null)], [[10, 20, ['a']]]],
    ['elsewhere', [range('a', 1, 10), range('b', 21, null), range('c', 1, null, 'other')], [[10, 20, []]]],
    [
      'several in turn, and together',
      [range('a', 1, 13), range('b', 13, 16), range('c', 15, null)],
      [
        [10, 12, ['a']],
        [13, 14, ['b']],
        [15, 15, ['b', 'c']],
        [16, 20, ['c']],
      ],
    ],
  ])('%s', (_, ranges, parts) => {
    expect(toldIn(span, ranges).map(({ from, to, told }) => [from, to, told])).toEqual(parts);
  });
});

describe('a backfill of an edited rule', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await testWorld();
  }, 300_000);
  afterAll(async () => {
    await world.close();
  });

  const send = async (frames: number): Promise<number> => {
    let last = 0;
    for (let n = 0; n < frames; n += 1) {
      const at = new Date(world.platform.clock.now()).toISOString();
      const one = (account: string, command: string) => ({ ts: at, type: 'remote_control', account, command });
      last = await world.append([one('mallory', 'unlock'), one('bob', 'unlock'), one('mallory', 'horn')]);
      world.platform.clock.advance(60_000);
    }
    return last;
  };
  const counts = async (): Promise<Record<string, number>> => {
    const query = { ruleId: RULE, sort: 'firstSeen', limit: 200 };
    const { items } = await world.call<{ items: FindingSummary[] }>('listFindings', { query });
    const found: Record<string, number> = {};
    for (const { assets, count } of items) {
      const id = assets[0]?.id ?? '';
      found[id] = (found[id] ?? 0) + count;
    }
    return found;
  };
  const older = async (): Promise<number> => {
    const { streams } = await world.call<RuleCoverage>('getRuleCoverage', { params: { ruleId: RULE } });
    return streams.find(({ stream }) => stream === 'network')?.older ?? -1;
  };
  const run = async (from: number): Promise<HuntDetail> => {
    const to = new Date(world.platform.clock.now()).toISOString();
    const body = { ruleId: RULE, from: new Date(from).toISOString(), to };
    return world.ended((await world.call<Hunt>('startBackfill', { body })).id);
  };
  const edit = (detection: string) =>
    world.call('changeRule', { params: { id: RULE }, body: { yaml: yaml(detection) } });

  it('tells what the older version did not, each once for each version', { timeout: 180_000 }, async () => {
    const from = world.platform.clock.now();
    await world.call('createRule', {
      body: { yaml: yaml('    account: mallory\n    command: unlock'), enabled: true },
    });
    await world.live(RULE);
    await world.judged(await send(10));
    await vi.waitFor(async () => expect(await counts()).toEqual({ mallory: 10 }), 30_000);
    expect(await older()).toBe(0);
    expect((await run(from)).hits).toBe(0);

    await edit('    command: unlock');
    // Until workers evaluate with it, and then five frames more.
    await world.live(RULE);
    await world.judged(await send(5));
    expect(await older()).toBeGreaterThanOrEqual(10);
    const second = await run(from);
    expect(second).toMatchObject({ state: 'done', problem: null });
    await vi.waitFor(async () => expect(await counts()).toEqual({ mallory: 15, bob: 15 }), 30_000);
    expect(await older()).toBe(0);
    expect((await run(from)).hits).toBe(0);

    await edit('    account: mallory');
    await world.live(RULE);
    await world.judged(await send(1));
    await run(from);
    // Every horn of mallory is new; what either older version told stays told once.
    await vi.waitFor(async () => expect(await counts()).toEqual({ mallory: 32, bob: 15 }), 30_000);

    await edit('    command: unlock');
    await world.live(RULE);
    await world.judged(await send(0).then(() => world.append([{ quiet: true }])));
    // An old text that comes back is the version that it was: only what the third one saw alone is left.
    await run(from);
    await vi.waitFor(async () => expect(await counts()).toEqual({ mallory: 32, bob: 16 }), 30_000);
  });
});
