import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

const ID = randomUUID();

/** Each account learns for a day in which countries it signs in. */
const TEXT = `title: Country That an Account Never Used
x-title-zh: 账号从未登录过的国家
id: ${ID}
status: test
description: Countries of log-ins by account.
author: CheDun
date: 2026-11-27
logsource:
  product: tsp
  category: tsp_login
detection:
  selection:
    result: success
  condition: selection
baseline:
  type: new_terms
  group-by:
    - account
  field: geo_country
  learn: 1d
  lateness: 1d
level: high
`;

/** Logins an hour for eight days, as a rate rule learns them. */
const RATE = TEXT.replace(ID, randomUUID())
  .replace('Country That an Account Never Used', 'Far More Logins than Usual')
  .replace('账号从未登录过的国家', '登录频次异常')
  .replace(
    / {2}type: new_terms[\s\S]*?level/,
    '  type: rate_anomaly\n  group-by:\n    - account\n  learn: 1d\n  minimum: 20\nlevel',
  );

const login = (ago: number, account: string, country: string): string =>
  JSON.stringify({
    ts: new Date(Date.now() - ago).toISOString(),
    type: 'login',
    account,
    src_ip: '198.51.100.7',
    result: 'success',
    geo_country: country,
  });

interface Page {
  readonly items: readonly { readonly titleZh: string | null; readonly assets: readonly { readonly id: string }[] }[];
}

describe('a behaviour rule from its text to its alert', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'tsp', title: '车云平台', kind: 'http', format: 'tsp' });
    await world.api('POST', '/baselines', { yaml: RATE, enabled: true });
  }, 240_000);
  afterAll(() => world?.close());

  it('lists our own rules in Chinese, which wait for what they select', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/baselines`);
    await page.getByText('账号首次从某个国家或地区登录').waitFor();
    await page.getByText('等待数据').first().waitFor();
    await page.getByPlaceholder('标题、字段或编号').fill('DNS 隧道');
    await page.keyboard.press('Enter');
    await page.getByText('主机疑似经 DNS 隧道外传数据').click();
    await page.getByText('还没有收到这条规则选中的事件').waitFor();
  }, 120_000);

  it('is written in the console: what is wrong is said at once, then it is saved and switched on', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/baselines`);
    await page.getByRole('button', { name: '新建规则' }).click();
    const editor = page.locator('.cm-content');
    await editor.fill(TEXT.replace('learn: 1d', 'learn: soon'));
    await page
      .getByText(/learn 应为 0s 至 90d 之间的时长/)
      .first()
      .waitFor();
    await editor.fill(TEXT);
    await page
      .getByText(/learn 应为/)
      .first()
      .waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: /账号从未登录过的国家/ }).waitFor();
  }, 120_000);

  it('learns from what arrives and tells what deviates: alert with the account', async () => {
    const { api, send, page } = world;
    const hours = Array.from({ length: 24 * 8 }, (_, n) => login((24 * 8 - n) * 3_600_000, 'u-17', 'CN'));
    for (let at = 0; at < hours.length; at += 24) await send('tsp', hours.slice(at, at + 24));
    await send('tsp', [login(60_000, 'u-17', 'CN'), login(30_000, 'u-17', 'RU')]);
    await vi.waitFor(async () => {
      const { items } = (await api(
        'GET',
        '/findings?kind=alert&search=' + encodeURIComponent('行为基线'),
      )) as unknown as Page;
      expect(items.map(({ titleZh }) => titleZh)).toContain('行为基线：出现从未有过的取值（高）');
    }, 60_000);
    await page.reload();
    await page.getByText('判断中').waitFor();
    await page.getByRole('tab', { name: '新取值记录' }).click();
    await page.getByText('account = u-17').waitFor();
    await page.getByText('RU', { exact: true }).waitFor();
    await page.getByRole('link', { name: '查看事件' }).waitFor();
    await page.getByRole('tab', { name: '已学习对象' }).click();
    await page.getByText('已学会').waitFor();
  }, 120_000);

  it('draws the baseline of a rate', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/baselines`);
    await page.getByText('登录频次异常').click();
    await page.getByRole('tab', { name: '已学习对象' }).click();
    await page.getByRole('img', { name: '一周内的同期基线' }).waitFor();
  }, 120_000);

  it('is proof of 1.3-d, and the pages are without errors', async () => {
    const { api, errors } = world;
    const evidence = await api('POST', '/posture/checks/baselines.running/run');
    expect(JSON.stringify(evidence)).toContain('"outcome":"pass"');
    expect(errors).toEqual([]);
  }, 120_000);
});
