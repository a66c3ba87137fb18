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

  it('writes a course of its own, takes a table of questions, and names the rows that are wrong', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/training?tab=courses`);
    await page.getByRole('button', { name: '新建课程' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('课程').fill('OTA 升级安全');
    await form.getByLabel('每卷题数').fill('2');
    await form.getByLabel('学习材料').fill('# 升级前\n\n- 校验签名\n- 校验版本');
    await form.getByRole('button', { name: /保\s?存/ }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByText('OTA 升级安全').click();
    const drawer = page.locator('.ant-drawer');
    await drawer.getByRole('tab', { name: '题库' }).click();
    await drawer.getByText('题库为空').waitFor();
    await drawer.getByRole('button', { name: '导入题目' }).first().click();
    const table = [
      '题型,题目,选项A,选项B,选项C,答案,解析,依据',
      '单选,升级包用什么验证？,签名,文件名,大小,A,签名验证来源和完整性,二（二）',
      '多选,哪些情况须中止升级？,签名不符,版本倒退,电量充足,AB,,',
      '单选,没有答案的题,甲,乙,丙,,,',
      '判断,升级失败应能恢复,,,,对,,',
    ].join('\n');
    const chooser = page.getByRole('dialog').filter({ hasText: '首行为列名' });
    await chooser
      .locator('input[type=file]')
      .setInputFiles({ name: 'questions.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await chooser.getByText('共 4 行：导入 3，已存在 0，有误 1').waitFor();
    await chooser.getByText(/第 4 行 答案/).waitFor();
    await chooser.getByRole('button', { name: /关\s?闭|Close/ }).click();
    await drawer.getByText('哪些情况须中止升级？').waitFor();
    await drawer.getByRole('tab', { name: '学习材料' }).click();
    await drawer.getByRole('heading', { name: '升级前' }).waitFor();
    expect(world.errors).toEqual([]);
  }, 120_000);
});
