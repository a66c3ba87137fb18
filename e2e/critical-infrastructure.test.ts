import { CriticalInfrastructure } from '@chedun/critical-infrastructure/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const FILE = { name: '认定通知.pdf', mimeType: 'application/pdf', buffer: Buffer.from('认定通知') };

describe('critical information infrastructure', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
  }, 240_000);
  afterAll(() => world?.close());

  const register = (isCii: boolean) =>
    world.api('PUT', '/organisation', {
      name: '示例汽车有限公司',
      creditCode: '91420100MA4K12342A',
      province: '42',
      isCii,
    });

  it('says what to do first, and lets an organisation that nobody named say so', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/critical-infrastructure`);
    await page.getByText('尚未登记单位信息').waitFor();
    await register(false);
    await page.reload();
    await page.getByText('单位信息写明未被认定，但没有一年内的书面声明').waitFor();
    await page.getByLabel('依据').fill('2026-11 向省通信管理局核实，答复未列入认定清单');
    await page.getByRole('button', { name: '声明未被认定' }).click();
    await page.getByText('已声明未被认定为关键信息基础设施运营者').waitFor();
  }, 120_000);

  it('lists what a designation adds, and judges it from records', async () => {
    const { page, server } = world;
    await register(true);
    await page.goto(`${server.url}/critical-infrastructure`);
    await page.getByText('新增义务（已落实 0／7）').waitFor();
    await page.getByText('尚未登记供应商').waitFor();
    await page.getByRole('button', { name: '登记认定通知' }).click();
    const dialog = page.getByRole('dialog');
    for (const [label, text] of [
      ['认定对象', '车联网远程服务平台'],
      ['认定日期', '2026-03-01'],
      ['保护工作部门联系人', '张伟'],
      ['保护工作部门电话', '027-12300000'],
      ['公安机关联系人', '网安总队值班室'],
      ['公安机关电话', '027-11000000'],
    ] as const)
      await dialog.getByLabel(label).fill(text);
    await dialog.getByLabel('保护工作部门', { exact: true }).fill('省通信管理局');
    await dialog.locator('input[type=file]').setInputFiles(FILE);
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('新增义务（已落实 2／7）').waitFor();
    await page.getByText('2026-03-01 由 省通信管理局 认定').waitFor();
  }, 120_000);

  it('asks for a background check of whoever is appointed, and keeps it when the person leaves', async () => {
    const { page } = world;
    await world.api('POST', '/organisation/appointments', {
      post: 'security-officer',
      person: '王芳',
      phone: '027-87654321',
      validFrom: '2026-01-01',
    });
    await page.reload();
    await page.getByText(/网络安全负责人 王芳 没有通过的安全背景审查记录/).waitFor();
    for (const [person, kind, post] of [
      ['王芳', '安全管理机构负责人', '网络安全部部长'],
      ['陈刚', '关键岗位人员', '数据库管理员'],
    ] as const) {
      await page.getByRole('button', { name: '登记审查' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('姓名').fill(person);
      await dialog.getByLabel('类别').click();
      await page.locator('.ant-select-item-option', { hasText: kind }).click();
      await dialog.getByLabel('岗位').fill(post);
      await dialog.getByLabel('审查单位').fill('人力资源部');
      await dialog.locator('input[type=file]').setInputFiles(FILE);
      await dialog.getByRole('button', { name: /保\s?存/ }).click();
      await page.getByRole('cell', { name: person, exact: true }).waitFor();
    }
    await page.getByText('在岗并通过审查 2 人').waitFor();
    await page.getByRole('row', { name: /陈刚/ }).getByRole('button', { name: '登记离岗' }).click();
    await page
      .getByRole('tooltip')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await page.getByText('没有关键岗位人员的审查记录').waitFor();
    const { vettings, duties } = CriticalInfrastructure.parse(await world.api('GET', '/critical-infrastructure'));
    expect(vettings.map(({ person, leftOn }) => [person, leftOn === null])).toEqual([
      ['王芳', true],
      ['陈刚', false],
    ]);
    expect(duties.filter(({ standing }) => standing === 'met').map(({ id }) => id)).toEqual([
      'designation',
      'reporting',
    ]);
    expect(world.errors).toEqual([]);
  }, 120_000);
});
