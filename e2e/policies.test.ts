import { Overview } from '@chedun/policies/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, type Session } from './accounts.ts';
import { openWorld, type World } from './world.ts';

describe('policies are written, approved by another person, signed and read', () => {
  let world: World;
  let second: Session;
  let policy = '';
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    const sessions = await openAccounts(world, [{ name: 'hanmeimei', displayName: '韩梅梅', roles: ['compliance'] }]);
    if (sessions[0] === undefined) throw new Error('no second person');
    second = sessions[0];
  }, 240_000);
  afterAll(() => world?.close());

  it('begins with an outline, and refuses it while its questions stand', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/policies`);
    await page.getByText('还没有制度').waitFor();
    await page.getByRole('button', { name: '新建制度' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('模板').click();
    await page.locator('.ant-select-item-option', { hasText: '数据安全管理办法' }).click();
    await dialog.getByLabel('编号').fill('ZD-10');
    await dialog.getByLabel('归口部门或人员').fill('数据管理部');
    await dialog.getByLabel('需要阅读的角色').click();
    await page.locator('.ant-select-item-option', { hasText: '安全分析员' }).click();
    await dialog.getByLabel('名称').click();
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('【待填写】数据安全由哪个部门、哪位负责人负责？').waitFor();
    policy = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByRole('button', { name: '提交审批' }).click();
    await page.getByRole('button', { name: /确\s?定/ }).click();
    await page.getByText('正文中还有模板的待答问题').waitFor();
  }, 120_000);

  it('is written and handed in, and cannot be approved by its author', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '编辑草稿' }).click();
    await page
      .getByLabel('正文')
      .fill('# 数据安全管理办法\n\n## 1. 责任部门和责任人\n\n数据管理部负责数据安全。\n\n- 每年评估一次\n');
    await page.getByRole('textbox', { name: '修订说明' }).fill('首次发布');
    await page.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByRole('heading', { name: '1. 责任部门和责任人' }).waitFor();
    await page.getByRole('button', { name: '提交审批' }).click();
    await page.getByRole('button', { name: /确\s?定/ }).click();
    await page.getByText('待批准 V1').waitFor();
    expect(await page.getByRole('button', { name: '批准并签名' }).isDisabled()).toBe(true);
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await second('POST', `/policies/${policy}/versions/1/approve`, { effectiveFrom: day });
    await page.reload();
    await page.getByText('签名有效').first().waitFor();
    await page.getByText('现行', { exact: true }).waitFor();
  }, 120_000);

  it('asks a holder of the role to read, and records that they did', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/policies`);
    await page.getByText('有 1 项制度等待您阅读确认').waitFor();
    await page.getByRole('button', { name: '去阅读' }).click();
    await page.getByText(/请在 .* 前阅读确认/).waitFor();
    await page.getByRole('button', { name: /阅\s?读/ }).click();
    await page.getByRole('button', { name: '我已阅读并理解' }).click();
    await page.getByText(/您已于 .* 确认阅读/).waitFor();
    await page.getByText('1 / 1').first().waitFor();
  }, 120_000);

  it('shows what the next version changes', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '新建版本' }).click();
    await page.getByText('草稿 V2').waitFor();
    await page.getByRole('button', { name: '编辑草稿' }).click();
    await page
      .getByLabel('正文')
      .fill('# 数据安全管理办法\n\n## 1. 责任部门和责任人\n\n数据管理部负责数据安全。\n\n- 每季度评估一次\n');
    await page.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('新增 1 行，删除 1 行').waitFor();
    await page.locator('.difference [data-tone=good]', { hasText: '每季度评估一次' }).waitFor();
  }, 120_000);

  it('shows the clauses that have a rule and those that have none', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/policies?tab=clauses`);
    await page
      .getByText(/没有生效的制度/)
      .first()
      .waitFor();
    await page.locator('button.square[data-tone=good]').first().click();
    await page.getByText('ZD-10 数据安全管理办法').waitFor();
    const { clauses, covered } = Overview.parse(await world.api('GET', '/policies/overview'));
    const ruled = clauses.filter(({ policies }) => policies.length > 0);
    expect(ruled).toHaveLength(await page.locator('button.square[data-tone=good]').count());
    expect(ruled.filter(({ need }) => need !== null)).toHaveLength(covered);
  }, 120_000);

  it('met no error on the way', () => {
    expect(world.errors.filter((each) => !each.includes('422'))).toEqual([]);
  });
});
