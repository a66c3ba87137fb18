import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

const RULE = randomUUID();
const textOf = (id: string, command: string): string => `title: Service Mode Requested
x-title-zh: 请求进入维修模式
id: ${id}
status: test
description: Somebody asked a vehicle for its service mode.
author: CheDun
date: 2026-11-27
logsource:
  product: tsp
  category: remote_control
detection:
  selection:
    command: ${command}
  condition: selection
level: high
`;

const command = (n: number, account: string): string =>
  JSON.stringify({
    ts: new Date(Date.now() - 60_000 + n * 1000).toISOString(),
    type: 'remote_control',
    vin: `LSVAA4182E21000${10 + n}`,
    account,
    command: 'service_mode_e2e',
    result: 'success',
    src_ip: '203.0.113.9',
  });
const commands = (count: number, account: string): string[] =>
  Array.from({ length: count }, (_, n) => command(n, account));

interface Page {
  readonly items: readonly { readonly title: string; readonly module: string; readonly count: number }[];
  readonly total: number;
}

describe('a rule of today over what came before it', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'tsp', title: '车云平台', kind: 'http', format: 'tsp' });
    await world.send('tsp', commands(6, 'u-before'));
    await vi.waitFor(async () => {
      const now = Date.now();
      const range = `from=${new Date(now - 3_600_000).toISOString()}&to=${new Date(now).toISOString()}`;
      const found = (await world.api('GET', `/events?query=service_mode_e2e&${range}`)) as unknown as Page;
      expect(found.items.length).toBeGreaterThanOrEqual(6);
    }, 90_000);
  }, 300_000);
  afterAll(() => world?.close());

  const alerts = async (): Promise<Page> => (await world.api('GET', `/findings?ruleId=${RULE}`)) as unknown as Page;

  it('says what to do while there are no hunts, and hunts with pasted text', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/hunts`);
    await page.getByText('还没有狩猎记录').waitFor();
    await page.getByRole('button', { name: '新建狩猎' }).first().click();
    await page.getByText('粘贴规则', { exact: true }).click();
    await page.locator('.cm-content').fill(textOf(RULE, 'service_mode_e2e'));
    await page.getByRole('button', { name: '开始运行' }).click();
    await page.getByRole('heading', { name: '请求进入维修模式' }).waitFor();
    await page.getByText('共 6 条').waitFor();
    await page.getByText('command = service_mode_e2e').first().waitFor();
    expect((await alerts()).total).toBe(0);
  }, 180_000);

  it('brings chosen hits into the ledger and exports all of them', async () => {
    const { page } = world;
    await page.getByRole('checkbox').nth(1).check();
    await page.getByRole('button', { name: '所选 1 条转入台账' }).click();
    await page.getByText('1 条命中已转入台账').waitFor();
    await vi.waitFor(async () => {
      const { items } = await alerts();
      expect(items.map(({ module, count }) => [module, count])).toEqual([['hunt', 1]]);
    }, 60_000);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出 CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^hunt-.*\.csv$/);
  }, 180_000);

  it('backfills a rule that was enabled later, each alert once', async () => {
    const { page, server, api } = world;
    await api('POST', '/detection/rules', { yaml: textOf(RULE, 'service_mode_e2e'), enabled: true });
    const counted = async (): Promise<number> =>
      (await alerts()).items.filter(({ module }) => module === 'detection').reduce((sum, { count }) => sum + count, 0);
    await world.send('tsp', commands(2, 'u-after'));
    await page.goto(`${server.url}/rules/${RULE}?tab=backfill`);
    await page.getByText('已检测的范围').waitFor();
    await page.getByRole('button', { name: '开始回补' }).click();
    await vi.waitFor(async () => expect(await counted()).toBe(8), 120_000);
    await page.getByText('已完成').first().waitFor();
    await page.getByRole('button', { name: '开始回补' }).click();
    await vi.waitFor(async () => {
      const { items } = (await api('GET', `/hunts?ruleId=${RULE}`)) as unknown as {
        items: { kind: string; state: string; hits: number }[];
      };
      const backfills = items.filter(({ kind }) => kind === 'backfill');
      expect(backfills.map(({ state }) => state)).toEqual(['done', 'done']);
      expect(backfills[0]?.hits).toBe(0);
    }, 120_000);
    expect(await counted()).toBe(8);
  }, 300_000);

  it('shows all hunts, in both languages', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/hunts`);
    await page.getByText('回补检测').first().waitFor();
    expect(await page.getByText('请求进入维修模式').count()).toBeGreaterThanOrEqual(2);
  }, 120_000);
});
