import { openTestStore, type TestStore } from '@chedun/events/testing';
import { fixedClock } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FleetListQuery, MOST_POINTS, PositionsQuery } from './contract.ts';
import { storeReports, type Told } from './testing/index.ts';
import { fleetReader } from './use-cases/read-fleet.ts';

const NOW = Date.UTC(2026, 10, 23, 8, 0, 0);
const CARS = 600;
const vinOf = (at: number): string => `LSVAA49J1320${String(at).padStart(5, '0')}`;
const iso = (ms: number): string => new Date(ms).toISOString();

/** Each car reports twice in the last ten minutes; the newer report counts. */
const reports: Told[] = Array.from({ length: CARS }, (_, at) => at).flatMap((at) => [
  {
    vin: vinOf(at),
    time: NOW - 500_000,
    vehicle: { speed_kmh: 200, soc_pct: 1 },
    position: { lon: 120, lat: 31 },
    alarm: { level: 3, bits: 1 },
  },
  {
    vin: vinOf(at),
    time: NOW - 60_000 - at,
    source: at % 3 === 0 ? 'platform' : 'gbt32960',
    vehicle: {
      speed_kmh: at % 120,
      soc_pct: at % 101,
      state: at % 2 === 0 ? 1 : 2,
      charge: at % 4 === 0 ? 1 : 3,
      odometer_km: at,
    },
    position: { lon: 114 + (at % 30) * 0.01, lat: 30 + Math.floor(at / 30) * 0.01 },
    alarm: at % 100 === 0 ? { level: 2, bits: 0b1_0000 } : { level: 0, bits: 0 },
  },
]);
const silent: Told = { vin: vinOf(99_999), time: NOW - 3_600_000 };

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await storeReports(store.events, [...reports, silent], 'fleet');
}, 60_000);
afterAll(() => store.stop());

const reader = (mostReports = 1_000_000) => fleetReader({ events: store.events, clock: fixedClock(NOW), mostReports });

describe('the fleet at a glance', () => {
  it('counts each vehicle once, by its newest report', async () => {
    const fleet = await reader().fleet(15);
    expect(fleet).toMatchObject({ vehicles: CARS, reports: CARS * 2, sampledOneIn: 1, minutes: 15 });
    expect(fleet.reportsPerSecond).toBeCloseTo((CARS * 2) / 900, 4);
    expect(fleet.soc).toHaveLength(10);
    expect(fleet.soc.reduce((sum, { vehicles }) => sum + vehicles, 0)).toBe(CARS);
    expect(fleet.soc.at(-1)).toEqual({ from: 90, to: 100, vehicles: 60 });
    expect(fleet.speed[0]).toEqual({ from: 0, to: 10, vehicles: 50 });
    expect(fleet.speed.at(-1)).toEqual({ from: 200, to: 220, vehicles: 0 });
    expect(fleet.state).toEqual([
      { name: 'off', vehicles: 300 },
      { name: 'on', vehicles: 300 },
    ]);
    expect(fleet.charge[0]).toEqual({ name: 'none', vehicles: 450 });
    expect(fleet.alarmLevel).toEqual([
      { name: '0', vehicles: 594 },
      { name: '2', vehicles: 6 },
    ]);
    expect(fleet.alarms).toEqual([{ name: 'soc_low', vehicles: 6 }]);
    expect(fleet.sources).toEqual([
      { source: 'gbt32960', vehicles: CARS, reports: CARS + 400 },
      { source: 'platform', vehicles: 200, reports: 200 },
    ]);
    expect(fleet.perMinute.reduce((sum, { reports: count }) => sum + count, 0)).toBe(CARS * 2);
  });

  it('reaches as far back as it is asked', async () => {
    expect((await reader().fleet(5)).reports).toBe(CARS);
    expect((await reader().fleet(120)).vehicles).toBe(CARS + 1);
  });

  it('looks at a part of the vehicles when there are too many reports, and says so', async () => {
    const fleet = await reader(300).fleet(15);
    expect(fleet.sampledOneIn).toBe(4);
    expect(fleet.reports).toBe(CARS * 2);
    expect(fleet.vehicles % 4).toBe(0);
    expect(Math.abs(fleet.vehicles - CARS)).toBeLessThan(CARS / 3);
  });
});

describe('the list of vehicles', () => {
  const list = (asked: object) => reader().list(FleetListQuery.parse(asked));

  it('comes in pages that name every vehicle once', async () => {
    const vins = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(CARS);
      for (const { vin } of page.items) vins.add(vin);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(vins.size).toBe(CARS);
  });

  it('shows what the newest report said', async () => {
    const { items } = await list({ vin: vinOf(100) });
    expect(items).toEqual([
      {
        vin: vinOf(100),
        received: iso(NOW - 60_100),
        time: iso(NOW - 60_000 - 1000),
        source: 'gbt32960',
        state: 'on',
        charge: 'parked',
        speed: 100,
        soc: 100,
        odometer: 100,
        alarmLevel: 2,
        alarms: ['soc_low'],
        reports: 2,
      },
    ]);
  });

  it.each([
    [{ sort: 'speed', order: 'desc' }, 119],
    [{ sort: 'odometer', order: 'desc' }, CARS - 1],
    [{ sort: 'vin', order: 'asc' }, 0],
    [{ sort: 'received', order: 'desc' }, 0],
  ])('sorted by %o begins with car %i', async (asked, first) => {
    expect((await list({ ...asked, limit: 1 })).items[0]?.vin).toBe(vinOf(first));
  });

  it.each([
    [{ source: 'platform' }, 200],
    [{ state: 'off' }, 300],
    [{ charge: 'parked' }, 150],
    [{ state: 'other' }, 0],
    [{ minAlarmLevel: 1 }, 6],
    [{ minAlarmLevel: 1, state: 'on', charge: 'parked' }, 6],
    [{ vin: 'LSVAA49J13200010' }, 10],
    [{ source: "x' OR '1'='1" }, 0],
  ])('filtered by %o has %i vehicles', async (asked, total) => {
    expect((await list(asked)).total).toBe(total);
  });

  it('cannot be paged without end', async () => {
    await expect(list({ cursor: '500000' })).rejects.toMatchObject({ code: 'telemetry.page-too-far' });
    expect(FleetListQuery.safeParse({ limit: 5000 }).success).toBe(false);
    expect(FleetListQuery.safeParse({ vin: "A'" }).success).toBe(false);
  });
});

describe('where the fleet is', () => {
  const positions = (asked: object = {}) => reader().positions(PositionsQuery.parse(asked));

  it('is a box around the newest positions and bins that add up to all vehicles', async () => {
    const all = await positions({ columns: 10 });
    expect(all.vehicles).toBe(CARS);
    expect(all.extent).toEqual({ west: 114, south: 30, east: 114.29, north: 30.19 });
    expect(all.bins.length).toBeLessThanOrEqual(11 * 8);
    expect(all.bins.reduce((sum, { vehicles }) => sum + vehicles, 0)).toBe(CARS);
    expect(all.points).toEqual([]);
    expect(CARS).toBeGreaterThan(MOST_POINTS);
  });

  it('names the vehicles when few are in the box', async () => {
    const some = await positions({ west: 113.995, east: 114.015, south: 29.99, north: 30.015 });
    expect(some.vehicles).toBe(4);
    expect(some.points.map(({ vin }) => vin)).toEqual([vinOf(0), vinOf(1), vinOf(30), vinOf(31)]);
    expect(some.points[0]).toMatchObject({ lon: 114, lat: 30, alarmLevel: 2 });
  });

  it('is nothing where nobody is', async () => {
    expect(await positions({ west: -10, east: 10, south: -10, north: 10 })).toMatchObject({
      extent: null,
      vehicles: 0,
      bins: [],
    });
    expect(PositionsQuery.safeParse({ west: 10, east: -10 }).success).toBe(false);
  });
});
