import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

/** A file that the browser can be given. */
const fileOf = (name: string, text: string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});

describe('the posture and who answers for it', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
  }, 240_000);
  afterAll(() => world?.close());

  it('appoints persons from a table, names the row that is wrong, and shows who is missing', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/organisation`);
    await page.getByText('网络安全负责人：岗位空缺').waitFor();
    await page.getByRole('button', { name: '导入责任人' }).click();
    const csv =
      '岗位,姓名,电话,任职日期\n网络安全负责人,王芳,027-87654321,2026-01-01\n门卫,张三,027-1234567,2026-01-01\n';
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(fileOf('persons.csv', csv));
    await page.getByText('共 2 行：导入 1，已存在 0，有误 1').waitFor();
    await page.getByText(/第 3 行 post“门卫”/).waitFor();
    await page.locator('.ant-modal-close').click();
    await page.getByText('网络安全负责人：王芳 缺少任命文件').waitFor();
  }, 120_000);

  it('asks for an attestation, signs it, and the obligation turns green with the name of the signer', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/posture?tab=attestations`);
    await page.getByRole('button', { name: '新增声明事项' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('编号').fill('vulnerability-resources');
    await dialog.getByLabel('声明内容').fill('落实漏洞管理资源保障');
    await dialog.getByLabel('对应义务').fill('4.1-c');
    await page.locator('.ant-select-item-option').first().click();
    await dialog.getByLabel('责任人').fill('王芳');
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('从未签署').waitFor();
    await page
      .getByRole('button', { name: /签\s?署/ })
      .first()
      .click();
    await page.getByLabel('说明').fill('预算已批准');
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(fileOf('report.txt', 'report'));
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /签\s?署/ })
      .click();
    await page.getByText('有效', { exact: true }).waitFor();
    await page.goto(`${server.url}/posture?id=4.1-c`);
    await page.getByText(/lilei 签署/).waitFor();
    await page.getByText('网络安全负责人', { exact: false }).first().waitFor();
    // A statement is evidence, but the obligation is not met by it: a machine has yet to look.
    await page.getByText('尚无完整的机器检查', { exact: false }).waitFor();
    expect(await page.locator('.square.picked').getAttribute('data-light')).toBe('amber');
  }, 120_000);

  it('verifies the chain of evidence and exports the results as OSCAL', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/posture`);
    await page.getByRole('button', { name: '校验证据链' }).click();
    await page
      .getByText(/证据链完整/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '导出 OSCAL' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: /评估结果/ }).click();
    const file = await (await downloading).path();
    const document = JSON.parse(await readFile(file, 'utf8')) as { 'assessment-results': { results: unknown[] } };
    expect(document['assessment-results'].results).toHaveLength(1);
  }, 120_000);

  it('met no error on the way', () => {
    expect(world.errors).toEqual([]);
  });
});
