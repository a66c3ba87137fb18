import exceljs from 'exceljs';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BindingPage, BindingsDecided, BindingsImported, GatewayCounts, PolicyList, type Policy } from './contract.ts';
import { gatewayWorld, type GatewayWorld } from './testing/world.ts';

const [VIN, OTHER, THIRD] = ['LSVAA0000N0000017', 'LSVAA0000N0000018', 'LSVAA0000N0000019'];
const CERTIFICATE = { fingerprint: 'ab'.repeat(32), subject: 'vehicle-17' };
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 20 });

let world: GatewayWorld;
const setPolicy = async (policy: Partial<Policy>): Promise<void> => {
  const items = [{ listener: 'gbt32960', mode: 'observe', unbound: 'ignore', ...policy }];
  (await world.call('PUT /gateway/policies', { items })).as(PolicyList);
};
const bindings = async (query = '') => (await world.call(`GET /gateway/bindings${query}`)).as(BindingPage);
const counts = async () => (await world.call('GET /gateway/counts')).as(GatewayCounts);
const importCsv = async (text: string) =>
  (await world.call('POST /gateway/bindings/import', text)).as(BindingsImported);
const frame = (vin: string): Uint8Array => Buffer.from(`##..${vin}`);
const checked = async () => (await world.app.registry.checks()[0]?.run()) ?? undefined;

describe('the gate of the listeners', () => {
  beforeAll(async () => {
    world = await gatewayWorld();
  });
  afterAll(() => world.close());

  it('lets everybody in at once while nothing is bound', async () => {
    const pass = world.gate().open(world.connection());
    expect(pass.admit({ id: VIN, iccid: undefined, platform: null })).toBe(true);
    pass.frame(frame(VIN), 4, 21, null);
    expect(await counts()).toMatchObject({ judged: 0 });
    expect(await checked()).toMatchObject({ outcome: 'unknown' });
  });

  it('takes bindings as CSV and as XLSX, and gives them back in the same form', async () => {
    const csv = `VIN,平台账号,证书\r\n${VIN},east,\r\n${OTHER},,vehicle-17\r\n,x,\r\n`;
    expect(await importCsv(csv)).toEqual({
      imported: 2,
      unchanged: 0,
      refused: [{ row: 4, reason: 'no_subject', value: '' }],
    });
    const book = new exceljs.Workbook();
    book.addWorksheet('bindings').addRows([
      ['vin', 'iccid'],
      [VIN, '89860000000000000001'],
    ]);
    const xlsx = new Uint8Array(await book.xlsx.writeBuffer());
    const answer = await world.call('POST /gateway/bindings/import', xlsx);
    expect(answer.as(BindingsImported).imported).toBe(1);
    const exported = await world.call('GET /gateway/bindings/export');
    const table = exported.text.replace('\uFEFF', '');
    expect(table.trim().split('\r\n')).toEqual([
      'vin,platform,certificate,iccid,status',
      `${VIN},,,89860000000000000001,confirmed`,
      `${VIN},east,,,confirmed`,
      `${OTHER},,vehicle-17,,confirmed`,
    ]);
    expect(await importCsv(table)).toMatchObject({ imported: 0, unchanged: 3, refused: [] });
    const { lines } = await readAudit(world.platform.platform.records, { limit: 3 });
    expect(lines.map(({ action }) => action)).toContain('gateway.bindings-imported');
  });

  it('lists them in pages, and finds them by subject and value', async () => {
    const first = await bindings('?limit=2');
    expect([first.items.length, first.total]).toEqual([2, 3]);
    const second = await bindings(`?limit=2&cursor=${first.next ?? ''}`);
    expect(second.items.map(({ subject }) => subject)).toEqual([OTHER]);
    expect((await bindings('?search=EAS')).total).toBe(1);
    expect((await bindings('?search=%25')).total).toBe(0);
    expect((await world.call('GET /gateway/bindings?cursor=eA')).problem?.code).toBe('gateway.bad-cursor');
  });

  it('records who breaks a binding, once, and lets it in while it only observes', async () => {
    const pass = world.gate().open(world.connection({ ip: '198.51.100.9' }));
    expect(await pass.admit({ id: VIN, iccid: undefined, platform: 'west' })).toBe(true);
    expect(await pass.admit({ id: VIN, iccid: undefined, platform: 'west' })).toBe(true);
    await soon(() => expect(world.records).toHaveLength(1));
    expect(world.records[0]).toMatchObject({
      product: 'vehicle',
      category: 'gbt32960',
      signal: 'gateway.binding',
      binding_kind: 'platform',
      binding_action: 'observed',
      expected: 'east',
      seen: 'west',
      vin: VIN,
      platform_user: 'west',
      src_ip: '198.51.100.9',
    });
    expect(await counts()).toMatchObject({ violations: 2, refused: 0 });
  });

  it('judges the first frame of each vehicle that a platform forwards, and not the further ones', async () => {
    const before = (await counts()).judged;
    const pass = world.gate().open(world.connection({ ip: '198.51.100.10' }));
    for (let n = 0; n < 50; n += 1) for (const vin of [VIN, OTHER]) pass.frame(frame(vin), 4, 21, 'east');
    await soon(async () => expect((await counts()).judged).toBe(before + 2));
    await soon(() => expect(world.records).toHaveLength(2));
    expect(world.records[1]).toMatchObject({ vin: OTHER, binding_kind: 'platform', seen: 'east' });
  });

  it('refuses logins and reports where the policy says so', async () => {
    await setPolicy({ mode: 'reject' });
    const rightful = world.gate().open(world.connection({ certificate: CERTIFICATE }));
    expect(await rightful.admit({ id: OTHER, iccid: undefined, platform: null })).toBe(true);
    const impostor = world.connection();
    const pass = world.gate().open(impostor);
    expect(await pass.admit({ id: OTHER, iccid: undefined, platform: null })).toBe(false);
    expect(await world.gate().open(world.connection()).frame(frame(OTHER), 4, 21, null)).toBe(false);
    expect(await world.gate().open(world.connection()).frame(frame(OTHER), 4, 21, 'west')).toBe(false);
    expect((await counts()).refused).toBe(3);
    // Who says no also closes: only the listener knows whom else a connection carries.
    expect(impostor.closed).toEqual([]);
    await setPolicy({ mode: 'observe' });
  });

  it('blocks the reports of one refused vehicle of a platform, and lets the others go on', async () => {
    await setPolicy({ mode: 'reject' });
    const pass = world.gate().open(world.connection({ ip: '198.51.100.11' }));
    const goesOn = (vin: string): boolean | Promise<boolean> => pass.frame(frame(vin), 4, 21, 'west');
    const { blocked } = await counts();
    const held = [goesOn(VIN), goesOn(VIN), goesOn('LSVAA0000N0000071')];
    // Not one frame gets through while the register is being read.
    expect(await Promise.all(held)).toEqual([false, false, true]);
    expect([goesOn(VIN), goesOn('LSVAA0000N0000071'), goesOn(VIN)]).toEqual([false, true, false]);
    expect((await counts()).blocked).toBe(blocked + 4);
    await importCsv(`${VIN},west\n`);
    expect(await goesOn(VIN)).toBe(true);
    const first = world.gate().open(world.connection());
    expect(await first.frame(frame(OTHER), 4, 21, 'west')).toBe(false);
    // Its bindings are in memory now: a new connection does not get one frame through.
    expect(world.gate().open(world.connection()).frame(frame(OTHER), 4, 21, 'west')).toBe(false);
    await setPolicy({ mode: 'observe' });
    expect(await world.gate().open(world.connection()).frame(frame(OTHER), 4, 21, 'west')).toBe(true);
  });

  it('blocks vehicles of a platform that nobody bound, where that is a violation', async () => {
    await setPolicy({ mode: 'reject', unbound: 'violation' });
    const pass = world.gate().open(world.connection());
    expect(await pass.frame(frame('LSVAA0000N0000072'), 4, 21, 'east')).toBe(false);
    await setPolicy({ mode: 'observe' });
  });

  it('binds the account of a platform to a certificate', async () => {
    await importCsv(`platform:north,,${CERTIFICATE.fingerprint}\n`);
    await setPolicy({ mode: 'reject' });
    const login = { id: undefined, iccid: undefined, platform: 'north' };
    const open = (given: Parameters<typeof world.connection>[0]) => world.gate().open(world.connection(given));
    expect(await open({ certificate: CERTIFICATE }).admit(login)).toBe(true);
    expect(await open({}).admit(login)).toBe(false);
    await setPolicy({ mode: 'observe' });
  });

  it('learns what it sees for the first time; it counts only when a person confirmed it', async () => {
    await setPolicy({ mode: 'reject', unbound: 'learn' });
    const way = { id: THIRD, iccid: '89860000000000000009', platform: 'east' };
    expect(await world.gate().open(world.connection()).admit(way)).toBe(true);
    await soon(async () => expect((await bindings('?status=proposed')).total).toBe(2));
    const other = world.gate().open(world.connection());
    expect(await other.admit({ ...way, platform: 'west' })).toBe(true);
    const proposed = (await bindings('?status=proposed&kind=platform')).items.filter(({ value }) => value === 'east');
    const decision = { bindings: proposed.map(({ subject, kind, value }) => ({ subject, kind, value })) };
    const decided = await world.call('POST /gateway/bindings/decide', { ...decision, status: 'confirmed' });
    expect(decided.as(BindingsDecided)).toEqual({ changed: 1 });
    expect(
      await world
        .gate()
        .open(world.connection())
        .admit({ ...way, platform: 'west' }),
    ).toBe(false);
    const rest = await world.call('POST /gateway/bindings/confirm-proposed');
    expect(rest.as(BindingsDecided).changed).toBeGreaterThan(0);
    expect((await bindings('?status=proposed')).proposed).toBe(0);
  });

  it('calls a vehicle without any binding a violation where that is wanted', async () => {
    await setPolicy({ mode: 'observe', unbound: 'violation' });
    const stranger = { id: 'LSVAA0000N0000099', iccid: undefined, platform: null };
    expect(await world.gate().open(world.connection()).admit(stranger)).toBe(true);
    await soon(() => {
      const told = world.records.find(({ vin }) => vin === stranger.id);
      expect(told).toMatchObject({ binding_kind: 'unbound', expected: '-', seen: '-' });
    });
  });

  it('judges open connections again when bindings change', async () => {
    const connection = world.connection({ ip: '198.51.100.77' });
    const pass = world.gate().open(connection);
    pass.frame(frame('LSVAA0000N0000055'), 4, 21, 'east');
    const before = (await counts()).judged;
    await importCsv('LSVAA0000N0000055,west\n');
    pass.frame(frame('LSVAA0000N0000055'), 4, 21, 'east');
    await soon(async () => expect((await counts()).judged).toBeGreaterThan(before));
    await soon(() => expect(world.records.at(-1)).toMatchObject({ vin: 'LSVAA0000N0000055', expected: 'west' }));
  });

  it('needs the right to change anything', async () => {
    const bearer = 'gateway.bindings-read';
    expect((await world.server.call('POST /gateway/bindings/import', { bearer, body: 'x' })).status).toBe(403);
    expect((await world.server.call('GET /gateway/bindings', { bearer })).status).toBe(200);
  });
});

describe('rates', () => {
  beforeAll(async () => {
    world = await gatewayWorld({ sourceFramesPerSecond: 100, vehicleFramesPerMinute: 60, graceSeconds: 1 });
  });
  afterAll(() => world.close());

  it('hold a sender back, say so once, and close it after the grace', async () => {
    const connection = world.connection({ ip: '198.51.100.20' });
    const pass = world.gate().open(connection);
    pass.took(150, 'east');
    expect(connection.held).toEqual([500]);
    pass.took(100, 'east');
    await soon(() => expect(world.records).toHaveLength(1));
    expect(world.records[0]).toMatchObject({
      signal: 'gateway.rate',
      rate_scope: 'source',
      rate_action: 'held',
      platform_user: 'east',
      expected: '≤ 100/s',
      seen: '+50',
    });
    world.platform.clock.advance(1001);
    pass.took(300, 'east');
    expect(connection.closed).toEqual(['rate']);
    await soon(() => expect(world.records[1]).toMatchObject({ rate_action: 'closed', level: 'high' }));
    expect(await counts()).toMatchObject({ held: 2, closedForRate: 1 });
  });

  it('count each vehicle of a platform, tell of one that floods, and hold nobody back for it', async () => {
    const connection = world.connection({ ip: '198.51.100.40' });
    const pass = world.gate().open(connection);
    for (let n = 0; n < 70; n += 1) {
      expect(pass.frame(frame(THIRD), 4, 21, 'south')).toBe(true);
      if (n < 30) pass.frame(frame(OTHER), 4, 21, 'south');
    }
    await soon(() => expect(world.records.at(-1)).toMatchObject({ vin: THIRD, rate_action: 'told' }));
    expect(world.records.at(-1)).toMatchObject({ rate_scope: 'vehicle', platform_user: 'south', level: 'medium' });
    expect(world.records.some(({ vin }) => vin === OTHER)).toBe(false);
    expect([connection.held, connection.closed]).toEqual([[], []]);
    expect((await counts()).flooding).toBe(1);
  });

  it('tell a terminal of several on one connection without a platform, and hold none of them back', async () => {
    const connection = world.connection({ ip: '198.51.100.50', listener: 'jtt808' });
    const pass = world.gate().open(connection);
    const [one, two] = [Buffer.from('13800000001'), Buffer.from('13800000002')];
    pass.frame(one, 0, 11, null);
    for (let n = 0; n < 70; n += 1) pass.frame(two, 0, 11, null);
    pass.took(71, null);
    await soon(() => expect(world.records.at(-1)).toMatchObject({ phone: '13800000002', rate_action: 'told' }));
    expect([connection.held, connection.closed]).toEqual([[], []]);
  });

  it('count a vehicle over all its connections', () => {
    for (const [at, held] of [[], [1000]].entries()) {
      const connection = world.connection({ ip: `198.51.100.3${at}` });
      const pass = world.gate().open(connection);
      pass.frame(frame(VIN), 4, 21, null);
      pass.took(at === 0 ? 60 : 1, null);
      expect(connection.held.length).toBe(held.length);
    }
  });
});
