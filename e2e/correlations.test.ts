import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { zipStored } from '../apps/console/src/lib/zip.ts';
import { openWorld, type World } from './world.ts';

const ID = randomUUID();

/** A correlation with its rule. */
const textOf = (id: string, name: string, timespan: string): string => `title: Honk Requested
id: ${randomUUID()}
name: ${name}
status: test
description: A horn command.
author: CheDun
date: 2026-11-27
logsource:
  product: tsp
  category: remote_control
detection:
  selection:
    command: honk_e2e
  condition: selection
level: informational
---
title: Many Horns of One Account
x-title-zh: 同一账号连续鸣笛
id: ${id}
status: test
description: Four horn commands of one account within two minutes.
author: CheDun
date: 2026-11-27
correlation:
  type: value_count
  rules:
    - ${name}
  group-by:
    - account
  timespan: ${timespan}
  condition:
    gte: 4
    field: vin
level: high
`;

const horn = (n: number, account: string): string =>
  JSON.stringify({
    ts: new Date(Date.now() - 20_000 + n * 1000).toISOString(),
    type: 'remote_control',
    vin: `LSVAA4182E21000${10 + n}`,
    account,
    command: 'honk_e2e',
    result: 'success',
    src_ip: '203.0.113.9',
  });
const horns = (count: number, account: string): string[] => Array.from({ length: count }, (_, n) => horn(n, account));

interface Page {
  readonly items: readonly { readonly title: string; readonly module: string }[];
  readonly total: number;
}

describe('a correlation from its import to its alert', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'tsp', title: '车云平台', kind: 'http', format: 'tsp' });
  }, 240_000);
  afterAll(() => world?.close());

  it('lists our own correlations in Chinese, with their state', async () => {
    const { page, server, api } = world;
    await vi.waitFor(async () => {
      const engine = (await api('GET', '/correlations/engine')) as unknown as { running: number };
      expect(engine.running).toBeGreaterThanOrEqual(25);
    }, 30_000);
    await page.goto(`${server.url}/correlations`);
    await page.getByText('同一地址撞库').click();
    await page.getByRole('img', { name: /滑动窗口 10 分钟 · 按 src_ip 分组 · 不同的 account ≥ 10/ }).waitFor();
    await page.getByRole('link', { name: '登录失败' }).waitFor();
  }, 120_000);

  it('takes a correlation with its rule out of a zip, and switches it on', async () => {
    const { page, server, api } = world;
    const zip = zipStored([
      { path: 'rules/horns.yml', bytes: new TextEncoder().encode(textOf(ID, 'honk_requested', '2m')) },
    ]);
    const sent = await page.request.fetch(`${server.url}/api/detection/rulesets/import?name=e2e&enable=false`, {
      method: 'POST',
      data: Buffer.from(zip),
      headers: { origin: server.url, 'content-type': 'application/octet-stream' },
    });
    expect(sent.ok(), await sent.text()).toBe(true);
    await vi.waitFor(async () => {
      const found = (await api('GET', `/correlations?search=${ID}`)) as unknown as Page;
      expect(found.total).toBe(1);
    }, 20_000);
    await page.goto(`${server.url}/correlations/${ID}`);
    await page.getByRole('heading', { name: '同一账号连续鸣笛' }).waitFor();
    await page.getByRole('switch', { name: '启用' }).click();
    await page.getByText('运行中').waitFor();
  }, 120_000);

  it('tries it on pasted events before it is trusted', async () => {
    const { page } = world;
    await page.getByRole('tab', { name: '原文 · 试运行' }).click();
    await page.getByText('粘贴事件').click();
    await page.getByLabel('事件（JSON，每行一条）').fill(horns(4, 'u-trial').join('\n'));
    await page.getByRole('button', { name: '试运行' }).click();
    await page.getByText('测试 4 条事件，命中 4 次，触发 1 次').waitFor();
    await page.getByText('试运行结果：最近一次触发的窗口').waitFor();
  }, 120_000);

  it('raises one alert for the account that did it, and shows the events behind it', async () => {
    const { page, server, api, send } = world;
    await send('tsp', [...horns(4, 'u-loud'), ...horns(2, 'u-quiet')]);
    await vi.waitFor(async () => {
      const alerts = (await api('GET', `/findings?ruleId=${ID}`)) as unknown as Page;
      expect(alerts.items.map(({ title, module }) => [title, module])).toEqual([
        ['Many Horns of One Account', 'correlation'],
      ]);
    }, 90_000);
    const own = (await api('GET', '/findings?search=Honk%20Requested')) as unknown as Page;
    expect(own.total).toBe(0);
    await page.goto(`${server.url}/alerts`);
    await page.getByText('同一账号连续鸣笛').first().click();
    await page.getByText('u-loud').first().waitFor();
    await page.getByRole('link', { name: '查看规则' }).click();
    await page.getByRole('tab', { name: '触发记录' }).click();
    await page.getByText('account = u-loud').click();
    await page.getByText('这次触发的事件').waitFor();
    expect(await page.getByText('account = u-quiet').count()).toBe(0);
  }, 180_000);

  it('writes a new one with live marks, and deletes it again', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/correlations/new`);
    await page.getByRole('img', { name: /滑动窗口 10 分钟 · 按 account 分组 · 次数 ≥ 5/ }).waitFor();
    const editor = page.getByLabel('关联规则编辑器');
    const own = randomUUID();
    await editor.fill(textOf(own, 'honk_written', '0m'));
    await page
      .getByText(/第 \d+ 行/)
      .first()
      .waitFor();
    await editor.fill(textOf(own, 'honk_written', '30m'));
    await page.getByRole('img', { name: /滑动窗口 30 分钟 · 按 account 分组 · 不同的 vin ≥ 4/ }).waitFor();
    await page.getByRole('button', { name: /^创\s?建$/ }).click();
    await page.getByRole('heading', { name: '同一账号连续鸣笛' }).waitFor();
    expect(page.url()).toContain(own);
    await page
      .getByRole('button', { name: /删\s?除/ })
      .first()
      .click();
    await page
      .locator('.ant-popconfirm-buttons')
      .getByRole('button', { name: /删\s?除/ })
      .click();
    await page.getByText('关联规则已删除').waitFor();
  }, 120_000);
});
