import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startInstance, type Instance } from '../bench/server/instance.ts';
import { openBrowser, openPage, type WatchedPage } from './browser.ts';

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), '../docs/images');
const PASSWORD = 'Wuhan-9-Motor-Plant!';

const unlockWhileDriving = (at: number) => ({
  ts: new Date(Date.now() - at * 1000).toISOString(),
  type: 'remote_control',
  vin: 'LSVAA4182E2100017',
  account: 'dealer-07',
  command: 'unlock',
  result: 'success',
  src_ip: '203.0.113.9',
  vehicle_speed_kmh: 62,
  user_agent: 'okhttp/4',
  session_id: '',
});

describe('an analyst sees an attack', () => {
  let server: Instance;
  let browser: Browser;
  let watched: WatchedPage;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'chedun-e2e-'));
    [server, browser] = await Promise.all([
      startInstance({ dir, port: await freePort(), fresh: false }),
      openBrowser(),
    ]);
    watched = await openPage(browser, { theme: 'light', language: 'zh-CN' });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const picture = async (name: string): Promise<void> => {
    await watched.page.evaluate('document.fonts.ready');
    if (process.env['TAKE_PICTURES'] === undefined) return;
    await mkdir(IMAGES, { recursive: true });
    await watched.page.screenshot({ path: join(IMAGES, `${name}.png`) });
  };

  const pictureInEnglish = async (name: string): Promise<void> => {
    if (process.env['TAKE_PICTURES'] === undefined) return;
    const english = await openPage(browser, { theme: 'dark', language: 'en' });
    await english.page.context().addCookies(await watched.page.context().cookies());
    await english.page.goto(watched.page.url());
    await english.page.getByText('Matched fields').first().waitFor();
    await english.page.evaluate('document.fonts.ready');
    await english.page.screenshot({ path: join(IMAGES, `${name}.png`) });
  };

  const api = async (method: string, path: string, data?: unknown): Promise<Record<string, unknown>> => {
    const answer = await watched.page.request.fetch(`${server.url}/api${path}`, {
      method,
      data,
      headers: { origin: server.url },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as Record<string, unknown>;
  };

  it('goes through the first-use wizard', async () => {
    const { page } = watched;
    await page.goto(server.url);
    await page.getByLabel('安装码').fill('wrong-code');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByLabel('用户名').fill('lilei');
    await page.getByLabel('姓名或岗位').fill('李雷');
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD);
    await page.getByLabel('再输入一次新密码').fill(PASSWORD);
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '完成设置' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('安装码').fill(server.setupCode ?? '');
    await page.getByRole('button', { name: '下一步' }).click();
    expect(await page.getByLabel('用户名').inputValue()).toBe('lilei');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '完成设置' }).click();
    await page.getByText('设置完成').waitFor();
    await page.getByRole('button', { name: '进入车盾' }).click();
    const asked = page.getByRole('dialog');
    await asked.waitFor();
    await asked.getByRole('button', { name: /返\s?回/ }).click();
    await asked.waitFor({ state: 'hidden' });
    const [list] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载账号清单' }).click(),
    ]);
    expect(list.suggestedFilename()).toBe('chedun-accounts.csv');
    await page.getByRole('button', { name: '进入车盾' }).click();
    await page.getByRole('heading', { name: '安全态势' }).waitFor();
    await page.getByText('已完成 1 / 3').waitFor();
  }, 60_000);

  it('sends logs of the vehicle cloud with a token and sees the alert', async () => {
    const { page } = watched;
    const { secret } = await api('POST', '/identity/me/tokens', { name: 'tsp', scopes: ['ingest.write'], days: 1 });
    const body = Array.from({ length: 20 }, (_, at) => JSON.stringify(unlockWhileDriving(at))).join('\n');
    const headers = { authorization: `Bearer ${String(secret)}`, 'content-type': 'application/x-ndjson' };
    const sent = await fetch(`${server.url}/api/ingest/tsp`, { method: 'POST', headers, body });
    expect(await sent.json()).toMatchObject({ accepted: 20, quarantined: 0 });
    await page.goto(`${server.url}/alerts`);
    await page.getByText('车辆行驶中收到远程控制指令').first().waitFor({ timeout: 30_000 });
    await picture('alerts');
  }, 60_000);

  it('opens the alert and reads why it matched', async () => {
    const { page } = watched;
    await page.getByText('车辆行驶中收到远程控制指令').first().click();
    await page.getByText('命中字段').waitFor();
    await page.getByRole('tab', { name: '命中原因' }).click();
    await page.getByText('选择项').first().waitFor();
    expect(await page.locator('body').innerText()).toMatch(/unlock|dealer-07|LSVAA4182E2100017/);
    await picture('alert.zh-CN');
    await pictureInEnglish('alert');
  }, 60_000);

  it('finds the records again', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/search?q=${encodeURIComponent('vin:LSVAA4182E2100017')}`);
    await page.getByText('dealer-07').first().waitFor({ timeout: 30_000 });
    await picture('search');
  }, 60_000);

  it('sees the source and which obligations are served', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/sources`);
    await page.getByText('tsp').first().waitFor();
    await page.goto(`${server.url}/posture`);
    await page.getByText('1.3-h').first().waitFor();
  }, 60_000);

  it('met no error on the way', () => {
    // Meant are the wrong set-up code, and an alert that is opened before its record is in the store: both questions
    // about it are asked again.
    const isMeant = (text: string): boolean =>
      text.includes('status of 401') ||
      (text.includes('status of 404') && (text.includes('/api/events/') || text.includes('/api/detection/explain')));
    expect(watched.errors.filter((text) => !isMeant(text))).toEqual([]);
  });
});
