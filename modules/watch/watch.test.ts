import { findingsReported, type FindingReport } from '@chedun/governance/contract';
import { governance } from '@chedun/governance';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { readAudit } from '@chedun/records';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type {
  CampaignDetail,
  CampaignPage,
  CountryTable,
  Detector,
  DetectorHistory,
  DetectorList,
} from './contract.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

const T0 = Date.UTC(2026, 10, 23, 1);
const vin = (n: number): string => `LCDCDA1E0RW${String(n).padStart(6, '0')}`;
const times = <Value>(count: number, make: (n: number) => Value): Value[] =>
  Array.from({ length: count }, (_, n) => make(n));
const flow = (s: number, about: object = {}) => ({
  timestamp: new Date(T0 + s * 1000).toISOString(),
  event_type: 'flow',
  src_ip: '10.64.3.17',
  src_port: 40_000,
  dest_ip: '10.65.0.9',
  dest_port: 443,
  proto: 'TCP',
  flow: { bytes_toserver: 300, bytes_toclient: 100, state: 'closed' },
  ...about,
});
const command = (s: number, about: object = {}) => ({
  ts: new Date(T0 + s * 1000).toISOString(),
  type: 'remote_control',
  vin: vin(1),
  account: 'u-1',
  command: 'unlock',
  result: 'success',
  ...about,
});
const verdict = (s: number, vehicle: string, signal: string) => ({
  time: new Date(T0 + s * 1000).toISOString(),
  product: 'vehicle',
  category: 'gbt32960',
  protocol: 'gbt32960',
  cmd: 'detector',
  signal,
  vin: vehicle,
  expected: 'one source',
  seen: 'two',
});
const finding = (ruleId: string, vehicle: string, about: Partial<FindingReport> = {}): FindingReport => ({
  fingerprint: `${ruleId}|${vehicle}`,
  kind: 'alert',
  module: 'detection',
  title: 'Clear Text Password',
  titleZh: '明文口令',
  severity: 'high',
  assets: [{ kind: 'vehicle', id: vehicle }],
  obligations: ['1.3-h'],
  count: 1,
  firstSeen: new Date(T0).toISOString(),
  lastSeen: new Date(T0).toISOString(),
  receivedAt: new Date(T0).toISOString(),
  samples: [],
  alert: {
    ruleId,
    ruleTitle: 'Clear Text Password',
    author: 'CheDun',
    license: 'Apache-2.0',
    description: '',
    references: [],
    falsePositives: [],
    tags: [],
    matched: [],
  },
  ...about,
});

describe('watch', () => {
  let world: TestWorld;
  const detector = (id: string) => world.call<Detector>('getDetector', { params: { id } });
  const change = (id: string, body: object) => world.call<Detector>('changeDetector', { params: { id }, body });
  const signals = () => world.told.map((record) => record['signal']);
  const campaigns = (query: object = {}) =>
    world.call<z.infer<typeof CampaignPage>>('listCampaigns', { query: { sort: 'lastSeen', limit: 50, ...query } });
  const tell = (findings: readonly FindingReport[]) =>
    world.platform.platform.records.transaction((tx) =>
      tx.tell({ type: findingsReported, aggregate: 'test', payload: { findings } as never }, SYSTEM_ACTOR),
    );

  beforeAll(async () => {
    world = await testWorld(Object.fromEntries(times(40, (n) => [vin(n), n % 4 === 0 ? 'Q1' : 'Q7'])));
  }, 120_000);
  afterAll(() => world.close());

  it('turns flows into one record that rules can ask for, and never looks at its own records', async () => {
    await world.send(
      'eve',
      'suricata-eve',
      times(60, (n) => flow(n, { dest_port: 1000 + n })),
    );
    expect(signals()).toEqual(['flow.port-fan-out']);
    expect(world.told[0]).toMatchObject({
      product: 'vehicle',
      category: 'flow',
      src_ip: '10.64.3.17',
      dest_ip: '10.65.0.9',
      expected: 'fewer than 50 ports of one host within 120 s',
      seen: '50 ports of 10.65.0.9',
    });
    expect(await detector('flow.port-fan-out')).toMatchObject({
      state: 'watching',
      looked: 60,
      spoken24h: 1,
      spokenTotal: 1,
    });
    await world.send(
      'watch',
      'ndjson',
      times(60, (n) => flow(n, { dest_port: 1000 + n, dest_ip: '10.65.0.77' })),
    );
    expect(signals()).toHaveLength(1);
    expect((await detector('flow.port-fan-out')).looked).toBe(60);
  });

  it('judges each batch once when the journal cannot take the verdicts at first', async () => {
    world.failRecord(2);
    await world.send(
      'tsp',
      'tsp',
      times(7, (n) => command(n, { vin: vin(n * 100), account: 'u-many' })),
    );
    expect(world.told.filter((record) => record['signal'] === 'remote.many-vehicles')).toHaveLength(1);
    expect(world.told.at(-1)).toMatchObject({ product: 'tsp', category: 'remote_control', user: 'u-many', count: 6 });
    expect(await detector('remote.command-burst')).toMatchObject({ looked: 7, spokenTotal: 0 });
  });

  it('takes the speed that the vehicle reported', async () => {
    const at = new Date(T0 + 100_000).toISOString();
    world.speeds.set(vin(5), { vin: vin(5), at, speedKmh: 66 } as never);
    await world.send('tsp', 'tsp', [
      command(120, { vin: vin(5), account: 'u-5' }),
      command(400, { vin: vin(5), account: 'u-5' }),
    ]);
    expect(world.told.at(-1)).toMatchObject({ signal: 'remote.while-driving', seen: 'unlock at 66 km/h', vin: vin(5) });
    expect(signals().filter((signal) => signal === 'remote.while-driving')).toHaveLength(1);
  });

  it('keeps a campaign of one signal over many vehicles, by model, and counts who spoke', async () => {
    await world.send(
      'vehicles',
      'ndjson',
      times(12, (n) => verdict(n, vin(n), 'gbt32960.clone')),
    );
    const { items, total } = await campaigns();
    expect(total).toBe(1);
    expect(items[0]).toMatchObject({
      signature: { kind: 'signal', id: 'gbt32960.clone', title: { zh: '同一 VIN 从两个来源交替上报，疑似克隆' } },
      severity: 'high',
      status: 'running',
      vehicles: 12,
      estimated: false,
      peerGroups: [
        { group: 'Q7', vehicles: 9 },
        { group: 'Q1', vehicles: 3 },
      ],
    });
    expect(items[0]?.sampleVins).toEqual(times(12, vin));
    const detail = await world.call<CampaignDetail>('getCampaign', { params: { id: items[0]?.id } });
    expect(detail.spread).toEqual([{ at: '2026-11-23T01:00:00.000Z', vehicles: 12 }]);
    const told = world.told.filter((record) => record['category'] === 'fleet');
    expect(told.map(({ signal, step, vehicles }) => [signal, step, vehicles])).toEqual([
      ['fleet.campaign', 'opened', 5],
      ['fleet.campaign', 'doubled', 10],
    ]);
    expect(await detector('gbt32960.clone')).toMatchObject({ family: 'gbt32960', changeable: false, spokenTotal: 12 });
    expect(
      await world.call<z.infer<typeof DetectorHistory>>('detectorHistory', {
        params: { id: 'gbt32960.clone' },
        query: { days: 7 },
      }),
    ).toMatchObject({ points: [{ count: 12 }] });
  });

  it('finds the campaign of a worm by the addresses of vehicles', async () => {
    const spreading = times(6, (car) =>
      times(31, (n) => flow(200 + n, { src_ip: `10.64.9.${car}`, dest_ip: `10.66.0.${n}`, dest_port: 23 })),
    );
    await world.send('eve', 'suricata-eve', spreading.flat());
    const { items } = await campaigns({ search: 'host-fan-out' });
    expect(items[0]).toMatchObject({ vehicles: 6, sampleVins: times(6, (car) => `10.64.9.${car}`) });
  });

  it('makes campaigns of rules too, once, and not of signals or mild rules', async () => {
    const about = { matched: [{ field: 'signal', value: 'gbt32960.soc_jump' }] };
    const base = finding('r-signal', vin(1));
    await tell([
      ...times(6, (n) => finding('r-password', vin(n))),
      ...times(6, (n) => finding('r-mild', vin(n), { severity: 'low' })),
      ...times(6, (n) =>
        finding('r-fleet', vin(n), {
          assets: [
            { kind: 'platform', id: 'gbt32960.clone' },
            { kind: 'vehicle', id: vin(n) },
          ],
        }),
      ),
      ...times(6, (n) =>
        finding('r-signal', vin(n), base.alert ? { alert: { ...base.alert, ...about, ruleId: 'r-signal' } } : {}),
      ),
    ]);
    await vi.waitFor(async () => expect((await campaigns({ search: '明文' })).total).toBe(1), 30_000);
    expect((await campaigns({ search: '明文' })).items[0]).toMatchObject({
      signature: { kind: 'rule', id: 'r-password', title: { en: 'Clear Text Password' } },
      vehicles: 6,
    });
    expect((await campaigns({ search: 'r-' })).total).toBe(1);
    const told = () => world.told.filter((record) => record['signature'] === 'r-password');
    await vi.waitFor(() => expect(told()).toHaveLength(1), 30_000);
  });

  it('counts how often people call its alerts false', async () => {
    const alertOf = (signal: string) => {
      const { alert } = finding('r-x', vin(1));
      return alert ? { alert: { ...alert, ruleId: 'r-x', matched: [{ field: 'signal', value: signal }] } } : {};
    };
    await tell(times(4, (n) => finding('r-x', vin(20 + n), alertOf('gbt32960.odometer_jump'))));
    const ledger = world.app().asksOf(governance);
    await vi.waitFor(
      async () => expect((await ledger.alertsOfAsset({ kind: 'vehicle', id: vin(23) }, 5)).length).toBe(1),
      30_000,
    );
    for (const [n, status] of ['false-positive', 'resolved', 'resolved'].entries()) {
      const [alert] = await ledger.alertsOfAsset({ kind: 'vehicle', id: vin(20 + n) }, 5);
      await world.call('changeFinding', { params: { id: alert?.id }, body: { status, comment: 'looked at' } });
    }
    const odometer = await detector('gbt32960.odometer_jump');
    expect(odometer.alerts).toEqual({ truePositive: 2, falsePositive: 1, open: 1 });
    expect(odometer.falseAlarmRate).toBeCloseTo(1 / 3);
    expect((await detector('flow.beacon')).falseAlarmRate).toBeNull();
  });

  it('pages campaigns, filters them and refuses a made-up cursor', async () => {
    const first = await campaigns({ limit: 1, sort: 'vehicles' });
    expect([first.items.length, first.total, first.items[0]?.vehicles]).toEqual([1, 3, 12]);
    const second = await campaigns({ limit: 1, sort: 'vehicles', cursor: first.next });
    expect(second.items[0]?.vehicles).toBe(6);
    expect((await campaigns({ status: 'ended' })).total).toBe(0);
    world.platform.clock.advance(30 * 3_600_000);
    expect((await campaigns({ status: 'ended' })).total).toBe(3);
    await expect(campaigns({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'watch.cursor-invalid' });
    await expect(world.call('getCampaign', { params: { id: crypto.randomUUID() } })).rejects.toMatchObject({
      code: 'watch.campaign-unknown',
    });
  });

  it('obeys a switch and a limit at once, with an audit line, and after a restart', async () => {
    expect(await change('flow.port-fan-out', { limits: { portsCount: 500 } })).toMatchObject({ enabled: true });
    await world.send(
      'eve',
      'suricata-eve',
      times(60, (n) => flow(9000 + n, { dest_port: 1000 + n })),
    );
    await change('flow.port-fan-out', { limits: { portsCount: null }, enabled: false });
    await world.send(
      'eve',
      'suricata-eve',
      times(60, (n) => flow(20_000 + n, { dest_port: 1000 + n })),
    );
    await world.restart();
    await world.send(
      'eve',
      'suricata-eve',
      times(60, (n) => flow(30_000 + n, { dest_port: 1000 + n })),
    );
    expect(signals().filter((signal) => signal === 'flow.port-fan-out')).toHaveLength(1);
    expect(await detector('flow.port-fan-out')).toMatchObject({ state: 'off', looked: 0 });
    await change('flow.port-fan-out', { enabled: true });
    await world.send(
      'eve',
      'suricata-eve',
      times(60, (n) => flow(40_000 + n, { dest_port: 1000 + n })),
    );
    expect(signals().filter((signal) => signal === 'flow.port-fan-out')).toHaveLength(2);
    const { lines } = await readAudit(world.platform.platform.records, { limit: 10 });
    expect(lines.filter(({ action }) => action === 'watch.detector-changed')).toHaveLength(3);
  });

  it('refuses changes that make no sense', async () => {
    await expect(change('nobody', { enabled: false })).rejects.toMatchObject({ code: 'watch.detector-unknown' });
    await expect(change('gbt32960.clone', { enabled: false })).rejects.toMatchObject({ code: 'watch.detector-fixed' });
    await expect(change('flow.beacon', {})).rejects.toMatchObject({ code: 'watch.change-empty' });
    await expect(change('flow.beacon', { limits: { x: 1 } })).rejects.toMatchObject({ code: 'watch.limit-unknown' });
    await expect(change('flow.beacon', { limits: { jitterPct: 99 } })).rejects.toMatchObject({
      code: 'watch.limit-out-of-bounds',
    });
  });

  it('judges foreign destinations only with the table of the operator', async () => {
    expect(await detector('flow.foreign-destination')).toMatchObject({ state: 'not-ready' });
    const put = (csv: string) =>
      world.call<CountryTable>('replaceCountryTable', { query: { home: 'CN' }, body: Readable.from([csv]) });
    await expect(put('nonsense')).rejects.toMatchObject({ code: 'behaviour.country-line-invalid' });
    expect(await put('203.0.113.0/24,US')).toMatchObject({ ranges: 1, home: ['CN'] });
    await world.send(
      'eve',
      'suricata-eve',
      times(4, (n) => flow(50_000 + n, { dest_ip: '203.0.113.5' })),
    );
    expect(world.told.at(-1)).toMatchObject({ signal: 'flow.foreign-destination', dest_country: 'US' });
    expect((await detector('flow.foreign-destination')).state).toBe('watching');
    expect(await put('')).toMatchObject({ ranges: 0, updatedAt: null });
    expect((await detector('flow.foreign-destination')).state).toBe('not-ready');
  });

  it('lists every detector of every family with texts in both languages', async () => {
    const { items } = await world.call<z.infer<typeof DetectorList>>('listDetectors');
    const families = Map.groupBy(items, ({ family }) => family);
    expect([...families].map(([family, { length }]) => [family, length])).toEqual([
      ['traffic', 7],
      ['remote_control', 6],
      ['fleet', 4],
      ['gbt32960', 14],
      ['can', 13],
      ['v2x', 16],
    ]);
    for (const { title, id } of items) {
      expect(title.zh, id).toMatch(/\p{Script=Han}/u);
      expect(title.en, id).not.toBe(id);
    }
  });
});
