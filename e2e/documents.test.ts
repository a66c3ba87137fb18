import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

describe('documents', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
  }, 180_000);
  afterAll(() => world?.close());

  const shot = async (name: string): Promise<void> => {
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) await world.page.screenshot({ path: join(folder, `${name}.png`) });
  };

  it('are written beside their pages, issued, downloaded, verified, and refused with one byte changed', async () => {
    const { page, server, errors } = world;
    await world.api('PUT', '/documents/signer', { organisation: '示例汽车有限公司' });
    await page.goto(`${server.url}/documents?tab=write`);
    await page.getByTestId('pages').waitFor();
    const fields = {
      标题: 'TSP 平台越权访问漏洞',
      对象: 'CHEDUN-2026-0001',
      单位名称: '示例汽车有限公司',
      联系人: '王工',
      联系电话: '010-12345678',
      产品名称: '远程信息终端',
      型号: 'TB-3',
      版本: '2.4.1',
      漏洞名称: '远程控制接口越权',
      漏洞的技术特点: '接口未校验车辆归属，持有任一账号即可向他人车辆下发指令。',
      危害: '可远程解锁车门。',
      影响范围: '2025 年款全部车辆，约 12 万辆。',
    };
    // Only what is seen of a long list is there: it is found by typing.
    await page.getByLabel('文书种类').fill('漏洞报送');
    await page.getByText('网络产品安全漏洞报送表').last().click();
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByLabel('发现或获知时间').click();
    await page.getByText('此刻').last().click();
    await page.getByText('签发后内容不可更改').waitFor();
    await shot('documents-write');
    await page.getByRole('button', { name: '签名并签发' }).click();
    await page.getByTestId('pages').waitFor();
    await page.getByText('尚无回执').first().waitFor();
    await page.getByRole('button', { name: '立即验证' }).click();
    await page.getByText('验证通过').first().waitFor();
    await shot('documents-issued');
    const waiting = page.waitForEvent('download');
    await page.getByText('交换包', { exact: true }).click();
    const file = await (await waiting).path();
    const pack = await readFile(file);
    expect(pack.subarray(0, 2).toString()).toBe('PK');

    await page.goto(`${server.url}/documents?tab=verify`);
    await page.locator('input[type=file]').setInputFiles({ name: 'v.cdf', mimeType: 'application/zip', buffer: pack });
    await page.getByTestId('verification').waitFor();
    expect(await page.getByTestId('verification').getAttribute('data-holds')).toBe('yes');
    await shot('documents-verified');
    const changed = Buffer.from(pack);
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'v.cdf', mimeType: 'application/zip', buffer: changed });
    await page.getByText('验证不通过').waitFor();
    await shot('documents-refused');
    expect(errors).toEqual([]);
  }, 240_000);

  it('take receipts, which the list shows', async () => {
    const { page, server, errors } = world;
    await page.goto(`${server.url}/documents`);
    await page.getByText('TSP 平台越权访问漏洞').click();
    await page.getByRole('button', { name: '登记回执' }).click();
    await page.getByLabel('出具单位').fill('国家漏洞库');
    await page.getByLabel('收件号或备案号').fill('SL-2026-0001');
    const receipt = { name: '收件回执.txt', mimeType: 'text/plain', buffer: Buffer.from('已收到') };
    await page.locator('.ant-modal input[type=file]').setInputFiles(receipt);
    await page.getByText('SL-2026-0001').waitFor();
    await shot('documents-receipt');
    await page.goto(`${server.url}/documents`);
    await page.getByText('有回执').click();
    await page.getByText('TSP 平台越权访问漏洞').waitFor();
    await shot('documents-list');
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) {
      const { items } = (await world.api('GET', '/documents')) as unknown as {
        readonly items: readonly { readonly id: string }[];
      };
      await writeFile(join(folder, 'documents-id'), items[0]?.id ?? '');
    }
    expect(errors).toEqual([]);
  }, 120_000);
});
