import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const HEAD = '系统,账号,姓名,角色,最近登录,启用,双因素,类型';
const LI = 'ERP,li,李工,采购,2026-11-20,是,是,个人';
const GONE = 'ERP,leaver,钱工,查询,2020-01-01,是,是,个人';
const ADMIN = 'ERP,erp-admin,赵工,系统管理员;*,2026-11-20,是,否,个人';
const BAD = 'ERP,bad,孙工,查询,昨天,是,是,个人';
const fileOf = (...rows: readonly string[]) => ({
  name: 'erp.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([HEAD, ...rows].join('\n')),
});

describe('access reviews', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
  }, 240_000);
  afterAll(() => world?.close());

  const bring = async (...rows: readonly string[]): Promise<void> => {
    const { page, server } = world;
    await page.goto(`${server.url}/access-reviews`);
    await page.getByRole('button', { name: '导入账号' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(fileOf(...rows));
    await dialog.getByText(/^预览：/).waitFor();
    await dialog.getByRole('button', { name: '保存快照' }).click();
    await dialog.getByText(/^已保存：/).waitFor();
    await page.keyboard.press('Escape');
  };
  const held = async (): Promise<readonly string[]> => {
    const { items } = (await world.api('GET', '/findings?module=access-reviews&status=open&limit=200')) as {
      items: { titleZh: string }[];
    };
    return items.map(({ titleZh }) => titleZh).filter((title) => title.includes('仍未执行'));
  };

  it('takes a table, names the row that is wrong, and flags accounts', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/access-reviews`);
    await page.getByText('还没有采集任何系统的账号').waitFor();
    await page.getByRole('button', { name: '导入账号' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=file]').setInputFiles(fileOf(LI, BAD, GONE, ADMIN));
    await dialog.getByText(/第 3 行“最近登录”昨天/).waitFor();
    await dialog.getByText('ERP：账号 3，新增 3，消失 0，有问题 2').waitFor();
    await dialog.getByRole('button', { name: '保存快照' }).click();
    await dialog.getByText('已保存：4 行，未采纳 1 行').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('cell', { name: 'ERP', exact: true }).click();
    await page.getByText('leaver').waitFor();
    await page.getByText('长期未登录').first().waitFor();
    await page.getByText('全部权限').first().waitFor();
  }, 120_000);

  it('decides by keys and in bulk, and freezes the review', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '发起审查' }).click();
    await page.getByText('已决定 0 / 3').first().waitFor();
    expect(await page.getByRole('button', { name: '完成审查' }).isDisabled()).toBe(true);
    // Keys work on the account that is chosen: not before there is one.
    await page.getByText('▶').waitFor();
    await page.keyboard.press('1');
    await page.getByText('账号 erp-admin：保留').waitFor();
    await page.getByLabel('理由').fill('唯一的系统管理员');
    await page.keyboard.press('Enter');
    await page.getByText('已决定 1 / 3').first().waitFor();
    await page.getByText('账号 erp-admin：保留').waitFor({ state: 'hidden' });
    await page.keyboard.press('4');
    await page.getByText('账号 leaver：删除').waitFor();
    await page.getByLabel('理由').fill('已离岗');
    await page.keyboard.press('Enter');
    await page.getByText('已决定 2 / 3').first().waitFor();
    await page.getByRole('button', { name: '保留全部无问题账号' }).click();
    await page.getByText('已决定 3 / 3').first().waitFor();
    await page.getByRole('button', { name: '完成审查' }).click();
    await page
      .getByRole('button', { name: /^确\s?定$/ })
      .last()
      .click();
    await page.getByText(/第 1 号记录/).waitFor();
    await page.getByRole('button', { name: '下载记录' }).waitFor();
  }, 120_000);

  it('makes a finding of a removed account that is still there, and closes it when it is gone', async () => {
    const { page } = world;
    await bring(LI, GONE, ADMIN);
    await expect.poll(held, { timeout: 30_000 }).toEqual(['系统“ERP”：账号 leaver 已决定删除，仍未执行']);
    await page.getByRole('cell', { name: 'ERP', exact: true }).click();
    await page.getByRole('tab', { name: '决定的执行' }).click();
    await page.getByText('仍未执行').first().waitFor();
    await bring(LI, ADMIN);
    await expect.poll(held, { timeout: 30_000 }).toEqual([]);
    await page.getByRole('cell', { name: 'ERP', exact: true }).click();
    await page.getByRole('tab', { name: '决定的执行' }).click();
    await page.getByText('已执行').first().waitFor();
    expect(world.errors).toEqual([]);
  }, 120_000);

  it('collects the real accounts of CheDun, without secrets, and lets nobody review the own one', async () => {
    const { api } = world;
    const { systems } = (await api('POST', '/access-reviews/collect-own')) as {
      systems: { id: string; origin: string; accounts: number }[];
    };
    const own = systems.find(({ origin }) => origin === 'own');
    expect(own?.accounts).toBe(4);
    const accounts = JSON.stringify(await api('GET', `/access-reviews/systems/${own?.id}/accounts`));
    expect(accounts).toContain('system-admin');
    expect(accounts).not.toMatch(/hash|secret|totp|password/i);
    const review = (await api('POST', `/access-reviews/systems/${own?.id}/reviews`)) as { id: string };
    const { items } = (await api('GET', `/access-reviews/reviews/${review.id}/items`)) as {
      items: { isOwn: boolean }[];
    };
    expect(items.filter(({ isOwn }) => isOwn)).toHaveLength(1);
  }, 60_000);
});
