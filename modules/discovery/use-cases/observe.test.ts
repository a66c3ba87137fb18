import { fakeAssets } from '@chedun/assets/testing';
import { blankEvent, eventBlock, eventsTable, type EventRow } from '@chedun/events';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiscoveryTables } from '../tables.ts';
import { observe } from './observe.ts';

const HOUR = 3_600_000;

describe('looking into the real event store', () => {
  let store: TestStore;
  let platform: TestPlatform;
  let now: number;
  beforeAll(async () => {
    [store, platform] = await Promise.all([openTestStore(), testPlatform()]);
    await platform.platform.records.migrate([
      { module: 'discovery', folder: new URL('../migrations/', import.meta.url) },
    ]);
    now = platform.clock.now();
    const rows: Partial<EventRow>[] = [
      { host: 'TSP-Web-01', srcIp: '10.1.2.3', dstIp: '10.1.2.200' },
      { host: 'tsp-web-01', srcIp: '172.20.3.4' },
      { host: '10.1.2.5', srcIp: '203.0.113.7' },
      { srcIp: '172.32.0.1' },
      { srcIp: '100.127.0.9' },
      { srcIp: 'fd00::12' },
      { host: 'tbox', srcIp: '10.66.0.1', vin: 'LSVAA49J132047371' },
      { source: 'drill', srcIp: '10.77.0.1' },
      { source: 'captures', srcIp: '10.78.0.1' },
      { host: 'old-01', received: now - 30 * HOUR },
      { host: "o'brien'; drop table events; --" },
    ];
    const block = eventBlock();
    for (const [at, row] of rows.entries())
      block.add({
        ...blankEvent,
        journal: 'network',
        seq: at + 1,
        received: now - HOUR,
        source: 'fw',
        format: 'ndjson',
        ...row,
      });
    await store.events.insertBlocks(eventsTable, [block.finish()], { token: 'test' });
  }, 60_000);
  afterAll(async () => {
    await platform.close();
    await store.stop();
  });

  it('sees hosts that wrote and private senders, and neither vehicles nor drills nor destinations', async () => {
    const { records, clock, newId } = platform.platform;
    const assets = fakeAssets();
    const captures = { hostsSeen: () => Promise.resolve([]) };
    const look = observe({ records, clock, newId, assets, captures, events: store.events });
    expect(await look()).toMatchObject({ appeared: 6, observations: 7 });
    const things = await records
      .read<DiscoveryTables>()
      .selectFrom('discovery.things')
      .select(['label', 'last_at'])
      .execute();
    expect(things.map(({ label }) => label).toSorted()).toEqual([
      '10.1.2.3',
      '10.1.2.5',
      '100.127.0.9',
      '172.20.3.4',
      'fd00::12',
      'tsp-web-01',
    ]);
    expect(things.every(({ last_at: at }) => at.getTime() === now - HOUR)).toBe(true);
    platform.clock.advance(2 * HOUR);
    expect(await look()).toMatchObject({ observations: 0, appeared: 0 });
  });
});
