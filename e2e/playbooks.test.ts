import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

const ADDRESS = '203.0.113.9';
const attack = (vehicle: number): string =>
  JSON.stringify({
    ts: new Date().toISOString(),
    type: 'remote_control',
    vin: `LSVAA4182E210001${vehicle}`,
    account: 'dealer-01',
    command: 'power_off',
    result: 'success',
    src_ip: ADDRESS,
    vehicle_speed_kmh: 62,
    user_agent: 'python-requests/2.31',
    session_id: '',
  });

interface Listed {
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

describe('response playbooks', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'tsp', title: '车云平台', kind: 'http', format: 'tsp' });
    await world.send(
      'tsp',
      Array.from({ length: 5 }, (_, vehicle) => attack(vehicle)),
    );
  }, 240_000);
  afterAll(() => world?.close());

  it('approves a playbook after looking at its workflow', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/playbooks`);
    await page.getByRole('link', { name: /阻断攻击来源地址/ }).click();
    await page.getByRole('figure', { name: '流程图' }).getByText('阻断地址').first().waitFor();
    await page.getByRole('button', { name: /批\s?准/ }).click();
    await page.getByLabel('说明原因，将写入记录').fill('年度评审通过');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /批\s?准/ })
      .click();
    await page.getByText('lilei 批准').first().waitFor();
  }, 180_000);

  it('starts it from a finding: a proven effect, the step of a person, the end, and the undo', async () => {
    const { page, server, errors } = world;
    const finding = await vi.waitFor(
      async () => {
        const [first] = ((await world.api('GET', '/findings')) as unknown as Listed).items;
        if (first === undefined) throw new Error('no finding yet');
        return first.id;
      },
      { timeout: 90_000, interval: 1000 },
    );
    await page.goto(`${server.url}/findings/${finding}`);
    await page.getByRole('button', { name: /阻断攻击来源地址/ }).click();
    await page.getByLabel('__address__').fill(ADDRESS);
    await page.getByRole('dialog').getByRole('button', { name: '启动处置' }).click();
    await page.getByText('探测证实已生效').waitFor();
    await page.getByText(`gate: address ${ADDRESS} refused, 0 connections open`).first().waitFor();
    expect(await world.api('GET', '/gateway/refusals')).toMatchObject({ items: [{ kind: 'address', value: ADDRESS }] });
    await page.getByRole('button', { name: '由我负责' }).click();
    await page.getByText('负责人：李雷').waitFor();
    await page.getByRole('button', { name: '完成步骤' }).click();
    await page.getByLabel('处理说明').fill('仅为攻击者使用，无正常车辆受影响');
    await page.getByLabel('证据（单号、文件及其摘要）').fill('INC-2026-7');
    await page.getByRole('dialog').getByRole('button', { name: '完成步骤' }).click();
    await page.locator('.page-head .chip', { hasText: '已完成' }).waitFor();
    await page.getByRole('button', { name: /撤\s?销/ }).click();
    await page.getByLabel('说明原因，将写入记录').fill('风险已排除');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /撤\s?销/ })
      .click();
    await page.getByText('lilei 已撤销').waitFor();
    expect(await world.api('GET', '/gateway/refusals')).toMatchObject({ items: [] });
    await page.goto(`${server.url}/findings/${finding}`);
    await page.getByRole('link', { name: /阻断攻击来源地址/ }).waitFor();
    expect(errors).toEqual([]);
  }, 240_000);
});
