import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const RULES = `#
security-policy
 rule name 办公访问平台
  source-zone trust
  destination-zone dmz
  source-address 10.8.0.0 mask 255.255.0.0
  destination-address 10.9.2.0 24
  service protocol tcp destination-port 443
  action permit
 rule name 旧版接口
  source-zone trust
  destination-zone dmz
  source-address 10.8.3.0 24
  destination-address 10.9.2.3 32
  service protocol tcp destination-port 443
  action deny
 rule name 远程维护
  description 供应商维护，有效期至 2025-12-31
  destination-address 10.9.2.9 32
  service protocol tcp destination-port 22
  action permit
#
return
`;
const fileOf = (text: string) => ({ name: '边界.cfg', mimeType: 'text/plain', buffer: Buffer.from(text) });

describe('rules of firewalls', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
  }, 240_000);
  afterAll(() => world?.close());

  it('says what to do first, registers a firewall, and shows which rules never work, are open, or have run out', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/firewalls`);
    await page.getByText('还没有登记防火墙').waitFor();
    await page.getByRole('button', { name: '登记防火墙' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('数据中心边界');
    await dialog.getByLabel('位置').fill('武汉数据中心');
    await dialog.getByRole('button', { name: '登记防火墙' }).click();
    await page.getByText('尚未上传配置').waitFor();
    await page.locator('input[type=file]').setInputFiles(fileOf(RULES));
    await page.getByText('在先规则第 3 行').waitFor();
    await page.getByText('在先规则已匹配其全部流量且处理不同，本规则永不生效').waitFor();
    await page.getByText('管理或数据库端口对任意来源开放').waitFor();
    await page.getByText('备注中的有效期已过，仍在放行').waitFor();
    await page.getByText('TCP 443').first().waitFor();
  }, 120_000);

  it('makes findings, which close when the next export does not have them', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/findings`);
    await page
      .getByText(/旧版接口 被在先规则遮蔽，永不生效/)
      .first()
      .waitFor();
    await page.goto(`${server.url}/firewalls`);
    await page.getByText('数据中心边界').click();
    await page.getByText('在先规则第 3 行').waitFor();
    const mended = RULES.slice(0, RULES.indexOf(' rule name 旧版接口'));
    await page.locator('input[type=file]').setInputFiles(fileOf(`${mended}#\nreturn\n`));
    await page.getByText('未发现问题规则').waitFor();
    await page.getByText('与上一版本相比').waitFor();
    expect(world.errors).toEqual([]);
  }, 120_000);
});
