import { Overview } from '@chedun/training/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

describe('training', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(20_000);
  }, 240_000);
  afterAll(() => world?.close());

  it('makes a course of a bank and gives it to a role', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/training?tab=courses`);
    await page.getByText('还没有课程').waitFor();
    await page.getByRole('button', { name: '从题库建立课程' }).first().hover();
    await page.getByRole('menuitem').first().click();
    await page.getByText(/已建立课程/).waitFor();
    await page.getByRole('button', { name: /安\s?排/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('角色').click();
    await page.locator('.ant-select-item-option', { hasText: '安全分析员' }).click();
    await dialog.getByLabel('完成期限').fill('2036-12-31');
    await dialog.getByRole('button', { name: /安\s?排/ }).click();
    await page.getByText('已安排课程').waitFor();
    const { courses } = Overview.parse(await world.api('GET', '/training'));
    expect(courses[0]?.counts.assigned).toBeGreaterThan(0);
  }, 120_000);

  it('lets people study, take the exam, and see what was wrong', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/training`);
    await page.getByText('车联网数据安全与网络安全基础').first().click();
    const drawer = page.locator('.ant-drawer');
    await drawer.getByRole('heading', { name: '一、数据安全' }).waitFor();
    await drawer.getByRole('button', { name: '已阅读全部内容' }).click();
    await drawer.getByRole('button', { name: '开始考试' }).click();
    await drawer.getByText('请回答全部题目').waitFor();
    for (const question of await drawer.locator('section').all()) await question.locator('label').first().click();
    await drawer.getByRole('button', { name: /交\s?卷/ }).click();
    await drawer.getByText(/考试通过，|未达到/).waitFor();
    await drawer
      .getByText(/回答错误|回答正确/)
      .first()
      .waitFor();
    expect(world.errors).toEqual([]);
  }, 120_000);
});
