import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPage } from './browser.ts';
import { openWorld, type World } from './world.ts';

const tls = (from: string, sni: string): string =>
  JSON.stringify({
    timestamp: new Date().toISOString(),
    event_type: 'tls',
    src_ip: from,
    dest_ip: '198.51.100.20',
    tls: { sni },
  });

const BUNDLE = JSON.stringify({
  type: 'bundle',
  id: 'bundle--601cee35-6b16-4e68-a3e7-9ec7d755b4c3',
  objects: [
    ['1', "[domain-name:value = 'gate.evil.example']", '车机木马回连域名'],
    ['2', "[ipv4-addr:value = '203.0.113.0/24']", '扫描网段'],
    ['3', "[ipv4-addr:value = '203.0.113.7'] FOLLOWEDBY [domain-name:value = 'x.example']", '先后关系'],
  ].map(([id, pattern, name]) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--00000000-0000-4000-8000-00000000000${id}`,
    created: '2026-11-01T00:00:00.000Z',
    modified: '2026-11-01T00:00:00.000Z',
    name,
    pattern,
    pattern_type: 'stix',
    valid_from: '2026-11-01T00:00:00Z',
    confidence: 85,
  })),
});

interface Listed {
  readonly items: readonly { readonly titleZh?: string | null }[];
  readonly total: number;
}

describe('threat intelligence', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'ids', title: '网络检测', kind: 'http', format: 'suricata-eve' });
    await world.send('ids', [tls('10.64.3.17', 'a.gate.evil.example')]);
    await vi.waitFor(async () => {
      const found = (await world.api('GET', '/sources')) as unknown as { items: { id: string; events: number }[] };
      expect(found.items.find(({ id }) => id === 'ids')?.events).toBe(1);
    }, 60_000);
  }, 240_000);
  afterAll(() => world?.close());

  it('says what to do while there is nothing', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/intel`);
    await page.getByRole('heading', { name: '还没有命中' }).waitFor();
    await page.getByRole('tab', { name: '情报源' }).click();
    await page.getByRole('heading', { name: '还没有情报源' }).waitFor();
  }, 120_000);

  it('imports a bundle, says why an entry was left, and finds the event of before', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '导入情报' }).click();
    const file = { name: 'shared.json', mimeType: 'application/json', buffer: Buffer.from(BUNDLE) };
    await page.locator('.ant-modal input[type=file]').setInputFiles(file);
    await page.getByPlaceholder('新情报源名称').fill('行业共享');
    await page.getByRole('button', { name: '开始导入' }).click();
    await page.getByText('回查完成').waitFor();
    await page.getByText('第 3 个对象').waitFor();
    await page.getByText('FOLLOWEDBY', { exact: true }).waitFor();
    await page.getByText('命中 1 处').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: '命中' }).click();
    await page.getByText('gate.evil.example').first().waitFor();
    await page.getByText('历史回查').first().waitFor();
  }, 180_000);

  it('compares what comes, and a rule of ours makes an alert of it', async () => {
    const { page } = world;
    await world.send('ids', [tls('10.64.3.18', 'gate.evil.example')]);
    await page.getByText('10.64.3.18').first().waitFor();
    await page.getByText('实时', { exact: true }).first().waitFor();
    await vi.waitFor(async () => {
      const found = (await world.api(
        'GET',
        '/findings?search=%E5%A8%81%E8%83%81%E6%83%85%E6%8A%A5',
      )) as unknown as Listed;
      expect(found.items.some(({ titleZh }) => titleZh?.includes('威胁情报中的恶意域名') === true)).toBe(true);
    }, 60_000);
  }, 180_000);

  it('shows an indicator, and switches it off', async () => {
    const { page } = world;
    await page.getByRole('tab', { name: '威胁指标' }).click();
    await page.getByPlaceholder('指标值、说明或来源编号').fill('gate[.]evil.example');
    await page.keyboard.press('Enter');
    await page.getByText('车机木马回连域名').first().click();
    await page.getByRole('button', { name: '停用指标' }).click();
    await page.getByRole('button', { name: '恢复指标' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('已停用', { exact: true }).first().waitFor();
  }, 120_000);

  it('hands the sightings out as STIX 2.1', async () => {
    const { page } = world;
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('导出 STIX 2.1').click()]);
    const bundle = JSON.parse(await readFile(await download.path(), 'utf8')) as { objects: { type: string }[] };
    expect(bundle.objects.filter(({ type }) => type === 'sighting')).toHaveLength(2);
  }, 120_000);

  it('speaks English without Chinese left over, and the pages are without errors', async () => {
    const { browser, server, page } = world;
    expect(world.errors).toEqual([]);
    const english = await openPage(browser, { theme: 'dark', language: 'en' });
    await english.page.context().addCookies(await page.context().cookies());
    await english.page.goto(`${server.url}/intel?tab=indicators`);
    await english.page.getByText('Indicators compared').waitFor();
    const head = await english.page.locator('.page-head, .kpis, .ant-tabs-nav').allInnerTexts();
    expect(head.join(' ')).not.toMatch(/\p{Script=Han}/u);
    expect(english.errors).toEqual([]);
  }, 120_000);
});
