import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const good = JSON.stringify({ ts: '2026-11-23T01:00:00.000Z', type: 'login', account: 'a', result: 'success' });
const BROKEN = 25;

describe('records that cannot be read', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await world.api('POST', '/sources', { id: 'gateway', title: '车云网关', kind: 'http', format: 'tsp' });
    for (let at = 0; at < BROKEN; at += 1) await world.send('gateway', [good, `{"broken":${at}`]);
  }, 180_000);
  afterAll(() => world?.close());

  it('are counted by reason', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/quarantine`);
    await page.getByText(`${BROKEN} 批，${BROKEN} 条记录`).waitFor({ timeout: 60_000 });
    await page.getByText('不是有效的 JSON 对象').first().waitFor();
  }, 90_000);

  it('are read again in portions, with progress', async () => {
    const { page } = world;
    await page.getByRole('button', { name: /选\s?中/ }).click();
    await page.getByText(`已选 ${BROKEN} 批，${BROKEN} 条记录`).waitFor();
    // The bar may be gone before anybody looks, so the page itself keeps what it said.
    await page.evaluate(`globalThis.told = [];
      new MutationObserver(() => globalThis.told.push(document.body.innerText.match(/已处理 \\d+ \\/ 25 批/)?.[0] ?? ''))
        .observe(document.body, { subtree: true, childList: true, characterData: true });`);
    await page.getByRole('button', { name: '重新解析' }).click();
    await page.getByText(`已重新解析 0 条，仍无法解析 ${BROKEN} 条`).waitFor();
    expect(await page.evaluate('globalThis.told')).toContain('已处理 20 / 25 批');
  }, 60_000);

  it('are discarded only after asking', async () => {
    const { page } = world;
    await page.getByRole('button', { name: /选\s?中/ }).click();
    await page.getByRole('button', { name: /弃\s?置/ }).click();
    await page.getByRole('dialog').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /取\s?消/ })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /弃\s?置/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /弃\s?置/ })
      .click();
    await page.getByText(`已弃置 ${BROKEN} 批`).waitFor();
    await page.getByText('已弃置', { exact: true }).first().waitFor();
    expect(await page.getByText('待处理原因').count()).toBe(0);
  }, 60_000);

  it('met no error on the way', () => {
    expect(world.errors).toEqual([]);
  });
});
