import { type TestServer, testServer } from '@chedun/http/testing';
import { type Composition, compose } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { readAudit } from '@chedun/records';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AssetSummary,
  type AssetsAsks,
  Host,
  HostPage,
  ImportReport,
  Service,
  ServicePage,
  Vehicle,
  VehiclePage,
  assetsPermissions,
} from './contract.ts';
import { checkDigitOf } from './domain/vin.ts';
import { assetsErrors } from './errors.ts';
import { assetsModule } from './module.ts';
import { fakeAssets } from './testing/index.ts';

const ALL = Object.values(assetsPermissions).join(',');
const VIN = 'LSVAA49J132047371';
/** The VIN with this serial number and a right check digit. */
const vinOf = (serial: number): string => {
  const raw = `LSVAA49J0320${String(serial).padStart(5, '0')}`;
  return raw.slice(0, 8) + checkDigitOf(raw) + raw.slice(9);
};

let platform: TestPlatform;
let app: Composition;
let server: TestServer;
let asks: AssetsAsks;

beforeAll(async () => {
  platform = await testPlatform();
  app = await compose([assetsModule], platform.platform);
  await app.start();
  asks = app.asksOf(assetsModule);
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [assetsErrors] },
  );
});
afterAll(async () => {
  await server.close();
  await app.stop();
  await platform.close();
});

const call = (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
const latestAudit = async () => (await readAudit(platform.platform.records, { limit: 1 })).lines[0];
const importFile = async (query: string, body: string | Uint8Array) =>
  (await call(`POST /assets/import?${query}`, body)).as(ImportReport);

describe('registering', () => {
  it('keeps a vehicle with its ECUs, and says who changed what', async () => {
    const ecus = [{ name: 'TBOX', softwareVersion: '4.1.7' }];
    const saved = (await call(`PUT /assets/vehicles/${VIN.toLowerCase()}`, { model: 'E5', ecus })).as(Vehicle);
    expect(saved).toMatchObject({ vin: VIN, model: 'E5', status: 'registered', checkDigit: 'right', lastSeen: null });
    await call(`PUT /assets/vehicles/${VIN}`, { model: 'E6', ecus });
    expect(await latestAudit()).toMatchObject({
      action: 'assets.asset-changed',
      target: { kind: 'vehicle', id: VIN },
      before: { model: 'E5' },
      after: { model: 'E6' },
    });
  });

  it('keeps hosts and services', async () => {
    await call('PUT /assets/hosts/TSP-App-01', { addresses: ['10.1.2.3', 'fe80::1'], zone: '生产区' });
    const host = (await call('GET /assets/hosts/tsp-app-01')).as(Host);
    expect(host).toMatchObject({ name: 'tsp-app-01', addresses: ['10.1.2.3', 'fe80::1'], criticality: 'medium' });
    const name = encodeURIComponent('远程控制接口');
    await call(`PUT /assets/services/${name}`, { type: 'tsp', exposure: 'internet', hosts: ['tsp-app-01'] });
    expect((await call(`GET /assets/services/${name}`)).as(Service).name).toBe('远程控制接口');
    expect((await call('GET /assets/services?q=tsp-app-01')).as(ServicePage).total).toBe(1);
  });

  it.each([
    ['PUT /assets/vehicles/LSV', {}, 'params.vin'],
    [`PUT /assets/vehicles/${VIN}`, { ownerRef: '13800138000' }, 'body.ownerRef'],
    [`PUT /assets/vehicles/${VIN}`, { ownerRef: '张伟的车辆编号一二' }, 'body.ownerRef'],
    ['PUT /assets/hosts/h1', { addresses: ['10.1.2.300'] }, 'body.addresses.0'],
    ['PUT /assets/services/s', { url: 'not a url' }, 'body.url'],
  ])('refuses %s %j', async (request, body, field) => {
    expect((await call(request, body)).problem?.errors?.[0]?.field).toBe(field);
  });

  it('retires without forgetting', async () => {
    await call(`PUT /assets/vehicles/${vinOf(99)}`, {});
    expect((await call(`POST /assets/vehicles/${vinOf(99)}/retire`)).status).toBe(200);
    expect((await call(`GET /assets/vehicles/${vinOf(99)}`)).as(Vehicle).status).toBe('retired');
    expect((await call(`POST /assets/vehicles/${vinOf(98)}/retire`)).problem?.code).toBe('assets.no-such-asset');
  });

  it('needs the permission for each', async () => {
    const bearer = assetsPermissions.read;
    expect((await server.call(`PUT /assets/vehicles/${VIN}`, { bearer, body: {} })).status).toBe(403);
    expect((await server.call('POST /assets/import?kind=host&mode=preview', { bearer, body: 'x' })).status).toBe(403);
    expect((await server.call('GET /assets/export?kind=host', { bearer })).status).toBe(403);
  });
});

describe('hosts that discovery found', () => {
  const found = (name: string) => ({
    name,
    addresses: ['10.20.0.1'],
    os: 'Linux',
    role: '',
    zone: '',
    team: '平台部',
    criticality: 'medium' as const,
    tags: [],
  });

  it('are registered once; a name that is on record is answered and left alone, a retired one comes back', async () => {
    const actor = { kind: 'user', id: 'u1', name: '王芳' } as const;
    expect(await asks.registerHosts([], actor)).toEqual({ taken: [] });
    expect(await asks.registerHosts([found('found-01'), found('found-02')], actor)).toEqual({ taken: [] });
    expect(await latestAudit()).toMatchObject({ action: 'assets.asset-registered', actor: { name: '王芳' } });
    await call('PUT /assets/hosts/found-01', { team: '数据部' });
    expect(await asks.registerHosts([found('found-01'), found('found-03')], actor)).toEqual({ taken: ['found-01'] });
    expect(await asks.assetByHost('found-01')).toMatchObject({ team: '数据部' });
    expect(await asks.assetByHost('found-03')).toMatchObject({ team: '平台部', status: 'registered' });
    await call('POST /assets/hosts/found-02/retire');
    expect(await asks.registerHosts([found('found-02')], actor)).toEqual({ taken: [] });
    expect(await asks.assetByHost('found-02')).toMatchObject({ status: 'registered' });
    for (const name of ['found-01', 'found-02', 'found-03']) await call(`POST /assets/hosts/${name}/retire`);
  });
});

describe('sightings', () => {
  const at = Date.UTC(2026, 10, 23, 0, 0, 0);

  it('discover vehicles and keep the newest state, whatever the order', async () => {
    const position = { latitude: 31.2, longitude: 121.5 };
    const first = await asks.noteSeen([
      { vin: vinOf(1), at: at + 2_000, source: 'gbt32960', position, state: { speedKmh: 60 } },
      { vin: vinOf(1), at: at + 1_000, source: 'old', state: { socPercent: 80, speedKmh: 10 } },
      { vin: vinOf(2), at, source: 'tsp' },
      { vin: 'nonsense', at, source: 'tsp' },
      { vin: vinOf(3), at: Number.NaN, source: 'tsp' },
    ]);
    expect(first).toEqual({ discovered: 2, skipped: 2 });
    const vehicle = await asks.vehicleByVin(vinOf(1).toLowerCase());
    expect(vehicle).toMatchObject({
      status: 'discovered',
      lastSeen: {
        at: '2026-11-23T00:00:02.000Z',
        source: 'gbt32960',
        position,
        state: { speedKmh: 60, socPercent: 80 },
      },
    });
  });

  it('that arrive late change only what is missing', async () => {
    await asks.noteSeen([{ vin: vinOf(1), at: at - 5_000, source: 'late', state: { speedKmh: 1, mileageKm: 9 } }]);
    const vehicle = await asks.vehicleByVin(vinOf(1));
    expect(vehicle?.firstSeenAt).toBe('2026-11-22T23:59:55.000Z');
    expect(vehicle?.lastSeen).toMatchObject({ source: 'gbt32960', state: { speedKmh: 60, mileageKm: 9 } });
  });

  it('bring software versions into the list of ECUs', async () => {
    await asks.noteSeen([{ vin: VIN, at, source: 'ota', software: { TBOX: '4.2.0', IVI: '9.1' } }]);
    const { ecus } = (await call(`GET /assets/vehicles/${VIN}`)).as(Vehicle);
    expect(ecus.map(({ name, softwareVersion }) => `${name} ${softwareVersion}`)).toEqual(['TBOX 4.2.0', 'IVI 9.1']);
  });

  it('do not undo a registration, and a registration keeps the sighting', async () => {
    const saved = (await call(`PUT /assets/vehicles/${vinOf(2)}`, { model: 'E7' })).as(Vehicle);
    expect(saved).toMatchObject({ status: 'registered', lastSeen: { source: 'tsp' } });
    await asks.noteSeen([{ vin: vinOf(2), at: at + 9_000, source: 'tsp' }]);
    expect((await asks.vehicleByVin(vinOf(2)))?.status).toBe('registered');
  });

  it('of a whole fleet go through at once, also from two writers', async () => {
    const fleet = Array.from({ length: 2_500 }, (_, i) => ({ vin: vinOf(20_000 + i), at, source: 'fleet' }));
    const answers = await Promise.all([asks.noteSeen(fleet), asks.noteSeen(fleet.toReversed())]);
    expect(answers.reduce((sum, { discovered }) => sum + discovered, 0)).toBe(2_500);
    expect(await asks.countVehicles()).toMatchObject({ registered: 2, discovered: 2_501, total: 2_503 });
    expect(await asks.countRegistered([VIN, 'LSVAA4182E2100017', 'nobody'])).toBe(1);
    const walked: string[] = [];
    for (let page = await asks.assetsAfter('vehicle', '', 1_000); page.length > 0;) {
      walked.push(...page.map(({ id }) => id));
      page = await asks.assetsAfter('vehicle', walked.at(-1) ?? '', 1_000);
    }
    expect([walked.length, new Set(walked).size]).toEqual([2_503, 2_503]);
    expect(await asks.assetsAfter('host', 'zzz', 2)).toEqual([]);
  });
});

describe('lists', () => {
  it('page through the whole fleet without a gap or a repeat, in both directions', async () => {
    for (const order of ['asc', 'desc'] as const) {
      const vins: string[] = [];
      let cursor: string | undefined;
      do {
        const from = cursor === undefined ? '' : `&cursor=${cursor}`;
        const page = (await call(`GET /assets/vehicles?sort=lastSeen&limit=200&order=${order}${from}`)).as(VehiclePage);
        vins.push(...page.items.map(({ vin }) => vin));
        cursor = page.next ?? undefined;
        expect(page.total).toBe(2_504);
      } while (cursor !== undefined);
      expect(new Set(vins).size).toBe(2_504);
    }
  });

  it.each([
    ['q=j132047', 1],
    ['q=e6', 1],
    ['q=%25', 0],
    ['model=E7', 1],
    ['softwareVersion=9.1', 1],
    ['status=retired', 1],
    ['status=discovered&sort=model&order=desc', 2_501],
    ['criticality=critical', 0],
  ])('of vehicles filter by %s', async (query, total) => {
    expect((await call(`GET /assets/vehicles?${query}`)).as(VehiclePage).total).toBe(total);
  });

  it('of hosts find an address', async () => {
    expect((await call('GET /assets/hosts?q=10.1.2.3')).as(HostPage).items.map(({ name }) => name)).toEqual([
      'tsp-app-01',
    ]);
    expect((await asks.assetByHost('fe80::1'))?.name).toBe('tsp-app-01');
    expect((await asks.assetByHost('TSP-APP-01'))?.name).toBe('tsp-app-01');
    expect(await asks.assetByHost('10.9.9.9')).toBeUndefined();
  });

  it('refuse a made-up cursor', async () => {
    expect((await call('GET /assets/vehicles?cursor=abc')).problem?.code).toBe('assets.bad-cursor');
    const time = Buffer.from(JSON.stringify(['1', 'x'])).toString('base64url');
    expect((await call(`GET /assets/vehicles?sort=updated&cursor=${time}`)).problem?.code).toBe('assets.bad-cursor');
  });

  it('are summed up for the head of the screen', async () => {
    const summary = (await call('GET /assets/summary')).as(AssetSummary);
    expect(summary.kinds).toContainEqual({ kind: 'vehicle', status: 'discovered', count: 2_501 });
    expect(summary.kinds).toContainEqual({ kind: 'service', status: 'registered', count: 1 });
    expect(summary.seenLastDay).toBe(2_503);
  });
});

describe('import', () => {
  const csv = `车架号,车型,ECU,软件版本\n${vinOf(301)},E8,TBOX,1.0\n${vinOf(301)},,IVI,2.0\n${VIN},E6,,\nLSV,E8,,\n`;

  it('previews without changing anything', async () => {
    const before = await latestAudit();
    const report = await importFile('kind=vehicle&mode=preview', csv);
    expect(report).toMatchObject({
      applied: false,
      format: 'csv',
      rows: 4,
      created: 1,
      updated: 0,
      unchanged: 1,
      errorRows: 1,
    });
    expect(report.problems).toMatchObject([{ row: 5, column: '车架号', value: 'LSV' }]);
    expect(report.sample[0]).toMatchObject({
      key: vinOf(301),
      change: 'create',
      fields: { ecus: 'TBOX; IVI', model: 'E8' },
    });
    expect(await asks.vehicleByVin(vinOf(301))).toBeUndefined();
    expect(await latestAudit()).toEqual(before);
  });

  it('stops at errors unless told to skip them', async () => {
    expect((await importFile('kind=vehicle&mode=apply', csv)).applied).toBe(false);
    expect(await asks.vehicleByVin(vinOf(301))).toBeUndefined();
    expect((await importFile('kind=vehicle&mode=apply&onError=skip', csv)).applied).toBe(true);
    expect((await asks.vehicleByVin(vinOf(301)))?.ecus).toHaveLength(2);
    expect(await latestAudit()).toMatchObject({ action: 'assets.imported', after: { created: 1, updated: 0 } });
  });

  it('keeps what the file has no column for', async () => {
    await importFile('kind=vehicle&mode=apply', `VIN,标签\n${VIN},重点\n`);
    const vehicle = await asks.vehicleByVin(VIN);
    expect(vehicle).toMatchObject({ model: 'E6', tags: ['重点'] });
    expect(vehicle?.ecus).toHaveLength(2);
    const again = await importFile('kind=vehicle&mode=apply', `VIN,标签\n${VIN},重点\n`);
    expect(again).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it('reads a sheet and refuses its formulas', async () => {
    const book = new exceljs.Workbook();
    book.addWorksheet('empty');
    const sheet = book.addWorksheet('车辆');
    sheet.addRow(['车架号', '年款', '车型']);
    sheet.addRow([vinOf(401), 2026, { richText: [{ text: 'E' }, { text: '9' }] }]);
    sheet.addRow([vinOf(402), 2026, { formula: 'A1', result: 'E9' }]);
    const report = await importFile('kind=vehicle&mode=preview', new Uint8Array(await book.xlsx.writeBuffer()));
    expect(report).toMatchObject({ format: 'xlsx', created: 1, errorRows: 1 });
    expect(report.sample[0]?.fields).toMatchObject({ modelYear: '2026', model: 'E9' });
    expect(report.problems[0]).toMatchObject({
      row: 3,
      column: '车型',
      message: { en: expect.stringContaining('formula') },
    });
  });

  it.each(['csv', 'xlsx'] as const)(
    'takes the %s template and its own export back without a change',
    async (format) => {
      for (const kind of ['vehicle', 'host', 'service']) {
        for (const path of ['template', 'export']) {
          const url = `${server.url}/api/assets/${path}?kind=${kind}&format=${format}`;
          const file = await fetch(url, { headers: { authorization: `Bearer ${ALL}` } });
          const bytes = new Uint8Array(await file.arrayBuffer());
          const report = await importFile(`kind=${kind}&mode=preview`, bytes);
          expect(report).toMatchObject({ format, errorRows: 0 });
          if (path === 'template') expect(report.created + report.unchanged + report.updated).toBe(1);
          // an export lists discovered and retired vehicles too; importing it registers them
          else expect(report.created).toBe(0);
        }
      }
    },
  );

  it.each([
    ['nothing', new Uint8Array(), 'assets.import-empty'],
    ['only a header', 'vin,model', 'assets.import-empty'],
    ['no key column', 'a,b\n1,2', 'assets.import-no-key'],
    ['a ZIP file that is no workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'assets.import-malformed'],
    ['an open quote', 'vin\n"abc', 'assets.import-malformed'],
    ['more rows than allowed', `vin\n${'x\n'.repeat(200_002)}`, 'assets.import-too-large'],
    ['binary rubbish', new Uint8Array(5_000).fill(0xff), 'assets.import-malformed'],
  ])('refuses %s', async (_name, body, code) => {
    expect((await call('POST /assets/import?kind=vehicle&mode=apply', body)).problem?.code).toBe(code);
  });
});

it('has a fake that answers like the module', async () => {
  const vehicle = await asks.vehicleByVin(VIN);
  const host = await asks.assetByHost('tsp-app-01');
  const fake = fakeAssets({
    vehicles: vehicle === undefined ? [] : [vehicle],
    hosts: host === undefined ? [] : [host],
  });
  expect(await fake.vehicleByVin(VIN.toLowerCase())).toEqual(vehicle);
  expect(await fake.assetByHost('10.1.2.3')).toEqual(host);
  expect(await fake.countVehicles()).toEqual({ total: 1, registered: 1, discovered: 0 });
  const sighting = { vin: vinOf(7), at: 0, source: 's' };
  expect(await fake.noteSeen([sighting, sighting])).toEqual({ discovered: 1, skipped: 0 });
  expect(fake.seen).toHaveLength(2);
});

describe('suppliers', () => {
  it('names suppliers of ECUs with what carries them, and says which hosts and services are not on record', async () => {
    const ecu = (name: string, supplier: string) => ({ name, supplier });
    await call(`PUT /assets/vehicles/${vinOf(701)}`, {
      ecus: [ecu('TBOX', ' 甲 '), ecu('GW', '甲'), ecu('BMS', '乙')],
    });
    await call(`PUT /assets/vehicles/${vinOf(702)}`, { ecus: [ecu('TBOX', '甲'), ecu('IVI', '')] });
    const names = await asks.supplierNames(10);
    expect(names.find(({ name }) => name === '甲')).toEqual({
      name: '甲',
      vehicles: 2,
      ecus: 3,
      parts: ['GW', 'TBOX'],
    });
    expect(names.find(({ name }) => name === '')).toBeUndefined();
    expect(await asks.supplierNames(1)).toHaveLength(1);
    await call(`POST /assets/vehicles/${vinOf(701)}/retire`);
    expect((await asks.supplierNames(10)).map(({ name }) => name)).not.toContain('乙');
    await call(`POST /assets/vehicles/${vinOf(702)}/retire`);
    await call('PUT /assets/services/on-record', { type: 'api' });
    expect(await asks.notOnRecord('service', ['on-record', 'nowhere'])).toEqual(['nowhere']);
    expect(await asks.notOnRecord('host', [])).toEqual([]);
  });
});
