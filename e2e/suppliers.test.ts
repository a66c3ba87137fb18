import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const ECUS = [
  { name: 'TBOX', supplier: '示例电子' },
  { name: 'BMS', supplier: '江城电池' },
];
const TABLE = `名称,类别,重要程度,供应内容,别名,安全联系人,电话
示例电子有限公司,零部件；软件,关键,TBOX 及其软件,示例电子,王芳,027-87654321
某某科技,火箭,一般,,,,
`;
const fileOf = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe('suppliers', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
  }, 240_000);
  afterAll(() => world?.close());

  it('says what to do first, takes names of the assets over, and imports a table after a look at it', async () => {
    const { page, server, api } = world;
    await api('PUT', '/assets/vehicles/LSVAA49J132047371', { brand: '示例', model: 'E5', ecus: ECUS });
    await page.goto(`${server.url}/suppliers`);
    await page.getByText('还没有登记供应商').waitFor();
    await page.getByRole('button', { name: '核对资产台账' }).click();
    await page.getByRole('button', { name: '采用台账中的 2 个名称' }).waitFor();
    await page
      .getByRole('row', { name: /江城电池/ })
      .getByRole('button', { name: '采用为档案' })
      .click();
    await page.getByRole('button', { name: '归入…' }).waitFor();
    await page.getByRole('button', { name: /^导\s?入$/ }).click();
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(fileOf('供应商.csv', TABLE));
    await page.getByText(/第 3 行 类别“火箭”/).waitFor();
    await page.getByRole('button', { name: '导入无误的 1 行' }).click();
    await page.getByText(/共 2 行：已新增 1/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('资产台账中的供应商均有档案').waitFor();
  }, 180_000);

  it('shows what is wrong in the dossier, mends it with an agreement and a review, and keeps the history', async () => {
    const { page } = world;
    await page.getByRole('row', { name: /示例电子有限公司/ }).click();
    await page.getByText('没有合同或协议').waitFor();
    await page.getByRole('button', { name: '登记合同' }).click();
    const agreement = page.getByRole('dialog');
    await agreement.getByLabel('合同名称').fill('采购框架合同');
    await agreement.getByLabel('有网络安全条款').check();
    await agreement.getByLabel('有保密条款').check();
    await agreement.getByLabel('安全事件报告时限（小时）').fill('1');
    await agreement.locator('input[type=file]').setInputFiles(fileOf('合同.pdf', '合同'));
    await agreement.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('未发现问题').waitFor();
    await page.getByRole('button', { name: '登记审核' }).click();
    const review = page.getByRole('dialog');
    await review.getByLabel('审核人').fill('李工');
    await review.getByText('还有 12 题未作答').waitFor();
    for (const each of await review.getByRole('radio', { name: '是', exact: true }).all()) await each.check();
    await review.getByText('得分 100，最优结论：通过').waitFor();
    await review.getByLabel('结论').click();
    await page.locator('.ant-select-item-option').getByText('通过', { exact: true }).click();
    await review.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByText('李工').waitFor();
    await page.getByText('得分：100').waitFor();
    await page.getByText('1 辆车，1 个 ECU：TBOX').waitFor();
  }, 120_000);

  it('keeps findings of the other supplier until its relation ends', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/findings`);
    await page.getByText('供应商“江城电池”：没有合同或协议').first().waitFor();
    await page.goto(`${server.url}/suppliers`);
    await page.getByRole('row', { name: /江城电池/ }).click();
    await page.getByRole('button', { name: '结束合作' }).click();
    await page.getByRole('dialog').getByLabel('合作截止').fill('2026-01-01');
    await page.getByRole('dialog').getByRole('button', { name: '结束合作' }).click();
    await page.getByText('未发现问题').waitFor();
    await page.getByText('合作截止：2026-01-01').waitFor();
    expect(world.errors).toEqual([]);
  }, 120_000);
});
