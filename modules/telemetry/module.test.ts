import { assetsModule } from '@chedun/assets';
import { SaveVehicle } from '@chedun/assets/contract';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cells, Fleet, LatestAnswer, Series, telemetryPermissions, Track } from './contract.ts';
import { telemetryErrors } from './errors.ts';
import { telemetry } from './module.ts';
import { storeReports } from './testing/index.ts';

const { read, locate, export: exporting } = telemetryPermissions;
const VIN = 'LSVAA49J132047371';
const SILENT = 'LSVAA49J132047372';
const STRANGER = 'LSVAA49J132047373';

let store: TestStore;
let world: TestPlatform;
let app: Composition;
let server: TestServer;
let now: number;
const iso = (ms: number): string => new Date(ms).toISOString();
const range = (): string => `from=${iso(now - 3_600_000)}&to=${iso(now)}`;

beforeAll(async () => {
  store = await openTestStore();
  world = await testPlatform({ events: store.events });
  now = world.clock.now();
  app = await compose([telemetry, assetsModule], world.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [telemetryErrors] },
  );
  await storeReports(
    store.events,
    [
      { vin: VIN, time: now - 20_000, vehicle: { speed_kmh: 50 }, position: { lon: 114.1, lat: 30.1 } },
      {
        vin: VIN,
        time: now - 10_000,
        vehicle: { speed_kmh: 61.5 },
        position: { lon: 114.2, lat: 30.2 },
        cells: [3700, 0xffff],
        probes: [65],
      },
      { vin: STRANGER, time: now - 9000, source: '=cmd()' },
    ],
    'module',
  );
}, 60_000);
afterAll(async () => {
  await server.close();
  await app.stop();
  await world.close();
  await store.stop();
});

const get = (path: string, bearer: string) => server.call(`GET ${path}`, { bearer });

describe('over HTTP', () => {
  it('tells the newest report, or that there is none', async () => {
    const { report } = (await get(`/telemetry/vehicles/${VIN.toLowerCase()}/latest`, read)).as(LatestAnswer);
    expect(report).toMatchObject({ vin: VIN, time: iso(now - 10_000), cells: 2 });
    expect((await get(`/telemetry/vehicles/${SILENT}/latest`, read)).as(LatestAnswer)).toEqual({ report: null });
    expect((await get('/telemetry/vehicles/x/latest', read)).status).toBe(400);
  });

  it('tells series, cells and the fleet', async () => {
    const series = await get(`/telemetry/vehicles/${VIN}/series?${range()}&quantities=speed,soc`, read);
    expect(series.as(Series).series.map(({ quantity }) => quantity)).toEqual(['speed', 'soc']);
    expect((await get(`/telemetry/vehicles/${VIN}/cells`, read)).as(Cells).cells).toEqual([3.7, null]);
    expect((await get('/telemetry/fleet?minutes=5', read)).as(Fleet)).toMatchObject({ vehicles: 2, reports: 3 });
    expect((await get('/telemetry/fleet?minutes=100000', read)).status).toBe(400);
    expect((await get(`/telemetry/vehicles/${VIN}/series?${range()}&quantities=vin`, read)).status).toBe(400);
  });

  it('shows places only to those who may locate vehicles', async () => {
    const path = `/telemetry/vehicles/${VIN}/track?${range()}`;
    expect((await get(path, locate)).as(Track).points).toHaveLength(2);
    for (const hidden of [path, '/telemetry/fleet/positions', `/telemetry/export?${range()}&format=csv`])
      expect((await get(hidden, read)).status, hidden).toBe(403);
  });
});

describe('an export', () => {
  it('is a table with one line a report, and in the audit trail', async () => {
    const answer = await get(`/telemetry/export?${range()}&format=csv&vin=${VIN}`, exporting);
    const [header = '', first = '', second = '', end] = answer.text.replace('\uFEFF', '').split('\r\n');
    expect(end).toBe('');
    const cells = (line: string) =>
      Object.fromEntries(header.split(',').map((name, at) => [name, line.split(',')[at]]));
    expect(cells(first)).toMatchObject({ vin: VIN, speed_kmh: '50', lon: '114.1', cells_v: '' });
    expect(cells(second)).toMatchObject({ speed_kmh: '61.5', cells_v: '3.7 ', probes_c: '25', state: 'on', gear: 'D' });
    const { lines } = await readAudit(world.platform.records, { limit: 1 });
    expect(lines[0]).toMatchObject({
      action: 'telemetry.exported',
      target: { kind: 'telemetry', id: VIN },
      after: { format: 'csv', max: 100_000 },
    });
  });

  it('runs nothing in a spreadsheet', async () => {
    const answer = await get(`/telemetry/export?${range()}&format=csv`, exporting);
    expect(answer.text).toContain(",'=cmd(),");
  });

  it('has whole reports as NDJSON, no more than asked', async () => {
    const headers = { authorization: `Bearer ${exporting}` };
    const answer = await fetch(`${server.url}/api/telemetry/export?${range()}&format=ndjson&max=2`, { headers });
    const reports = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(reports).toHaveLength(2);
    expect(reports[1]).toMatchObject({ vin: VIN, cells: [3.7, null], quantities: { speed: { value: 61.5 } } });
    expect((await get(`/telemetry/export?${range()}&format=ndjson&max=2000000`, exporting)).status).toBe(400);
  });
});

describe('the check of coverage (1.3-b)', () => {
  const run = async () => {
    const check = app.registry.checks().find(({ id }) => id === 'telemetry.coverage');
    return check?.run();
  };

  it('knows nothing without registered vehicles', async () => {
    expect(await run()).toMatchObject({ outcome: 'unknown', facts: { registered: 0, vehiclesReporting: 2 } });
  });

  it('fails while registered vehicles are silent, whoever else reports', async () => {
    const body = SaveVehicle.parse({ model: 'E5' });
    for (const vin of [VIN, SILENT]) await server.call(`PUT /assets/vehicles/${vin}`, { bearer: 'assets.write', body });
    expect(await run()).toMatchObject({
      outcome: 'fail',
      facts: { registered: 2, monitored: 1, missing: 1, share: 0.5, positionShare: 1, cellsShare: 0.5 },
    });
  });

  it('passes when they report, and fails again a day later', async () => {
    await storeReports(store.events, [{ vin: SILENT, time: now - 5000 }], 'late');
    expect(await run()).toMatchObject({ outcome: 'pass', facts: { monitored: 2, missing: 0 } });
    world.clock.advance(86_400_000);
    expect(await run()).toMatchObject({ outcome: 'fail', facts: { monitored: 0, reports: 0 } });
    world.clock.advance(-86_400_000);
  });
});

it('answers other modules', async () => {
  const asks = app.asksOf(telemetry);
  expect((await asks.latest(VIN.toLowerCase()))?.quantities.speed.value).toBe(61.5);
  expect(await asks.latest(STRANGER.replace('3', '4'))).toBeUndefined();
});
