import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SightingHistory, SightingHistoryQuery, SightingPage, SightingQuery } from './contract.ts';
import { stixBundle, stixIndicator } from './testing/indicators.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

const VIN = 'LSVAA49J132047371';
const SHA256 = 'ab'.repeat(32);
const JA4 = 't13d1516h2_8daaf6152771_b186095e22b6';
const FINGERPRINT = 'cd'.repeat(20);

// A busy machine starts stores slowly.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

let world: TestWorld;
let feedId = '';
beforeAll(async () => {
  world = await testWorld();
  feedId = (await world.feed({ name: 'shared', kind: 'upload', confidence: 40 })).id;
  const done = await world.upload(
    feedId,
    stixBundle(
      stixIndicator(1, "[domain-name:value = 'c2.example']", {
        name: 'Gate',
        kill_chain_phases: [{ kill_chain_name: 'k', phase_name: 'c2' }],
      }),
      stixIndicator(2, "[ipv4-addr:value = '203.0.113.0/24']"),
      stixIndicator(3, `[file:hashes.'SHA-256' = '${SHA256}' AND domain-name:value = 'drop.example']`),
      stixIndicator(4, "[domain-name:value = 'old.example']", { valid_until: '2026-11-02T00:00:00Z' }),
      stixIndicator(5, "[domain-name:value = 'soon.example']", { valid_from: '2026-11-24T00:00:00Z' }),
      stixIndicator(6, "[ipv4-addr:value = '10.9.0.0/16']"),
    ),
  );
  expect(done).toMatchObject({ status: 'done', added: 6 });
});
afterAll(() => world?.close());

const sightings = async (query: object = {}): Promise<readonly string[]> => {
  const page = SightingPage.parse(
    await world.call('listSightings', { query: SightingQuery.parse({ limit: 200, ...query }) }),
  );
  return page.items
    .map(
      ({ value, asset, count, fromHistory }) =>
        `${value} ${asset.kind}:${asset.id} ${count}${fromHistory ? ' before' : ''}`,
    )
    .toSorted();
};
const sinceOf = (from: number): readonly Readonly<Record<string, unknown>>[] => world.told.slice(from);

describe('events as they come', () => {
  it('are compared in every field, and a hit goes the common way with its reference', async () => {
    const from = world.told.length;
    await world.send('gateway', [
      { vin: VIN, event_type: 'tls', tls: { sni: 'a.C2.example' } },
      { host: 'srv-1', DestinationIp: '203.0.113.9' },
      { host: 'srv-2', query: 'harmless.example' },
    ]);
    const [gate, net, ...more] = sinceOf(from);
    expect(more).toEqual([]);
    expect(gate).toMatchObject({
      category: 'intel',
      product: 'chedun',
      signal: 'intel.name',
      vin: VIN,
      expected: 'domain c2.example',
      seen: 'a.C2.example',
      indicator_title: 'Gate',
      indicator_ref: 'indicator--00000000-0000-4000-8000-000000000001',
      feed: 'shared',
      confidence: 85,
      kill_chain: ['k:c2'],
      observed_field: 'tls.sni',
      event: expect.stringMatching(/^network\/\d+\/0$/),
      event_source: 'gateway',
      hits: 1,
    });
    expect(net).toMatchObject({
      signal: 'intel.address',
      host: 'srv-1',
      expected: 'network 203.0.113.0/24',
      seen: '203.0.113.9',
    });
    expect(await sightings()).toEqual(['203.0.113.0/24 host:srv-1 1', `c2.example vehicle:${VIN} 1`]);
  });

  it('of one indicator on one asset are told once an hour and all counted', async () => {
    const from = world.told.length;
    const noisy = Array.from({ length: 50 }, () => ({ vin: VIN, event_type: 'tls', tls: { sni: 'c2.example' } }));
    await world.send('gateway', noisy);
    expect(sinceOf(from)).toEqual([]);
    expect(await sightings({ search: 'c2.example' })).toEqual([`c2.example vehicle:${VIN} 51`]);
    world.platform.clock.advance(3_600_001);
    await world.send('gateway', noisy);
    expect(sinceOf(from)).toMatchObject([{ vin: VIN, hits: 50 }]);
    expect(await sightings({ search: 'c2.example' })).toEqual([`c2.example vehicle:${VIN} 101`]);
  });

  it('match a joined indicator only when they show all of it', async () => {
    const from = world.told.length;
    await world.send('gateway', [{ host: 'srv-3', fileinfo: { sha256: SHA256 } }]);
    expect(sinceOf(from)).toEqual([]);
    await world.send('gateway', [
      { host: 'srv-3', fileinfo: { sha256: SHA256 }, http: { hostname: 'x.drop.example' } },
    ]);
    expect(sinceOf(from)).toMatchObject([{ signal: 'intel.file', host: 'srv-3' }]);
  });

  it('do not match what is expired, not yet valid, or a range of private addresses', async () => {
    const from = world.told.length;
    await world.send('gateway', [
      { host: 'srv-4', query: 'old.example' },
      { host: 'srv-4', query: 'soon.example' },
      { host: 'srv-4', DestinationIp: '10.9.1.1' },
    ]);
    expect(sinceOf(from)).toEqual([]);
  });

  it('of our own results are not compared again', async () => {
    const before = await sightings();
    await world.send('intel', [{ host: 'srv-5', query: 'c2.example' }]);
    await world.send('watch', [{ host: 'srv-5', query: 'c2.example' }]);
    expect(await sightings()).toEqual(before);
  });

  it('meet new indicators without a restart, and the same after one', async () => {
    const from = world.told.length;
    await world.send('gateway', [{ host: 'srv-6', query: 'fresh.example' }]);
    await world.upload(feedId, 'fresh.example\n');
    await world.send('gateway', [{ host: 'srv-6', query: 'fresh.example' }]);
    expect(sinceOf(from)).toMatchObject([{ host: 'srv-6', confidence: 40 }]);
    await world.restart();
    await world.send('gateway', [{ host: 'srv-7', query: 'fresh.example' }]);
    expect(sinceOf(from)).toMatchObject([{ host: 'srv-6' }, { host: 'srv-7' }]);
    expect(await sightings({ search: 'fresh.example' })).toEqual([
      'fresh.example host:srv-6 1',
      'fresh.example host:srv-7 1',
    ]);
  });
});

describe('events of the past', () => {
  it('are searched for the indicators that an import brings', async () => {
    const day = 86_400_000;
    const now = world.platform.clock.now();
    const at = (days: number) => ({
      time: now - days * day,
      received: now - days * day,
      source: 'gateway',
      journal: 'network',
    });
    await world.stored([
      { ...at(1), seq: 900, idx: 1, vin: VIN, domain: 'x.past.example' },
      { ...at(2), seq: 901, idx: 2, vin: VIN, domain: 'past.example' },
      { ...at(2), seq: 902, idx: 0, srcIp: '10.0.0.5', dstIp: '198.51.100.77' },
      { ...at(3), seq: 903, idx: 0, host: 'srv-8', body: JSON.stringify({ tls: { ja4: JA4 } }) },
      { ...at(3), seq: 904, idx: 0, host: 'srv-8', body: JSON.stringify({ note: JA4 }) },
      {
        ...at(4),
        seq: 905,
        idx: 0,
        host: 'srv-9',
        body: JSON.stringify({ tls: { fingerprint: FINGERPRINT.match(/../g)?.join(':') } }),
      },
      { ...at(5), seq: 906, idx: 0, host: 'srv-9', hash: SHA256 },
      { ...at(50), seq: 907, idx: 0, host: 'srv-10', domain: 'past.example' },
      { ...at(1), received: now + day, seq: 908, idx: 0, host: 'srv-11', domain: 'past.example' },
      { ...at(1), source: 'intel', seq: 909, idx: 0, host: 'srv-12', domain: 'past.example' },
    ]);
    const from = world.told.length;
    const list = [
      'type,value',
      'domain,past.example',
      'cidr,198.51.100.0/24',
      `ja4,${JA4}`,
      `cert_sha1,${FINGERPRINT}`,
      `sha256,${SHA256}`,
    ];
    const done = await world.upload(feedId, list.join('\n'), { lookBackDays: 10 });
    expect(done.lookBack).toMatchObject({ status: 'done', progress: 1, sightings: 6, leftOut: [], fault: null });
    const found = (await sightings()).filter((line) => line.endsWith(' before'));
    expect(found).toEqual(
      [
        `${SHA256} host:srv-9 1 before`,
        `${FINGERPRINT} host:srv-9 1 before`,
        '198.51.100.0/24 host:10.0.0.5 1 before',
        `past.example vehicle:${VIN} 2 before`,
        `${JA4} host:srv-8 1 before`,
      ].toSorted(),
    );
    expect(sinceOf(from)).toHaveLength(5);
    expect(sinceOf(from).every((each) => each['from_history'] === true)).toBe(true);
    const [past] = SightingPage.parse(
      await world.call('listSightings', { query: SightingQuery.parse({ search: 'past.example' }) }),
    ).items;
    expect(past?.event).toEqual({ journal: 'network', seq: 900, index: 1 });
  });

  it('leaves joined indicators out and says so', async () => {
    const bundle = stixBundle(
      stixIndicator(20, `[file:hashes.MD5 = '${'ef'.repeat(16)}' AND domain-name:value = 'past.example']`),
      stixIndicator(21, "[domain-name:value = 'never.example']"),
    );
    const done = await world.upload(feedId, bundle, { lookBackDays: 3 });
    expect(done.lookBack).toMatchObject({ status: 'done', sightings: 0, leftOut: [{ reason: 'joined', count: 1 }] });
  });
});

describe('what is told to others', () => {
  it('is a bundle of STIX 2.1 with every sighting', async () => {
    const { body, contentType } = await world.call<{ body: Readable; contentType: string }>('exportSightings', {
      query: SightingQuery.parse({}),
    });
    expect(contentType).toContain('stix');
    const bundle = JSON.parse(await text(body)) as {
      objects: { type: string; sighting_of_ref?: string; count?: number }[];
    };
    const told = bundle.objects.filter(({ type }) => type === 'sighting');
    expect(told).toHaveLength((await sightings()).length);
    expect(told.find((each) => each.sighting_of_ref?.endsWith('000000000001'))).toMatchObject({ count: 101 });
  });

  it('over time adds up to the counts', async () => {
    const { points } = SightingHistory.parse(
      await world.call('sightingHistory', { query: SightingHistoryQuery.parse({ days: 60 }) }),
    );
    const total = (await sightings()).reduce(
      (sum, line) => sum + Number(line.replace(' before', '').split(' ').at(-1)),
      0,
    );
    expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  });
});
