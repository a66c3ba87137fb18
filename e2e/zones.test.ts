import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const TABLE = `名称,类型,网段,说明,责任人
互联网,互联网,0.0.0.0/0,,
车辆接入,车辆接入,10.64.0.0/12,,车联网部
接入隔离区,隔离区,10.2.0.0/16,,网络组
办公网,办公,10.8.0.0/16,,信息部
业务生产区,业务生产,10.3.0.0/16,,平台部
数据区,数据,10.9.0.0/16,,数据组
坏行,数据,10.9.0.1/16,,
`;
const flow = (src: string, dst: string, port: number, more: object = {}): string =>
  JSON.stringify({
    time: new Date().toISOString(),
    src_ip: src,
    dst_ip: dst,
    src_port: 50_123,
    dst_port: port,
    protocol: 'tcp',
    message: 'flow',
    ...more,
  });
const fileOf = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe('zones', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
  }, 240_000);
  afterAll(() => world?.close());

  it('takes a table of zones, and draws what crosses them once logs tell it', async () => {
    const { page, server, send, api } = world;
    await page.goto(`${server.url}/zones`);
    await page.getByText('还没有划分安全域').waitFor();
    await page.getByRole('button', { name: /^导\s?入$/ }).click();
    await page.locator('input[type=file]').setInputFiles(fileOf('zones.csv', TABLE));
    await page.getByText('共 7 行：新增 6，更新 0，未采纳 1').waitFor();
    await page.getByText(/第 8 行“网段”10\.9\.0\.1\/16/).waitFor();
    await page.keyboard.press('Escape');
    await send('boundary', [
      flow('10.64.3.17', '10.2.0.5', 8883),
      flow('10.2.0.5', '10.3.0.7', 443),
      flow('10.3.0.7', '10.9.0.5', 5432),
      flow('10.8.3.7', '10.9.0.5', 3306),
      flow('10.8.3.8', '10.9.0.5', 3306),
      flow('203.0.113.9', '10.2.0.5', 443),
      flow('203.0.113.9', '10.9.0.5', 22, { action: 'deny' }),
    ]);
    await expect
      .poll(async () => ((await api('POST', '/zones/look')) as { violating: number }).violating, {
        timeout: 40_000,
        interval: 500,
      })
      .toBe(5);
    await page.reload();
    await page.getByRole('button', { name: '办公网 → 数据区' }).waitFor();
  }, 120_000);

  it('shows who spoke, and allows it from there', async () => {
    const { page } = world;
    await page.getByRole('tab', { name: '访问矩阵' }).click();
    await page.getByRole('table', { name: '访问矩阵' }).getByRole('button', { name: '办公网 → 数据区' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('没有允许的访问').waitFor();
    await drawer.getByText('TCP 3306').click();
    await drawer.getByText('10.8.3.8 → 10.9.0.5:3306').waitFor();
    await drawer.getByRole('button', { name: '允许此访问' }).click();
    const dialog = page.getByRole('dialog').filter({ hasText: '批准人' }).last();
    await dialog.getByLabel('用途').fill('报表查询');
    await dialog.getByLabel('批准人').fill('王工');
    await dialog.getByRole('button', { name: /^保\s?存$/ }).click();
    await drawer.getByText('报表查询').waitFor();
    await drawer.getByText('已许可').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('允许 1').waitFor();
  }, 120_000);

  it('makes findings of what nothing allows, and compares firewalls', async () => {
    const { page, server, api } = world;
    const made = (await api('POST', '/firewalls', { name: '数据中心边界' })) as { firewall: { id: string } };
    const rules =
      '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -s 10.8.0.0/16 -d 10.9.0.0/16 -p tcp --dport 22 -j ACCEPT\nCOMMIT\n';
    const sent = await page.request.fetch(`${server.url}/api/firewalls/${made.firewall.id}/exports`, {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/octet-stream' },
      data: Buffer.from(rules),
    });
    expect(sent.ok()).toBe(true);
    await page.getByRole('tab', { name: '防火墙比对' }).click();
    await page.getByRole('button', { name: '立即比对防火墙' }).click();
    await page.getByRole('cell', { name: 'TCP 22' }).waitFor();
    await page.getByRole('tab', { name: '安全域', exact: true }).click();
    await page.getByText('10.64.0.0/12').first().waitFor();
    await page.goto(`${server.url}/findings`);
    await page
      .getByText(/未经许可的跨域流量：业务生产区 → 数据区，TCP 5432 端口/)
      .first()
      .waitFor();
    expect(world.errors).toEqual([]);
  }, 120_000);
});
