import { NO_VALUE } from '@chedun/gbt32960';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { fixedClock } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CellsQuery, SeriesQuery, SpreadQuery, TrackQuery } from './contract.ts';
import { storeReports, type Told } from './testing/index.ts';
import { vehicleReader } from './use-cases/read-vehicle.ts';

const NOW = Date.UTC(2026, 10, 23, 8, 0, 0);
const HOUR = 3_600_000;
const VIN = 'LSVAA49J132047371';
const OTHER = 'LSVAA49J132047399';
const NEW_EDITION = 'LSVAA49J132047401';
const OLD = 'LSVAA49J132047402';
const iso = (ms: number): string => new Date(ms).toISOString();
const LAST_HOUR = { from: iso(NOW - HOUR), to: iso(NOW) };

/** An hour of driving east, one report each ten seconds; the first half stands. */
const drive: Told[] = Array.from({ length: 360 }, (_, at) => ({
  vin: VIN,
  time: NOW - HOUR + at * 10_000,
  vehicle: { speed_kmh: at < 180 ? 0 : at / 4, soc_pct: 90 - Math.floor(at / 36) },
  position: { lon: 114 + Math.max(0, at - 180) * 0.001, lat: 30.5 },
  cells: Array.from({ length: 96 }, (__, cell) => 3700 + (cell === 16 ? -(at % 50) : 0)),
  probes: [60, 61, 65],
}));

const special: Told[] = [
  // sent again after the drive, about a time before it: must not become the newest
  { vin: VIN, time: NOW - 2 * HOUR, received: NOW - 1, command: 'resent', vehicle: { soc_pct: 99 } },
  { vin: OTHER, time: NOW - 60_000, vehicle: { speed_kmh: 111 }, alarm: { level: 3, bits: 0b1000_0000_0010 } },
  {
    vin: NEW_EDITION,
    time: NOW - 5000,
    edition: '2025',
    vehicle: { current_A: -12.5, gear: 0x8e },
    cells: [3300, 0xfffe, 3350, 0xffff],
    probes: [0xff, 70],
  },
  { vin: OLD, time: NOW - 40 * 24 * HOUR, vehicle: null, position: { lon: -70.5, lat: -33.4, valid: 1 } },
];

let store: TestStore;
let reader: ReturnType<typeof vehicleReader>;
beforeAll(async () => {
  store = await openTestStore();
  await storeReports(store.events, [...drive, ...special], 'vehicle');
  reader = vehicleReader({ events: store.events, clock: fixedClock(NOW) });
}, 60_000);
afterAll(() => store.stop());

describe('the newest report', () => {
  it('is in physical units, with its place in the journal', async () => {
    const report = await reader.latest(VIN);
    expect(report).toMatchObject({
      vin: VIN,
      time: iso(NOW - 10_000),
      command: 'realtime',
      edition: '2016',
      journal: 'telemetry',
      seq: 360,
      state: { value: 'on', mark: null },
      charge: { value: 'none', mark: null },
      gear: { lever: 'D', driving: true, braking: false },
      position: { lon: 114.179, lat: 30.5, valid: true, coordinates: null },
      cells: 96,
      probes: 3,
      alarms: [],
      packs: [{ voltageV: 380, currentA: 20 }],
    });
    expect(report?.quantities.speed).toEqual({ value: 89.8, mark: null });
    expect(report?.quantities.soc).toEqual({ value: 81, mark: null });
    expect(report?.quantities.maxCell).toEqual({ value: null, mark: 'absent' });
  });

  it('names alarms', async () => {
    const report = await reader.latest(OTHER);
    expect(report?.alarms).toEqual(['battery_over_temperature', 'insulation']);
    expect(report?.quantities.alarmLevel.value).toBe(3);
  });

  it('of the edition of 2025 has no pedals, and a gear that may be invalid', async () => {
    const report = await reader.latest(NEW_EDITION);
    expect(report).toMatchObject({ edition: '2025', gear: null, position: { coordinates: 'gcj02' } });
    expect(report?.quantities.current.value).toBe(-12.5);
    expect(report?.quantities.accelPedal).toEqual({ value: null, mark: 'absent' });
  });

  it('is found after weeks, and says what it does not carry', async () => {
    const report = await reader.latest(OLD);
    expect(report).toMatchObject({ position: { lon: -70.5, lat: -33.4 }, gear: null, state: { mark: 'absent' } });
    expect(report?.quantities.speed).toEqual({ value: null, mark: 'absent' });
  });

  it('is undefined for a vehicle that never reported, whatever its name', async () => {
    expect(await reader.latest('LSVAA49J132040000')).toBeUndefined();
    expect(await reader.latest("' OR 1=1 --")).toBeUndefined();
  });
});

describe('series', () => {
  it('give least, mean and most of each bucket, and leave empty buckets out', async () => {
    const asked = SeriesQuery.parse({ ...LAST_HOUR, quantities: 'speed,soc,engineRpm', buckets: '12' });
    const answer = await reader.series(VIN, asked);
    expect(answer.bucketMs).toBe(300_000);
    expect(answer.at).toHaveLength(12);
    expect(answer.reports).toEqual(Array.from({ length: 12 }, () => 30));
    const [speed, soc, rpm] = answer.series;
    expect(speed).toMatchObject({ quantity: 'speed', unit: 'km/h' });
    expect(speed?.min[0]).toBe(0);
    expect([speed?.min[11], speed?.max[11]]).toEqual([82.5, 89.8]);
    expect(speed?.avg[11]).toBeCloseTo(86.1, 0);
    expect(soc?.min.at(-1)).toBe(81);
    expect(rpm?.max.every((value) => value === null)).toBe(true);
  });

  it('refuse unknown quantities, too many buckets and ranges that run backwards', () => {
    expect(SeriesQuery.safeParse({ ...LAST_HOUR, quantities: 'speed,file(1)' }).success).toBe(false);
    expect(SeriesQuery.safeParse({ ...LAST_HOUR, quantities: 'speed', buckets: 100_000 }).success).toBe(false);
    expect(SeriesQuery.safeParse({ from: iso(NOW), to: iso(NOW - 1), quantities: 'speed' }).success).toBe(false);
    expect(SeriesQuery.safeParse({ from: iso(0), to: iso(NOW), quantities: 'speed' }).success).toBe(false);
  });
});

describe('the track', () => {
  it('leaves standing out, keeps its ends and no more points than asked', async () => {
    const whole = await reader.track(VIN, TrackQuery.parse(LAST_HOUR));
    expect(whole.reports).toBe(360);
    expect(whole.points).toHaveLength(180);
    const thin = await reader.track(VIN, TrackQuery.parse({ ...LAST_HOUR, points: 20 }));
    expect(thin.points.length).toBeLessThanOrEqual(21);
    expect(thin.points[0]).toMatchObject({ at: iso(NOW - HOUR), lon: 114, lat: 30.5, speed: 0 });
    expect(thin.points.at(-1)).toMatchObject({ lon: 114.179 });
  });

  it('is empty outside the range', async () => {
    const asked = TrackQuery.parse({ from: iso(NOW - 10 * HOUR), to: iso(NOW - 9 * HOUR) });
    expect(await reader.track(VIN, asked)).toEqual({ reports: 0, points: [] });
  });
});

describe('the battery', () => {
  it('shows single cells and probes with gaps where the report has marks', async () => {
    expect(await reader.cells(NEW_EDITION, CellsQuery.parse({}))).toEqual({
      at: iso(NOW - 5000),
      cells: [3.3, null, 3.35, null],
      probes: [null, 30],
    });
  });

  it('shows how it was at a moment', async () => {
    const then = await reader.cells(VIN, { at: iso(NOW - HOUR + 125_000) });
    expect(then.at).toBe(iso(NOW - HOUR + 120_000));
    expect(then.cells[16]).toBe(3.688);
    expect(await reader.cells(OLD, {})).toEqual({ at: null, cells: [], probes: [] });
  });

  it('shows how far cells and probes are apart, taken from single cells where the report has no extremes', async () => {
    const { points } = await reader.spread(VIN, SpreadQuery.parse({ ...LAST_HOUR, buckets: 12 }));
    expect(points).toHaveLength(12);
    expect(points[3]).toMatchObject({ maxCellV: 3.7, minCellV: 3.651, spreadMv: 49, spreadC: 5, maxProbeC: 25 });
    const fresh = await reader.spread(NEW_EDITION, SpreadQuery.parse(LAST_HOUR));
    expect(fresh.points[0]).toMatchObject({ minCellV: 3.3, maxCellV: 3.35, spreadMv: 50, minProbeC: 30 });
  });
});

it('a current without value is not 214 million ampere', async () => {
  const [row] = await store.events.query<{ n: number }>({
    sql: `SELECT count() AS n FROM telemetry WHERE current = ${NO_VALUE} AND vin = {vin:String}`,
    params: { vin: OLD },
  });
  expect(Number(row?.n)).toBe(1);
  const asked = SeriesQuery.parse({
    from: iso(NOW - 41 * 24 * HOUR),
    to: iso(NOW - 39 * 24 * HOUR),
    quantities: 'current',
  });
  expect((await reader.series(OLD, asked)).series[0]?.max).toEqual([null]);
});
