import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

const LINES = 2000;
const SLOW_BYTES_PER_SECOND = 15_000;

const line = (at: number): string =>
  JSON.stringify({
    ts: new Date(Date.now() - at).toISOString(),
    type: 'api',
    account: `owner${at}`,
    src_ip: '198.18.0.9',
    vin: 'LSVAA4182E2100017',
    method: 'GET',
    path: '/api/v1/vehicles/status,"quoted"',
    result: 'success',
    status: 200,
  });

describe('an export of events', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    const lines = Array.from({ length: LINES }, (_, at) => line(at));
    expect(await world.send('tsp', lines)).toMatchObject({ accepted: LINES, quarantined: 0 });
    // A search answers with what is stored by then; the last of the lines may follow a moment later.
    const all = world.page.getByRole('heading', { name: '共 2,000 条' });
    const search = `${world.server.url}/search?q=${encodeURIComponent('vin:LSVAA4182E2100017')}`;
    const look = async (): Promise<void> => {
      await world.page.goto(search);
      await all.waitFor({ timeout: 10_000 });
    };
    await vi.waitFor(look, { timeout: 90_000 });
  }, 180_000);
  afterAll(() => world?.close());

  const openDialog = async (): Promise<void> => {
    await world.page.getByRole('button', { name: /导出$/ }).click();
    await world.page.getByRole('dialog').waitFor();
  };
  const start = () => world.page.getByRole('button', { name: '开始导出' }).click();
  const throttle = async (bytesPerSecond: number): Promise<void> => {
    const devtools = await world.page.context().newCDPSession(world.page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: -1,
    });
  };

  it('gives every record as NDJSON', async () => {
    const { page } = world;
    await openDialog();
    await page.getByText('NDJSON（每行一条完整记录）').click();
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), start()]);
    expect(download.suggestedFilename()).toMatch(/\.ndjson$/);
    const records = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(records).toHaveLength(LINES);
    const users = new Set(records.map((text) => JSON.stringify(JSON.parse(text)).match(/owner\d+/)?.[0]));
    expect(users.size).toBe(LINES);
    await page.getByText('已导出 2,000 行').waitFor();
  }, 40_000);

  it('gives a table as CSV with a header, cut at the most that was asked for', async () => {
    const { page } = world;
    await openDialog();
    await page.getByLabel('最多条数').fill('1000');
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), start()]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(1001);
    expect(text).toContain('198.18.0.9');
    await page.getByText(/^已导出 1,00[01] 行$/).waitFor();
  }, 40_000);

  it('shows how far it is and can be stopped without leaving a file', async () => {
    const { page } = world;
    await throttle(SLOW_BYTES_PER_SECOND);
    await openDialog();
    await page.getByText('NDJSON（每行一条完整记录）').click();
    let downloads = 0;
    page.on('download', () => (downloads += 1));
    await start();
    await page.getByText(/^已接收 [\d,]+ 行，/).waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /停\s?止/ }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await throttle(-1);
    expect(downloads).toBe(0);
    expect(await page.locator('.ant-notification-notice').count()).toBe(0);
  }, 40_000);

  it('met no error on the way', async () => {
    expect(world.errors).toEqual([]);
  });
});
