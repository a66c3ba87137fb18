import { once } from 'node:events';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testCertificate } from '@chedun/tls-probe/testing';
import { openWorld, type World } from './world.ts';

const HOST = '127.0.0.1';
const DAY = 86_400_000;

describe('the use of cryptography', () => {
  let world: World;
  const servers: Server[] = [];
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
  }, 180_000);
  afterAll(async () => {
    for (const server of servers) server.close();
    await world?.close();
  });

  const shot = async (name: string): Promise<void> => {
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) await world.page.screenshot({ path: join(folder, `${name}.png`) });
  };
  /** A TLS server that lets everybody in; its certificate ends in five days. */
  const serve = async (): Promise<number> => {
    const leaf = await testCertificate({ commonName: 'gateway', hosts: [HOST], notAfter: Date.now() + 5 * DAY });
    const server = createServer({ key: leaf.keyPem, cert: leaf.pem, minVersion: 'TLSv1.2' }, (socket) => {
      socket.on('error', () => {});
      socket.resume();
    });
    server.on('tlsClientError', () => {});
    server.listen(0, HOST);
    await once(server, 'listening');
    servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  it('is probed at a declared endpoint, with what is wrong and where it stands', async () => {
    const { page, server, errors } = world;
    const port = await serve();
    await page.goto(`${server.url}/cryptography`);
    await page.getByText('还没有登记端点').waitFor();
    await shot('cryptography-empty');
    await page.getByRole('button', { name: '登记端点' }).first().click();
    await page.getByLabel('名称').fill('车辆接入网关');
    await page.getByLabel('主机').fill(HOST);
    await page.getByLabel('端口').fill(String(port));
    await shot('cryptography-declare');
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText(`${HOST}:${port}`).waitFor();
    await page.getByRole('button', { name: '探测全部' }).click();
    await page.getByText('存在误放行').first().waitFor();
    await shot('cryptography-endpoints');
    await page.getByText('车辆接入网关').first().click();
    await page.getByText('不出示证书').first().waitFor();
    await shot('cryptography-endpoint');
    const { items } = (await world.api('GET', '/findings?module=cryptography&status=open')) as unknown as {
      readonly items: readonly { readonly titleZh: string }[];
    };
    expect(items.map(({ titleZh }) => titleZh).join('\n')).toContain('未出示客户端证书也能接入');
    await page.goto(`${server.url}/cryptography?tab=certificates`);
    await page.getByText('CN=gateway').first().waitFor();
    await shot('cryptography-certificates');
    expect(errors).toEqual([]);
  }, 150_000);

  it('is kept as an inventory, and given as a bill in CycloneDX', async () => {
    const { page, server, errors } = world;
    await world.api('POST', '/cryptography/uses', {
      system: 'TSP',
      purpose: 'at-rest',
      algorithm: '3DES-CBC',
      keyId: 'kek-1',
    });
    await page.goto(`${server.url}/cryptography?tab=inventory`);
    await page.getByText('3DES 分组过短').first().waitFor();
    await shot('cryptography-inventory');
    const bill = await world.api('GET', '/cryptography/cbom');
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    expect(errors).toEqual([]);
  }, 60_000);

  it('is assessed, with a score as it is judged', async () => {
    const { page, server, errors } = world;
    await page.goto(`${server.url}/cryptography?tab=assessments`);
    await page.getByRole('button', { name: '新建密评' }).first().click();
    await page.getByLabel('系统').fill('车联网服务平台');
    await page.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('密评：车联网服务平台').waitFor();
    await page.getByRole('button', { name: '按探测结果预填' }).click();
    await page.getByText('车辆接入网关').first().waitFor();
    await shot('cryptography-assessment');
    await page
      .getByRole('button', { name: /判\s*定/ })
      .first()
      .click();
    await page.getByText('密码使用有效性（D）').waitFor();
    await shot('cryptography-judge');
    expect(errors).toEqual([]);
  }, 90_000);
});
