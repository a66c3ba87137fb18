import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

/** A file that the browser can be given. */
const fileOf = (name: string, text: string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});

const port = (number: number, name: string, product: string, version: string): string =>
  `<port protocol="tcp" portid="${number}"><state state="open"/><service name="${name}" product="${product}" version="${version}"/></port>`;
const host = (address: string, mac: string, name: string, ports: string): string =>
  `<host><status state="up"/><address addr="${address}" addrtype="ipv4"/><address addr="${mac}" addrtype="mac"/>
<hostnames><hostname name="${name}"/></hostnames><ports>${ports}</ports><os><osmatch name="Linux 5.15"/></os></host>`;
const scan = (web: string): string => `<?xml version="1.0"?>
<nmaprun scanner="nmap"><scaninfo protocol="tcp" services="1-10000"/>
${host('10.9.2.3', '00:1b:21:0a:0b:03', 'tsp-web-01', web)}
${host('10.9.2.66', '00:1b:21:0a:0b:66', 'nas-unknown', port(8080, 'http', 'nginx', '1.26.1'))}
${host('10.9.2.67', '00:1b:21:0a:0b:67', 'printer-07', port(9100, 'jetdirect', '', ''))}
<host><status state="up"/><address addr="10.9.2.999" addrtype="ipv4"/></host>
</nmaprun>`;

describe('discovery of assets', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
    await world.api('PUT', '/assets/hosts/tsp-web-01', { addresses: ['10.9.2.3'], team: '平台部' });
    await world.api('PUT', '/assets/hosts/tsp-db-02', { addresses: ['10.9.2.9'] });
  }, 240_000);
  afterAll(() => world?.close());

  it('imports a scan after a preview that names the wrong entry, and shows what each source covers', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/discovery`);
    await page.getByText('还没有发现设备').waitFor();
    await page.getByRole('button', { name: '导入发现结果' }).first().click();
    const dialog = page.getByRole('dialog');
    const web = port(443, 'https', 'nginx', '1.26.1');
    await dialog.locator('input[type=file]').setInputFiles(fileOf('scan.xml', scan(web)));
    await dialog.getByText('格式：nmap 扫描').waitFor();
    await dialog.getByText(/第 9 行 addr/).waitFor();
    await dialog.getByText(/addr“10\.9\.2\.999”：不是 IP 地址/).waitFor();
    await dialog.getByRole('button', { name: '导入 3 条' }).click();
    await page.getByText('已导入 3 条：新设备 3 台').waitFor();
    await page.locator('.ant-modal-close').click();
    await page.getByText('1 / 2 台 · 50 %').waitFor();
    await page.getByText('nas-unknown').waitFor();
  }, 120_000);

  it('registers an unknown thing and sets another aside; both findings close', async () => {
    const { page } = world;
    await page.getByText('nas-unknown').click();
    const drawer = page.locator('.ant-drawer');
    await drawer.getByText('8080/tcp').first().waitFor();
    await drawer.getByText('首次出现').waitFor();
    await drawer.getByRole('button', { name: /登\s?记/ }).click();
    const form = page.locator('.ant-modal');
    await form.getByLabel('责任部门').fill('运维部');
    await form.getByRole('button', { name: /登\s?记/ }).click();
    await page.getByText('已登记 1 台', { exact: true }).waitFor();
    await drawer.getByText('已登记').first().waitFor();
    await drawer.locator('.ant-drawer-close').click();
    await page.getByText('printer-07').click();
    await drawer.getByRole('button', { name: '暂不处理' }).click();
    await page.getByLabel('理由').fill('会议室打印机，随办公网统一管理');
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('截止日期').fill(until);
    await page.locator('.ant-modal').getByRole('button', { name: '暂不处理' }).click();
    await drawer.getByText(/暂不处理：会议室打印机/).waitFor();
    await drawer.locator('.ant-drawer-close').click();
    await page.locator('.kpi', { hasText: '登记率' }).getByText('67 %').waitFor();
  }, 120_000);

  it('names the host that is nobody’s, and logs a port that a second scan finds open', async () => {
    const { page, server, api } = world;
    await page.getByRole('tab', { name: '无主资产' }).click();
    await page.getByText('tsp-db-02').waitFor();
    await page.getByText('无责任部门', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: '导入发现结果' }).first().click();
    const dialog = page.getByRole('dialog');
    const web = port(443, 'https', 'nginx', '1.28.0') + port(2375, 'docker', 'Docker', '27.1');
    await dialog.locator('input[type=file]').setInputFiles(fileOf('scan.xml', scan(web)));
    await dialog.getByRole('button', { name: '导入 3 条' }).click();
    await page.locator('.ant-modal-close').click();
    await page.goto(`${server.url}/discovery?tab=changes`);
    await page.getByText('2375/tcp docker Docker 27.1').waitFor();
    await page.getByText('443/tcp https nginx 1.28.0').waitFor();
    const run = await api('POST', '/discovery/run', {});
    expect(run['observations']).toBeGreaterThanOrEqual(0);
    const evidence = await api('POST', '/posture/checks/discovery.inventory/run');
    expect(evidence).toMatchObject({ outcome: 'pass' });
    await page.goto(`${server.url}/posture?id=1.1-g`);
    await page.getByText(/发现设备 \d+ 台，已登记 \d+ 台/).waitFor();
    expect(world.errors).toEqual([]);
  }, 120_000);
});
