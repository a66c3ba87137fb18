import { FindingPage } from '@chedun/governance/contract';
import { FirewallDetail } from '@chedun/firewalls/contract';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  FlowPage,
  Looked,
  Openings,
  ZoneOverview,
  ZonesImported,
  ZoneSuggestions,
  type PermissionInput,
} from './contract.ts';
import { zoneWorld, type ZoneWorld } from './testing/world.ts';

const HOUR = 3_600_000;
let world: ZoneWorld;
beforeAll(async () => {
  world = await zoneWorld();
}, 90_000);
afterAll(() => world?.close());

const call = (request: string, body?: unknown) => world.call(request, body);
const overview = async () => (await call('GET /zones')).as(ZoneOverview);
const flows = async (query = '') => (await call(`GET /zones/flows${query}`)).as(FlowPage);
const look = async () => (await call('POST /zones/look')).as(Looked);
const open = async (): Promise<string[]> => {
  const { items } = (await call('GET /findings?module=zones&status=open&limit=200')).as(FindingPage);
  return items.map(({ severity, titleZh }) => `${severity} ${titleZh ?? ''}`).toSorted();
};
const soon = (expected: readonly string[]) =>
  vi.waitFor(async () => expect(await open()).toEqual(expected), { timeout: 20_000, interval: 100 });
const check = () =>
  world.app.registry
    .checks()
    .find(({ id }) => id === 'zones.flows')
    ?.run();
const ids = new Map<string, string>();
const idOf = (name: string): string => ids.get(name) ?? '';
const pass = (change: Partial<PermissionInput> = {}) => ({
  from: idOf('办公网'),
  to: idOf('数据区'),
  protocol: 'tcp',
  ports: '443',
  purpose: '数据门户',
  approver: '王工',
  ...change,
});

it('says nothing before there are zones, and suggests those that the register names', async () => {
  expect(await check()).toMatchObject({ outcome: 'unknown', facts: { zones: 0 } });
  expect((await call('GET /zones/suggestions')).as(ZoneSuggestions).items).toEqual([
    { name: '数据区', cidrs: ['10.9.0.0/24', '10.9.1.0/24'], hosts: 2, basis: 'assets' },
  ]);
});

it('takes a table of zones and names every row that is wrong', async () => {
  const table = [
    '名称,类型,网段,说明,责任人',
    '办公网,办公,10.8.0.0/16,,信息部',
    '数据区,数据,10.9.0.0/16 fd00:9::/32,核心数据,数据组',
    '坏网段,数据,10.9.0.1/16,,',
    '坏类型,机房,10.7.0.0/16,,',
    '重复,其他,10.8.0.0/16,,',
    ',其他,10.6.0.0/16,,',
    '',
    '运维,运维管理,10.8.200.0/24,,',
  ].join('\n');
  const report = (await call('POST /zones/import', Buffer.from(table))).as(ZonesImported);
  expect(report).toMatchObject({ rows: 7, added: 3, changed: 0 });
  expect(report.refused.map(({ row, column, value }) => [row, column, value])).toEqual([
    [4, 'cidrs', '10.9.0.1/16'],
    [5, 'kind', '机房'],
    [6, 'cidrs', '10.8.0.0/16'],
    [7, 'name', ''],
  ]);
  expect((await call('POST /zones/import', Buffer.from('名称,网段\nx,y'))).problem?.code).toBe('zones.missing-column');
  const { zones } = await overview();
  for (const { id, name } of zones) ids.set(name, id);
  expect(zones.map(({ name, hosts }) => [name, hosts]).toSorted()).toEqual([
    ['办公网', 0],
    ['数据区', 2],
    ['运维', 0],
  ]);
});

it('refuses zones and permissions that cannot be', async () => {
  const zone = { name: '办公网', kind: 'office', cidrs: ['10.5.0.0/16'] };
  const code = async (request: string, body: unknown) => (await call(request, body)).problem?.code;
  expect(await code('POST /zones', zone)).toBe('zones.duplicate');
  expect(await code('POST /zones', { ...zone, name: 'x', cidrs: ['10.5.0.0/8'] })).toBe('zones.bad-network');
  expect(await code('POST /zones', { ...zone, name: 'x', cidrs: ['10.8.0.0/16'] })).toBe('zones.taken-network');
  expect(await code('POST /zones/permissions', pass({ ports: '99999' }))).toBe('zones.bad-ports');
  expect(await code('POST /zones/permissions', pass({ protocol: 'icmp' }))).toBe('zones.bad-ports');
  expect(await code('POST /zones/permissions', pass({ to: idOf('办公网') }))).toBe('zones.same-zone');
  expect(await code('PUT /zones/0193a000-0000-7000-8000-000000000099', zone)).toBe('zones.unknown');
});

it('sees flows in the real event store, judges them by zone, and reports those that nothing allows', async () => {
  const dst = { dstIp: '10.9.0.5', protocol: 'TCP' };
  await world.store([
    { srcIp: '10.8.3.7', dstPort: 443, srcPort: 50_000, ...dst },
    { srcIp: '10.8.3.7', dstPort: 3306, ...dst },
    { srcIp: '10.8.3.8', dstPort: 3306, ...dst },
    // The answer of the database, told by itself.
    { srcIp: '10.9.0.5', srcPort: 443, dstIp: '10.8.3.7', dstPort: 50_000, protocol: 'tcp' },
    // Refused by the firewall.
    { srcIp: '10.8.3.9', dstPort: 22, body: '{"action":"deny"}', ...dst },
    // The longer prefix is another zone.
    { srcIp: '10.8.200.4', dstPort: 22, ...dst },
    { srcIp: '10.8.3.7', dstIp: '10.8.3.8', dstPort: 445, protocol: 'tcp' },
    { srcIp: '10.77.0.1', dstPort: 443, ...dst },
    { srcIp: '10.8.3.7', dstIp: '224.0.0.251', dstPort: 5353, protocol: 'udp' },
    { srcIp: "o'brien'; drop table events; --", dstPort: 1, ...dst },
    { source: 'drill', srcIp: '10.8.1.1', dstPort: 9999, ...dst },
  ]);
  expect(await look()).toMatchObject({ violating: 3 });
  const { items } = await flows();
  expect(
    items.map(({ status, protocol, port, records, conversations }) => [status, protocol, port, records, conversations]),
  ).toEqual(
    expect.arrayContaining([
      ['violating', 'tcp', 443, 2, 1],
      ['violating', 'tcp', 3306, 2, 2],
      ['violating', 'tcp', 22, 1, 1],
      ['unzoned', 'tcp', 443, 1, 1],
      ['blocked', 'tcp', 22, 1, 1],
      ['inside', 'tcp', 445, 1, 1],
    ]),
  );
  expect(items).toHaveLength(6);
  const database = items.find(({ port }) => port === 3306);
  expect(database?.examples.map(({ client, server, event }) => [client, server, event?.journal])).toEqual([
    ['10.8.3.7', '10.9.0.5', 'network'],
    ['10.8.3.8', '10.9.0.5', 'network'],
  ]);
  await soon([
    'medium 未经许可的跨域流量：办公网 → 数据区，TCP 3306 端口',
    'medium 未经许可的跨域流量：办公网 → 数据区，TCP 443 端口',
    'medium 未经许可的跨域流量：运维 → 数据区，TCP 22 端口',
  ]);
  expect(await check()).toMatchObject({ outcome: 'fail', facts: { violatingFlows: 3, ownAddressesUnzoned: 1 } });
  expect((await overview()).unzonedExamples).toEqual(['10.77.0.1']);
});

it('counts a record once however often it is looked at, also one that comes late', async () => {
  const records = async () => (await flows()).items.find(({ port }) => port === 3306)?.records;
  await look();
  expect(await records()).toBe(2);
  world.platform.clock.advance(5 * 60_000);
  await look();
  // Received before the last look, in the store after it.
  const received = world.platform.clock.now() - 60_000;
  await world.store([{ srcIp: '10.8.3.7', dstIp: '10.9.0.5', dstPort: 3306, protocol: 'tcp', received }]);
  await look();
  expect(await records()).toBe(3);
  world.platform.clock.advance(20 * 60_000);
  await look();
  await look();
  expect(await records()).toBe(3);
  const [first] = (await flows('?limit=1')).items;
  const { next } = await flows('?limit=1');
  const [second] = (await flows(`?limit=1&cursor=${encodeURIComponent(next ?? '')}`)).items;
  expect(second?.id).not.toBe(first?.id);
});

it('closes what is allowed, at once, and opens it again when the permission ends', async () => {
  await call('POST /zones/permissions', pass());
  await call('POST /zones/permissions', pass({ ports: '3000-4000', validTo: '2026-11-23' }));
  await call('POST /zones/permissions', pass({ from: idOf('运维'), protocol: 'any', ports: '' }));
  await soon([]);
  await call('POST /zones', { name: '车辆接入', kind: 'vehicle', cidrs: ['10.77.0.0/16'] });
  ids.set('车辆接入', (await overview()).zones.find(({ kind }) => kind === 'vehicle')?.id ?? '');
  await soon(['medium 未经许可的跨域流量：车辆接入 → 数据区，TCP 443 端口']);
  await call('POST /zones/permissions', pass({ from: idOf('车辆接入') }));
  await soon([]);
  expect(await check()).toMatchObject({ outcome: 'pass', facts: { crossingFlows: 5, blockedFlows: 1 } });
  world.platform.clock.advance(24 * HOUR);
  expect(await check()).toMatchObject({ outcome: 'unknown' });
  await look();
  await soon(['medium 许可已到期的跨域流量：办公网 → 数据区，TCP 3306 端口']);
  expect(await check()).toMatchObject({ outcome: 'fail', facts: { endedFlows: 1, zonePermissions: 3 } });
});

it('takes flows of recordings, and makes one finding of a sweep over ports', async () => {
  world.platform.clock.advance(1_000);
  const at = world.platform.clock.now();
  world.record(
    Array.from({ length: 41 }, (_, port) => ({
      client: '10.9.0.5',
      server: '10.8.0.1',
      transport: 'TCP',
      port: 1_000 + (port % 40),
      flows: 1,
      bytes: 60,
      first: at - 2 * HOUR,
      last: at - HOUR,
    })),
  );
  world.platform.clock.advance(60_000);
  await look();
  const { items } = await flows(`?from=${idOf('数据区')}&status=violating`);
  expect(items).toMatchObject([{ ports: 40, port: 0, bytes: 2_460, records: 41, conversations: 40 }]);
  await soon([
    'high 未经许可的跨域流量：数据区 → 办公网，TCP 40 个端口',
    'medium 许可已到期的跨域流量：办公网 → 数据区，TCP 3306 端口',
  ]);
});

it('compares what firewalls let through with what is allowed', async () => {
  const text = `*filter
:FORWARD DROP [0:0]
-A FORWARD -s 10.8.200.0/24 -d 10.9.0.0/16 -j ACCEPT
-A FORWARD -s 10.8.1.0/24 -d 10.9.0.0/16 -p tcp --dport 440:445 -j ACCEPT
-A FORWARD -s 10.77.0.0/16 -d 10.9.0.0/16 -p tcp --dport 443 -j ACCEPT
-A FORWARD -i eth0 -o eth1 -j ACCEPT
COMMIT
`;
  const { firewall } = (await call('POST /firewalls', { name: '边界' })).as(FirewallDetail);
  await call(`POST /firewalls/${firewall.id}/exports`, Buffer.from(text));
  const found = (await call('POST /zones/compare')).as(Openings);
  expect(found).toMatchObject({ firewalls: 1, rules: 4, uncompared: 1, cut: false });
  expect(found.items.map(({ line, services, from, to }) => [line, services, from, to])).toEqual([
    [4, 'TCP 440-442, TCP 444-445', idOf('办公网'), idOf('数据区')],
  ]);
  expect((await call('GET /zones/openings')).as(Openings).items).toHaveLength(1);
});

it('forgets what was not seen for long, with its findings; a removed zone takes its permissions along', async () => {
  world.platform.clock.advance(31 * 24 * HOUR);
  await look();
  await soon([]);
  expect((await flows()).items).toEqual([]);
  expect((await call(`DELETE /zones/${idOf('办公网')}`)).status).toBe(200);
  expect((await overview()).permissions.map(({ from }) => from).toSorted()).toEqual(
    [idOf('运维'), idOf('车辆接入')].toSorted(),
  );
  const [one] = (await overview()).permissions;
  expect((await call(`DELETE /zones/permissions/${one?.id}`)).status).toBe(200);
  expect((await call(`DELETE /zones/permissions/${one?.id}`)).problem?.code).toBe('zones.unknown-permission');
});
