import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FailureList } from './contract.ts';
import { AIDS, HERE, makeHierarchy, makeMessage, type Hierarchy } from './testing/index.ts';
import { openWorld, type World } from './testing/world.ts';

let world: World;
let company: Hierarchy;
beforeAll(async () => {
  world = await openWorld();
  company = await makeHierarchy('own.example', world.now);
});
afterAll(() => world.close());

it('verifies signed messages that ingest takes from brokers, under the unit that sends to their topic', async () => {
  world.units.push({ id: 'rsu-7', from: 'roads/rsu-7/spdu', lat: 31.23, lon: 121.47 });
  const header = {
    aid: AIDS.vehicle,
    generationTime: world.now * 1_000_000,
    generationLocation: { ...HERE, elevation: 4096 },
  };
  const bytes = await makeMessage(await company.vehicle(), header);
  const received = world.platform.clock.now();
  const judge = world.broker.judge;
  expect(await judge?.({ bytes, heardAs: 'roads/rsu-7/spdu', received })).toBe('judged');
  expect(await judge?.({ bytes: Uint8Array.of(3, 0x81), heardAs: 'roads/other', received })).toBe('judged');
  await vi.waitFor(async () => {
    const answer = await world.server.call('GET /v2x/failures', { bearer: 'ann' });
    const { items } = answer.as(FailureList);
    expect(items.map(({ receiver, security }) => [receiver, security]).toSorted()).toEqual([
      ['roads/other', 'malformed'],
      ['rsu-7', 'unknown_issuer'],
    ]);
  }, 12_000);
});
