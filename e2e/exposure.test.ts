import { createServer, type AddressInfo, type Server } from 'node:net';
import { Exposure } from '@chedun/exposure/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

describe('what is open to the outside', () => {
  let world: World;
  let debug: Server;
  let port = 0;
  beforeAll(async () => {
    debug = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => debug.listen(0, '127.0.0.1', resolve));
    port = (debug.address() as AddressInfo).port;
    world = await openWorld(['--exposure-allow-private']);
    world.page.setDefaultTimeout(30_000);
  }, 240_000);
  afterAll(async () => {
    debug?.close();
    await world?.close();
  });

  it('says what to do first, probes an address, and finds a port that nobody approved', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/exposure`);
    await page.getByText('还没有登记探测目标').waitFor();
    await page.getByRole('button', { name: '登记探测目标' }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('地址或域名').fill('127.0.0.1');
    await dialog.getByLabel('探测端口').fill(`1,${port}`);
    await dialog.getByLabel('批准人').fill('王工');
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('尚未探测').waitFor();
    await page.getByRole('button', { name: '全部探测' }).click();
    await page.getByText('开放 1，关闭 1，无应答 0').waitFor();
    await page.locator('tbody .chip', { hasText: '未经批准' }).waitFor();
    await page.goto(`${server.url}/findings`);
    await page.getByText(`未经批准对互联网开放的端口：127.0.0.1 TCP ${port}`).waitFor();
  }, 120_000);

  it('is content once somebody approved it, and shows what each probe changed', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/exposure`);
    await page
      .getByRole('row', { name: /未经批准/ })
      .getByRole('button', { name: /批\s?准/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('用途').fill('车联网服务入口');
    await dialog.getByLabel('责任人').fill('平台组');
    await dialog.getByLabel('批准人').fill('王工');
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.locator('tbody .chip', { hasText: /^已批准$/ }).waitFor();
    await page.getByText('开放 1，关闭 1，无应答 0').click();
    const drawer = page.locator('.ant-drawer');
    await drawer.getByText(String(port)).waitFor();
    const { items } = (await world.api('GET', '/findings?module=exposure&status=open')) as { items: unknown[] };
    expect(items).toEqual([]);
  }, 120_000);

  it('takes a scan that was made from outside, and names hosts that are no targets', async () => {
    const { page, server } = world;
    await world.api('POST', '/exposure/targets', { host: '203.0.113.9', approver: '王工' });
    await page.goto(`${server.url}/exposure`);
    await page.getByRole('button', { name: '批准与导入' }).hover();
    await page.getByRole('menuitem', { name: '导入外部扫描结果' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('探测位置').fill('某云上海');
    const host = (address: string, ports: string) =>
      `<host><status state="up"/><address addr="${address}" addrtype="ipv4"/><ports>${ports}</ports></host>`;
    const scan = `<?xml version="1.0"?><nmaprun scanner="nmap" start="1795400000"><scaninfo protocol="tcp" services="22,443"/>${host('203.0.113.9', '<port protocol="tcp" portid="22"><state state="open"/></port>')}${host('203.0.113.77', '')}</nmaprun>`;
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'scan.xml', mimeType: 'text/xml', buffer: Buffer.from(scan) });
    await dialog.getByRole('button', { name: /导\s?入/ }).click();
    await dialog.getByText('已导入 1 个目标的结果').waitFor();
    await dialog.getByText('1 个主机不在探测目标中，未导入').waitFor();
    const { items } = Exposure.parse(await world.api('GET', '/exposure'));
    expect(items.find((each) => each.host === '203.0.113.9')).toMatchObject({ port: 22, standing: 'unapproved' });
    expect(world.errors).toEqual([]);
  }, 120_000);
});
