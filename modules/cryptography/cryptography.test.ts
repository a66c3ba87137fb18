import { once } from 'node:events';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { FindingPage } from '@chedun/governance/contract';
import { readAudit } from '@chedun/records';
import { testCertificate, type TestCertificate } from '@chedun/tls-probe/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CertificateList,
  Endpoint,
  EndpointDetail,
  EndpointList,
  EndpointsImported,
  Inventory,
  ProbesOrdered,
  UsesImported,
} from './contract.ts';
import { cryptographyWorld, type CryptographyWorld } from './testing/world.ts';

const HOST = '127.0.0.1';
const DAY = 86_400_000;
const soon = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 100 });

let world: CryptographyWorld;
let leaf: TestCertificate;
let ca: TestCertificate;
const servers: Server[] = [];
beforeAll(async () => {
  world = await cryptographyWorld();
  const now = world.platform.clock.now();
  ca = await testCertificate({ commonName: 'fleet CA', isCa: true, notBefore: now - DAY, notAfter: now + 300 * DAY });
  leaf = await testCertificate({ hosts: [HOST], issuer: ca, notBefore: now - DAY, notAfter: now + 5 * DAY });
});
afterAll(async () => {
  for (const server of servers) server.close();
  await world.close();
});

const call = (request: string, body?: unknown) => world.call(request, body);
const serve = async (options: TlsOptions, port = 0): Promise<{ port: number; server: Server }> => {
  const server = createServer({ key: leaf.keyPem, cert: leaf.pem + ca.pem, ...options }, (socket) => {
    socket.on('error', () => {});
    socket.resume();
  });
  server.on('tlsClientError', () => {});
  server.listen(port, HOST);
  await once(server, 'listening');
  servers.push(server);
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, server };
};
const input = (port: number, more: object = {}) => ({
  name: `gateway ${port}`,
  host: HOST,
  port,
  kind: 'vehicle',
  speaks: 'tls',
  mutual: true,
  sm: false,
  ...more,
});
const endpoints = async () => (await call('GET /cryptography/endpoints')).as(EndpointList).items;
const findings = async (status = 'open') => {
  const { items } = (await call(`GET /findings?module=cryptography&status=${status}&limit=200`)).as(FindingPage);
  return items.map(({ titleZh, severity }) => `${severity} ${titleZh ?? ''}`).toSorted();
};
const checked = async (id: string) =>
  world.app.registry
    .checks()
    .find((check) => check.id === `cryptography.${id}`)
    ?.run();
const probed = async (id: string, times: number): Promise<Endpoint> =>
  soon(async () => {
    const { endpoint, history } = (await call(`GET /cryptography/endpoints/${id}`)).as(EndpointDetail);
    expect(history).toHaveLength(times);
    return endpoint;
  });

describe('endpoints', () => {
  it('prove nothing before any is declared', async () => {
    for (const id of ['endpoints', 'inventory']) expect(await checked(id)).toMatchObject({ outcome: 'unknown' });
  });

  it('are declared once by host and port, changed and removed', async () => {
    const made = (await call('POST /cryptography/endpoints', input(1))).as(Endpoint);
    expect((await call('POST /cryptography/endpoints', input(1))).problem?.code).toBe('cryptography.endpoint-declared');
    const changed = await call(`PUT /cryptography/endpoints/${made.id}`, input(2, { name: 'other' }));
    expect(changed.as(Endpoint)).toMatchObject({ name: 'other', port: 2, probe: null });
    expect((await call(`DELETE /cryptography/endpoints/${made.id}`)).status).toBe(200);
    expect((await call(`GET /cryptography/endpoints/${made.id}`)).problem?.code).toBe('cryptography.unknown-endpoint');
    expect((await call('POST /cryptography/endpoints', input(1, { host: 'a b' }))).status).toBe(400);
    const { lines } = await readAudit(world.platform.platform.records, { limit: 5 });
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'cryptography.endpoint-declared',
        'cryptography.endpoint-changed',
        'cryptography.endpoint-removed',
      ]),
    );
  });

  it('come from tables, those that are known are changed', async () => {
    const csv = (name: string) =>
      `名称,主机,端口,类型,双向认证\r\n${name},198.51.100.7,443,接口,否\r\nx,bad host,1,接口,否\r\n`;
    const imported = async (name: string) =>
      (await call('POST /cryptography/endpoints/import', csv(name))).as(EndpointsImported);
    expect(await imported('一')).toEqual({ imported: 1, refused: [{ row: 3, reason: 'bad_host' }] });
    await imported('二');
    const all = await endpoints();
    expect(all.map(({ name }) => name)).toEqual(['二']);
    for (const { id } of all) await call(`DELETE /cryptography/endpoints/${id}`);
  });
});

describe('probes', () => {
  it('find what is wrong, tell the ledger, and tell it again when it is gone', async () => {
    const { port, server } = await serve({ requestCert: false, minVersion: 'TLSv1.2' });
    const { id } = (await call('POST /cryptography/endpoints', input(port))).as(Endpoint);
    expect(await checked('endpoints')).toMatchObject({ outcome: 'fail', facts: { declared: 1, probed: 0 } });
    expect((await call('POST /cryptography/probes', { endpoints: [id] })).as(ProbesOrdered)).toEqual({ ordered: 1 });
    const before = await probed(id, 1);
    expect(before.probe?.result).toMatchObject({ reachable: true, asksClient: false });
    expect(before.probe?.result.negative.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    const name = `gateway ${port}（${HOST}:${port}）`;
    await soon(async () =>
      expect((await findings()).filter((each) => !each.startsWith('low'))).toEqual([
        `critical ${name}接受其他机构签发的客户端证书`,
        `critical ${name}接受已过期的客户端证书`,
        `critical ${name}未出示客户端证书也能接入`,
        `high ${name}不要求客户端证书`,
        `high ${name}证书即将到期：CN=test.example,C=CN`,
      ]),
    );
    expect(await checked('endpoints')).toMatchObject({
      outcome: 'fail',
      facts: { reached: 1, weak: 1, negativeTests: 3, negativeAccepted: 3, expiring30: 1, expiring7: 1, expiring1: 0 },
    });
    server.close();
    leaf = await testCertificate({
      hosts: [HOST],
      issuer: ca,
      notBefore: world.platform.clock.now() - DAY,
      notAfter: world.platform.clock.now() + 200 * DAY,
    });
    await serve({ requestCert: true, rejectUnauthorized: true, ca: ca.pem, minVersion: 'TLSv1.3' }, port);
    world.platform.clock.advance(1000);
    await call('POST /cryptography/probes', {});
    const after = await probed(id, 2);
    expect(after.probe?.result.negative.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
    expect(after.probe?.result.weaknesses.map(({ code }) => code)).toEqual(['sm-missing']);
    await soon(async () => expect(await findings()).toEqual([]));
    expect((await findings('resolved')).length).toBeGreaterThan(4);
    expect(await checked('endpoints')).toMatchObject({ outcome: 'pass', facts: { weak: 0, negativeAccepted: 0 } });
  });

  it('keep the bytes of the handshakes and the certificates', async () => {
    const [endpoint] = await endpoints();
    const probe = endpoint?.probe;
    const transcript = JSON.parse((await call(`GET /cryptography/probes/${probe?.id}/transcript`)).text) as {
      readonly connections: readonly { readonly probe: string; readonly sent: string; readonly received: string }[];
      readonly negative: readonly unknown[];
    };
    expect(transcript.connections.map(({ probe: name }) => name)).toContain('tls13');
    expect(transcript.connections[0]?.sent).toMatch(/^16030100[0-9a-f]+$|^160301[0-9a-f]+$/);
    expect(transcript.connections[0]?.received).toMatch(/^160303/);
    expect(transcript.negative).toHaveLength(3);
    const unknown = await call('GET /cryptography/probes/018f7a00-0000-7000-8000-000000000001/transcript');
    expect(unknown.problem?.code).toBe('cryptography.no-transcript');
    const seen = (await call('GET /cryptography/certificates?search=fleet')).as(CertificateList);
    expect(seen.items.map(({ subject, places }) => [subject, places[0]?.place])).toEqual([
      ['CN=test.example,C=CN', 'leaf'],
      ['CN=fleet CA,C=CN', 'chain'],
    ]);
    expect((await call('GET /cryptography/certificates?search=%25')).as(CertificateList).total).toBe(0);
  });

  it('that reach nobody prove nothing, and keep what is known', async () => {
    const [endpoint] = await endpoints();
    if (endpoint === undefined) throw new Error('no endpoint');
    for (const server of servers) server.close();
    world.platform.clock.advance(1000);
    await call('POST /cryptography/probes', {});
    expect((await probed(endpoint.id, 3)).probe?.result).toMatchObject({
      reachable: false,
      reason: 'ECONNREFUSED',
      weaknesses: [],
    });
    expect((await call('GET /cryptography/certificates')).as(CertificateList).total).toBe(2);
    expect(await checked('endpoints')).toMatchObject({
      outcome: 'fail',
      facts: { declared: 1, probed: 1, reached: 0 },
    });
  });
});

describe('the inventory', () => {
  const use = {
    system: 'TSP',
    purpose: 'at-rest',
    algorithm: 'SM4-CBC',
    bits: 128,
    keyId: 'kek',
    rotatedOn: '2026-11-01',
    rotateDays: 30,
  };
  const inventory = async () => (await call('GET /cryptography/inventory')).as(Inventory);

  it('holds declared uses, and makes findings of weak ones and of old keys', async () => {
    const made = (await call('POST /cryptography/uses', use)).json as { id: string };
    const csv = 'system,purpose,algorithm,bits\r\nOTA,签名,RSA-1024,\r\nTSP,存储,3DES-CBC,168\r\nTSP,存储,x,y\r\n';
    expect((await call('POST /cryptography/uses/import', csv)).as(UsesImported)).toEqual({
      imported: 2,
      refused: [{ row: 4, reason: 'bad_value' }],
    });
    const { uses, algorithms } = await inventory();
    expect(uses.map(({ algorithm, weak, rotationDue }) => [algorithm, weak, rotationDue])).toEqual([
      ['RSA-1024', 'rsa-short', false],
      ['SM4-CBC', null, false],
      ['3DES-CBC', '3des', false],
    ]);
    expect(algorithms.find(({ algorithm }) => algorithm === 'SM4-CBC')).toMatchObject({
      sm: true,
      weak: false,
      uses: 1,
    });
    await soon(async () =>
      expect(await findings()).toEqual([
        'high OTA 使用 RSA-1024：RSA 密钥不足 2048 位',
        'high TSP 使用 3DES-CBC：3DES 分组过短',
      ]),
    );
    expect(await checked('inventory')).toMatchObject({
      outcome: 'fail',
      facts: { uses: 3, weakUses: 2, weakAlgorithms: 2 },
    });
    for (const { id, weak } of uses) if (weak !== null) await call(`DELETE /cryptography/uses/${id}`);
    await call(`PUT /cryptography/uses/${made.id}`, { ...use, rotatedOn: '2026-10-01' });
    await soon(async () => expect(await findings()).toEqual(['medium TSP 的密钥 kek 超过轮换期限']));
    await call(`PUT /cryptography/uses/${made.id}`, { ...use, rotatedOn: '2026-11-20' });
    await soon(async () => expect(await findings()).toEqual([]));
    const missing = await call('PUT /cryptography/uses/018f7a00-0000-7000-8000-000000000001', use);
    expect(missing.problem?.code).toBe('cryptography.unknown-entry');
  });

  it('holds certified products, and warns before their certificate ends', async () => {
    const product = {
      name: '服务器密码机',
      certificateNo: 'GM0012345',
      level: 2,
      validFrom: '2022-01-01',
      validTo: '2026-11-28',
    };
    const made = (await call('POST /cryptography/products', product)).json as { id: string };
    expect((await call('POST /cryptography/products', product)).problem?.code).toBe('cryptography.product-declared');
    expect((await inventory()).products).toMatchObject([{ certificateNo: 'GM0012345', daysLeft: 5 }]);
    await soon(async () =>
      expect(await findings()).toEqual(['medium 商用密码产品认证证书 GM0012345（服务器密码机）将于 2026-11-28 到期']),
    );
    expect(await checked('inventory')).toMatchObject({ facts: { products: 1, productsExpired: 0 } });
    await call(`PUT /cryptography/products/${made.id}`, { ...product, validTo: '2030-01-01' });
    await soon(async () => expect(await findings()).toEqual([]));
    expect((await call(`DELETE /cryptography/products/${made.id}`)).json).toEqual({ removed: true });
  });

  it('is a bill in CycloneDX', async () => {
    const bill = JSON.parse((await call('GET /cryptography/cbom')).text) as {
      readonly specVersion: string;
      readonly components: readonly { readonly name: string; readonly type: string }[];
    };
    expect(bill.specVersion).toBe('1.6');
    expect(bill.components.every(({ type }) => type === 'cryptographic-asset')).toBe(true);
    expect(bill.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['SM4-CBC', 'CN=fleet CA,C=CN']));
  });
});
