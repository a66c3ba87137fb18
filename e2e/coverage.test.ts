import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { knownFact } from '../apps/console/src/lib/facts.ts';
import { openPage } from './browser.ts';
import { openWorld, type World } from './world.ts';

const VEHICLES = 6;
const CAMPAIGN = 'fleet.campaign';

const unlockWhileDriving = (vehicle: number): string =>
  JSON.stringify({
    ts: new Date(Date.now() - (VEHICLES - vehicle) * 1000).toISOString(),
    type: 'remote_control',
    vin: `LSVAA4182E210001${vehicle}`,
    account: `dealer-0${vehicle}`,
    command: 'unlock',
    result: 'success',
    src_ip: '203.0.113.9',
    vehicle_speed_kmh: 62,
    user_agent: 'okhttp/4',
    session_id: '',
  });

interface Counted {
  readonly id: string;
  readonly alerts30d: number;
  readonly rows: readonly Counted[];
}

describe('coverage, detectors and campaigns', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'tsp', title: '车云平台', kind: 'http', format: 'tsp' });
    await world.send(
      'tsp',
      Array.from({ length: VEHICLES }, (_, vehicle) => unlockWhileDriving(vehicle)),
    );
  }, 240_000);
  afterAll(() => world?.close());

  const cell = (text: string) => world.page.locator('.matrix-cell', { hasText: text });

  it('has a name in the dictionary for every fact that a check gives as evidence', async () => {
    interface Checked {
      readonly id: string;
      readonly latest: { readonly facts: readonly { readonly name: string; readonly value: string }[] } | null;
    }
    const read = async (): Promise<readonly Checked[]> => {
      const { obligations } = (await world.api('GET', '/posture')) as unknown as {
        obligations: readonly { readonly checks: readonly Checked[] }[];
      };
      return obligations.flatMap(({ checks }) => checks);
    };
    const checks = await vi.waitFor(
      async () => {
        const all = await read();
        expect(all.filter(({ latest }) => latest !== null).length).toBeGreaterThan(20);
        return all;
      },
      { timeout: 60_000, interval: 1000 },
    );
    const facts = checks.flatMap(({ id, latest }) => (latest?.facts ?? []).map((fact) => ({ id, fact })));
    expect(
      facts.filter(({ fact }) => knownFact(fact) === undefined).map(({ id, fact }) => `${id}: ${fact.name}`),
    ).toEqual([]);
  }, 120_000);

  it('shows what nobody watches in UN R155, and the rules behind a cell', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/coverage`);
    await page.getByRole('tab', { name: 'UN R155 附件 5' }).click();
    await page.getByText('未逐条核对').waitFor();
    await cell('物理接触服务器').waitFor();
    expect(await cell('物理接触服务器').getAttribute('class')).toContain('gap');
    await page.getByText('只看缺口').click();
    await cell('重放攻击').waitFor({ state: 'detached' });
    await page.getByText('全部', { exact: true }).click();
    const counted = Number(await cell('重放攻击').locator('.matrix-count').innerText());
    expect(counted).toBeGreaterThan(10);
    await cell('重放攻击').click();
    await page.getByText('标签：r155.6.3').waitFor();
    await page.getByText(`已显示 ${counted} 条，共 ${counted} 条`).waitFor();
  }, 120_000);

  it('lists every line with both names and exports them', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/coverage?framework=ics&view=list`);
    await page.getByText('已显示 83 条').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出清单' }).click(),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.trimEnd().split('\r\n')).toHaveLength(84);
    expect(text).toContain('T0855,未授权命令报文,Unauthorized Command Message,破坏过程控制,已覆盖');
    expect(text).toMatch(/T0817,水坑攻陷,Drive-by Compromise,初始访问,缺口,0,0,0,0,否/);
  }, 120_000);

  it('counts the alerts of the last 30 days where their rules belong', async () => {
    const alertsOf = async (): Promise<number> => {
      const { groups } = await world.api('GET', '/detection/coverage?framework=atm');
      const tactic = (groups as readonly Counted[]).find(({ id }) => id === 'execution');
      return tactic?.rows.find(({ id }) => id === 'remote_control')?.alerts30d ?? 0;
    };
    await vi.waitFor(async () => expect(await alertsOf()).toBeGreaterThanOrEqual(VEHICLES), {
      timeout: 90_000,
      interval: 1000,
    });
    await world.page.goto(`${world.server.url}/coverage?framework=atm`);
    await cell('远程控制').locator('.matrix-hit').first().waitFor();
  }, 180_000);

  it('names our own rules in English to those who read English', async () => {
    const english = await openPage(world.browser, { theme: 'dark', language: 'en' });
    english.page.setDefaultTimeout(60_000);
    await english.page.context().addCookies(await world.page.context().cookies());
    await english.page.goto(`${world.server.url}/rules?find=Vehicle%20Is%20Moving`);
    await english.page.getByText('Remote Command While Vehicle Is Moving').waitFor();
    expect(await english.page.getByText('车辆行驶中收到远程控制指令').count()).toBe(0);
    await english.page.goto(world.server.url);
    await english.page.getByText('Remote Command While Vehicle Is Moving').first().waitFor();
    expect(english.errors).toEqual([]);
  }, 180_000);

  it('finds the campaign of vehicles with the same alert, and the vehicles in it', async () => {
    const { page, server } = world;
    await vi.waitFor(
      async () => expect((await world.api('GET', '/watch/campaigns?status=running'))['total']).toBeGreaterThan(0),
      { timeout: 90_000, interval: 1000 },
    );
    await page.goto(server.url);
    await page.locator('.campaign-banner').getByText('进行').waitFor();
    await page.locator('.campaign-banner-item', { hasText: '车辆行驶中收到远程控制指令' }).click();
    await page.getByText('车辆加入过程').first().waitFor();
    for (let vehicle = 0; vehicle < VEHICLES; vehicle += 1)
      await page.getByRole('link', { name: `LSVAA4182E210001${vehicle}` }).waitFor();
    await page.getByRole('button', { name: '查看规则' }).click();
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}/);
  }, 180_000);

  it('tunes a detector, takes it back, and switches it', async () => {
    const { page, server } = world;
    const detector = () => world.api('GET', `/watch/detectors/${CAMPAIGN}`);
    const limitOf = async (): Promise<unknown> =>
      ((await detector())['limits'] as readonly { name: string; value: number }[]).find(
        ({ name }) => name === 'vehiclesCount',
      )?.value;
    await page.goto(`${server.url}/detectors?family=fleet&id=${CAMPAIGN}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('车辆数').fill('9');
    await drawer.getByRole('button', { name: '保存阈值' }).click();
    await vi.waitFor(async () => expect(await limitOf()).toBe(9), { timeout: 10_000 });
    await drawer.getByRole('button', { name: '恢复默认' }).click();
    await vi.waitFor(async () => expect(await limitOf()).toBe(5), { timeout: 10_000 });
    await drawer.getByRole('switch').click();
    await page.getByText('已停用“').waitFor();
    expect(await detector()).toMatchObject({ enabled: false, state: 'off' });
    await drawer.getByRole('switch').click();
    await page.getByText('已启用“').waitFor();
    expect((await detector())['enabled']).toBe(true);
  }, 180_000);

  it('met no error on the way', () => {
    expect(world.errors).toEqual([]);
  });
});
