import { assetsModule } from '@chedun/assets';
import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import fc from 'fast-check';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  Exposure,
  exposurePermissions,
  ImportReport,
  isTelling,
  ProbesOrdered,
  RunList,
  ScanReport,
} from './contract.ts';
import { isDeclarable, isPublic, readPorts, USUAL_PORTS } from './domain/targets.ts';
import { exposure } from './module.ts';

describe('targets', () => {
  it('are public addresses and names', () => {
    for (const address of ['8.8.8.8', '203.0.113.10', '2001:db8::1']) expect(isPublic(address)).toBe(true);
    for (const address of ['10.0.0.1', '127.0.0.1', '169.254.169.254', '172.20.0.1', '192.168.1.1', '100.64.0.1'])
      expect(isPublic(address)).toBe(false);
    for (const address of ['::1', '::', 'fe80::1', 'fd00::1', '224.0.0.1', '255.255.255.255', '0.0.0.0', 'x'])
      expect(isPublic(address)).toBe(false);
    expect(isPublic('::ffff:127.0.0.1')).toBe(false);
    expect(['tsp.example.cn', 'localhost', '1234', 'a:b'].map((host) => isDeclarable(host, isPublic))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('have ports that can be read, and not too many', () => {
    expect(readPorts('')).toBe(USUAL_PORTS);
    expect(readPorts('443, 8000-8002,443')).toEqual([443, 8000, 8001, 8002]);
    for (const text of ['0', '70000', '9-1', '1-65535', 'http', ',']) expect(readPorts(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readPorts(text);
        return read === undefined || read.every((port) => port >= 1 && port <= 65_535);
      }),
    );
  });
});

describe('a probe', () => {
  it('shows nothing when nobody was reached, or when whatever was asked answered', () => {
    expect(isTelling({ probed: 76, open: 2, unreachable: 0 })).toBe(true);
    expect(isTelling({ probed: 2, open: 2, unreachable: 0 })).toBe(true);
    expect(isTelling({ probed: 76, open: 76, unreachable: 0 })).toBe(false);
    expect(isTelling({ probed: 76, open: 0, unreachable: 76 })).toBe(false);
  });
});

describe('exposure', () => {
  let platform: TestPlatform;
  let app: Composition;
  let server: TestServer;
  let open: Server;
  let port = 0;
  const all = [exposurePermissions, governancePermissions].flatMap((each) => Object.values(each)).join(',');
  const call = (request: string, body?: unknown) =>
    server.call(request, body === undefined ? { bearer: all } : { bearer: all, body });
  const read = async () => (await call('GET /exposure')).as(Exposure);
  const findings = async (): Promise<string[]> => {
    const { items } = (await call('GET /findings?module=exposure&status=open&limit=200')).as(FindingPage);
    return items.map(({ severity, titleZh }) => `${severity} ${titleZh ?? ''}`);
  };
  const soon = (expected: readonly string[]) =>
    vi.waitFor(async () => expect(await findings()).toEqual(expected), { timeout: 20_000, interval: 100 });
  const probed = async (): Promise<Exposure> => {
    platform.clock.advance(1_000);
    const before = (await read()).targets[0]?.lastRun?.at;
    expect((await call('POST /exposure/probe', {})).as(ProbesOrdered).ordered).toBe(1);
    return vi.waitFor(
      async () => {
        const now = await read();
        expect(now.targets[0]?.lastRun?.at ?? before).not.toBe(before);
        return now;
      },
      { timeout: 30_000, interval: 100 },
    );
  };
  const check = () =>
    app.registry
      .checks()
      .find(({ id }) => id === 'exposure.approved')
      ?.run();
  const service = (change: object = {}) => ({
    host: '127.0.0.1',
    port,
    owner: '平台组',
    purpose: '车联网入口',
    approver: '王工',
    ...change,
  });

  beforeAll(async () => {
    platform = await testPlatform();
    const { config } = platform.platform;
    app = await compose([governance, assetsModule, exposure], {
      ...platform.platform,
      config: { ...config, exposure: { allowPrivate: true } },
    });
    await app.start();
    server = await testServer(
      app.routes.map(({ route }) => route),
      { errors: [app.errors] },
    );
    open = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
    port = (open.address() as AddressInfo).port;
  }, 60_000);
  afterAll(async () => {
    await new Promise((resolve) => open.close(resolve));
    await server.close();
    await app.stop();
    await platform.close();
  });

  it('says nothing without targets, and refuses what must not be probed', async () => {
    expect(await check()).toMatchObject({ outcome: 'unknown' });
    const target = { host: 'localhost', approver: '王工' };
    expect((await call('POST /exposure/targets', target)).problem?.code).toBe('exposure.not-public');
    const ports = { ...target, host: '127.0.0.1', ports: '1-65535' };
    expect((await call('POST /exposure/targets', ports)).problem?.code).toBe('exposure.bad-ports');
    expect((await call('POST /exposure/targets', { ...target, host: 'a b' })).status).toBe(400);
  });

  it('finds what is open though nobody approved it, and keeps the proof', async () => {
    await call('POST /exposure/targets', { host: '127.0.0.1', ports: `1,${port}`, approver: '王工' });
    expect((await call('POST /exposure/targets', { host: '127.0.0.1', approver: 'x' })).problem?.code).toBe(
      'exposure.duplicate',
    );
    expect(await check()).toMatchObject({ outcome: 'fail', facts: { staleTargets: 1 } });
    const { targets, items, counts } = await probed();
    expect(targets[0]?.lastRun).toMatchObject({ address: '127.0.0.1', probed: 2, open: 1, closed: 1 });
    expect(targets[0]?.lastRun?.sm3).toMatch(/^[0-9a-f]{64}$/);
    expect(items).toMatchObject([{ port, standing: 'unapproved', service: null }]);
    expect(counts).toMatchObject({ open: 1, unapproved: 1 });
    await soon([`high 未经批准对互联网开放的端口：127.0.0.1 TCP ${port}`]);
    expect(await check()).toMatchObject({ outcome: 'fail', facts: { unapprovedPorts: 1, staleTargets: 0 } });
  });

  it('closes it once it is approved, and opens it again when the approval is over', async () => {
    await call('POST /exposure/services', service({ validTo: '2026-11-23' }));
    expect((await call('POST /exposure/services', service())).problem?.code).toBe('exposure.duplicate');
    await soon([]);
    expect(await check()).toMatchObject({ outcome: 'pass', facts: { approvedServices: 1, openPorts: 1 } });
    platform.clock.advance(24 * 3_600_000);
    await platform.platform.jobs.send('exposure/probe-all', {});
    await soon([`high 批准已到期的端口仍对互联网开放：127.0.0.1 TCP ${port}`]);
    const id = (await read()).items[0]?.service?.id ?? '';
    await call(`PUT /exposure/services/${id}`, service());
    await soon([]);
  });

  it('says what is approved and not open, and forgets what is closed', async () => {
    await call('POST /exposure/services', service({ port: 1, purpose: '旧入口' }));
    await call('POST /exposure/services', service({ host: 'tsp.example.cn', port: 443 }));
    const { items, counts } = await probed();
    expect(items.map((item) => [item.standing, item.port])).toEqual([
      ['not-open', 1],
      ['not-probed', 443],
      ['approved', port],
    ]);
    expect(counts).toMatchObject({ open: 1, notOpen: 1 });
    await new Promise((resolve) => open.close(resolve));
    const after = await probed();
    expect(after.counts.open).toBe(0);
    const { items: runs } = (await call(`GET /exposure/targets/${after.targets[0]?.id}/runs`)).as(RunList);
    expect(runs.map(({ opened, closedPorts }) => [opened, closedPorts])).toEqual([
      [[], [port]],
      [[], []],
      [[], []],
      [[port], []],
    ]);
  });

  const scan = (from: string, body: string) =>
    server.call(`POST /exposure/scans?from=${encodeURIComponent(from)}`, {
      bearer: all,
      body: new TextEncoder().encode(body),
    });
  const nmap = (ports: string) => `<?xml version="1.0"?><nmaprun scanner="nmap" start="1795400000">
<scaninfo type="connect" protocol="tcp" numservices="3" services="22,443,8443"/>
<host endtime="1795400100"><status state="up"/><address addr="203.0.113.9" addrtype="ipv4"/><ports>${ports}</ports></host>
<host endtime="1795400100"><status state="up"/><address addr="203.0.113.77" addrtype="ipv4"/><ports></ports></host>
</nmaprun>`;
  const answered = (at: number): string => `<port protocol="tcp" portid="${at}"><state state="open"/></port>`;

  it('judges a scan that was made from outside by the same rule, for the hosts that are targets', async () => {
    await call('POST /exposure/targets', { host: '203.0.113.9', approver: '王工' });
    const report = (await scan('某云上海', nmap(answered(22) + answered(443)))).as(ScanReport);
    expect(report).toMatchObject({ taken: ['203.0.113.9'], unknown: ['203.0.113.77'], unknownCount: 1 });
    await soon([
      'high 未经批准对互联网开放的端口：203.0.113.9 TCP 443',
      'critical 未经批准对互联网开放的端口：203.0.113.9 TCP 22',
    ]);
    const target = (await read()).targets.find(({ host }) => host === '203.0.113.9');
    expect(target?.lastRun).toMatchObject({ from: '某云上海', probed: 3, open: 2, closed: 1 });
    await scan('某云上海', nmap(answered(443)));
    await soon(['high 未经批准对互联网开放的端口：203.0.113.9 TCP 443']);
    await call(`DELETE /exposure/targets/${target?.id}`);
    await soon([]);
  });

  it('refuses what is no scan with its place', async () => {
    expect((await scan('x', '<other/>')).problem).toMatchObject({ code: 'exposure.bad-scan', place: { line: 1 } });
    expect((await scan('x', 'no xml')).problem?.code).toBe('exposure.bad-scan');
  });

  it('takes the good rows of a table and names the others', async () => {
    const rows = Array.from({ length: 4_000 }, (_, at) =>
      at === 1_999 ? `203.0.113.${at % 250},99999,甲,入口,王工,` : `h${at}.example.cn,443,甲,入口,王工,2036-12-31`,
    );
    const table = ['地址,端口,责任人,用途,批准人,有效期至', ...rows, 'x y,80,甲,入口,王工,', 'a.cn,80,甲,入口,,'];
    const bring = (mode: string) =>
      server.call(`POST /exposure/services/import?mode=${mode}`, {
        bearer: all,
        body: new TextEncoder().encode(table.join('\n')),
      });
    expect((await bring('preview')).as(ImportReport)).toMatchObject({ applied: false, taken: 3_999 });
    const report = (await bring('apply')).as(ImportReport);
    expect(report).toMatchObject({ applied: true, rows: 4_002, taken: 3_999, changed: 0 });
    expect(report.refused.map(({ row, column, value }) => [row, column, value])).toEqual([
      [2_001, '端口', '99999'],
      [4_002, '地址', 'x y'],
      [4_003, '批准人', ''],
    ]);
    expect((await bring('apply')).as(ImportReport)).toMatchObject({ taken: 0, changed: 3_999 });
    const missing = await server.call('POST /exposure/services/import', {
      bearer: all,
      body: new TextEncoder().encode('地址,端口\na.cn,443'),
    });
    expect(missing.as(ImportReport).refused.map(({ column }) => column)).toEqual(['责任人', '用途', '批准人']);
  });

  it('withdraws approvals and removes targets', async () => {
    const { items, targets } = await read();
    for (const { service: each, host } of items)
      if (each !== null && !/^h\d/.test(host))
        expect((await call(`DELETE /exposure/services/${each.id}`)).status).toBe(200);
    expect((await call(`DELETE /exposure/targets/${targets[0]?.id}`)).status).toBe(200);
    expect((await call(`DELETE /exposure/targets/${targets[0]?.id}`)).problem?.code).toBe('exposure.unknown');
    expect(await read()).toMatchObject({ targets: [], counts: { open: 0 } });
  });
});

describe('exposure as it is configured by default', () => {
  it('declares public addresses alone', async () => {
    const platform = await testPlatform();
    const app = await compose([governance, assetsModule, exposure], platform.platform);
    const server = await testServer(
      app.routes.map(({ route }) => route),
      { errors: [app.errors] },
    );
    const add = async (host: string) =>
      (await server.call('POST /exposure/targets', { bearer: 'exposure.write', body: { host, approver: '王工' } }))
        .problem?.code;
    const inner = [
      '10.0.0.1',
      '127.0.0.1',
      '::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      '169.254.169.254',
    ];
    for (const host of inner) expect([host, await add(host)]).toEqual([host, 'exposure.not-public']);
    expect(await add('2130706433')).toBe('exposure.not-public');
    expect(await add('203.0.113.9')).toBeUndefined();
    await server.close();
    await platform.close();
  });
});
