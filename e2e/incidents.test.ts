import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

const VINS = [1, 2, 3].map((n) => `LSVAA4182E210002${n}`);

const unlockWhileDriving = (vin: string): string =>
  JSON.stringify({
    ts: new Date().toISOString(),
    type: 'remote_control',
    vin,
    account: 'dealer-02',
    command: 'power_off',
    result: 'success',
    src_ip: '203.0.113.9',
    vehicle_speed_kmh: 62,
    user_agent: 'python-requests/2.31',
    session_id: '',
  });

describe('from an alert to the last report', () => {
  let world: World;
  let finding = '';
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'tsp', title: '车云平台', kind: 'http', format: 'tsp' });
    await world.api('PUT', '/incidents/settings', {
      organisation: '示例汽车有限公司',
      province: '44',
      operator: 'other',
      reporter: '韩梅梅',
      reporterContact: '020-12345678',
      responders: [{ name: '韩梅梅', role: 'commander', phone: '13800000000', onCall: true }],
    });
    await world.send('tsp', VINS.map(unlockWhileDriving));
    await vi.waitFor(
      async () => {
        const { items } = (await world.api('GET', '/findings?kind=alert&limit=50')) as { items: { id: string }[] };
        finding = items[0]?.id ?? '';
        expect(finding).not.toBe('');
      },
      { timeout: 90_000, interval: 1000 },
    );
  }, 300_000);
  afterAll(() => world?.close());

  it('makes an incident in one click, with clocks and recipients of the province', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/findings/${finding}`);
    await page.getByRole('button', { name: '转为事件' }).click();
    await page.getByText('尚未启动应急预案', { exact: false }).waitFor();
    await page.getByText('部应急办、广东省通信管理局').first().waitFor();
    await page.getByText('载入前不可分级', { exact: false }).waitFor();
    await page.getByRole('button', { name: '启动预案' }).click();
    await page.getByRole('button', { name: /确\s?定/ }).click();
    await page.getByText('启动应急预案（发现后', { exact: false }).waitFor();
  }, 120_000);

  it('grades by both scales from the number of persons, and starts the clock of the CAC', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '更新事实' }).click();
    await page.getByLabel('泄露个人信息（人）').fill('1000000');
    await page.getByLabel('原因').fill('数据库日志核实');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /定\s?级/ })
      .click();
    await page.getByText('CAC-3').first().waitFor();
    await page.getByText('广东省网信部门').first().waitFor();
    await page.getByText('≥ 1000000 → 较大').first().waitFor();
  }, 120_000);

  it('keeps the call, which ends the immediate report', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '登记电话报告' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('接听人').fill('值班室 王同志');
    await dialog.getByLabel('报告内容').fill('平台数据泄露约100万人，已隔离');
    await dialog.getByRole('button', { name: /登\s?记/ }).click();
    await page.getByText('按时办结').first().waitFor();
    await page.getByText('电话报告 值班室 王同志', { exact: false }).waitFor();
  }, 120_000);

  it('issues the first report with only items 1 and 2, and ends its clock with the receipt', async () => {
    const { page } = world;
    await page.getByRole('tab', { name: '报告' }).click();
    const texts = {
      涉事系统基本情况: '车联网服务平台',
      发生地点: '广州',
      事件类型: '数据泄露',
      已造成的影响和危害: '100万人',
    };
    for (const [label, text] of Object.entries(texts)) await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByLabel('影响范围和危害（初步判定）').fill('全国用户');
    await page.getByLabel('已采取的措施及效果').fill('已隔离数据库，停用账号');
    await page
      .getByRole('button', { name: /保\s?存/ })
      .first()
      .click();
    await vi.waitFor(async () => expect(await page.getByText('初报还缺').count()).toBe(0), { timeout: 30_000 });
    await page.getByRole('button', { name: '签发报告' }).hover();
    await page.getByText('网信 · 初报', { exact: true }).click();
    await page.getByText('待补报：', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: '登记已报送' }).click();
    const receipt = { name: '回执.txt', mimeType: 'text/plain', buffer: Buffer.from('收到') };
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(receipt);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await page.getByText('已报送 广东省网信部门').first().waitFor();
  }, 180_000);

  it('starts the clocks of the summaries when the response ends, and issues one', async () => {
    const { page, server } = world;
    await page.getByRole('button', { name: '变更状态' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('已遏制');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await page.getByText('已遏制').first().waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    await world.api('POST', `/incidents/${id}/state`, { to: 'ended', comment: '恢复正常' });
    await page.reload();
    await page.getByText('CAC-4').first().waitFor();
    await page.getByText('NET-3').first().waitFor();
    await page.getByRole('tab', { name: '报告' }).click();
    for (const label of ['原因', '经过', '责任', '经验教训', '整改与改进措施'])
      await page.getByLabel(label, { exact: true }).fill(`${label}：示例`);
    await page
      .getByRole('button', { name: /保\s?存/ })
      .first()
      .click();
    await vi.waitFor(
      async () => {
        const { narrative } = (await world.api('GET', `/incidents/${id}`)) as { narrative: { lessons: string } };
        expect(narrative.lessons).not.toBe('');
      },
      { timeout: 30_000 },
    );
    await page.getByRole('button', { name: '签发报告' }).hover();
    await page.getByText('网信 · 总结', { exact: true }).click();
    await page.getByText('网信 · 总结 1').waitFor();
    await page.goto(`${server.url}/deadlines?state=all`);
    await page.getByText('未核实').first().waitFor();
    expect(await page.getByText('按时办结').count()).toBeGreaterThan(1);
  }, 180_000);
});
