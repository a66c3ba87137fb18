import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from './browser.ts';
import { openWorld, type World } from './world.ts';

const login = (n: number): string =>
  JSON.stringify({ ts: '2026-11-23T01:00:00.000Z', type: 'login', account: `a${n}`, result: 'success' });

const OTHER_PASSWORD = 'Shanghai-7-Depot-Gate!';
const ADMINISTRATORS = ['system-admin', 'security-admin', 'audit-admin'] as const;
type Administrator = (typeof ADMINISTRATORS)[number];

describe('the retention of logs', () => {
  let world: World;
  const cookies = new Map<Administrator, string>();
  beforeAll(async () => {
    world = await openWorld();
    await world.api('POST', '/sources', { id: 'gateway', title: '车云网关', kind: 'http', format: 'tsp' });
    await world.send('gateway', [1, 2, 3].map(login));
    for (const name of ADMINISTRATORS) cookies.set(name, await signIn(name));
  }, 180_000);
  afterAll(() => world?.close());

  /** First sign-in of an administrator over the API; answers the cookie. */
  const signIn = async (name: Administrator): Promise<string> => {
    const body = { name, password: world.oneTimePassword(name), newPassword: OTHER_PASSWORD };
    const answer = await fetch(`${world.server.url}/api/identity/sign-in`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin: world.server.url },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const ask = (cookie: string, method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${world.server.url}/api${path}`, {
      method,
      headers: { cookie, origin: world.server.url, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const as = (name: Administrator, method: string, path: string, body?: object): Promise<Response> =>
    ask(cookies.get(name) ?? '', method, path, body);

  it('shows the ledger of a source that spoke', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/retention`);
    await page.getByText('车云网关').first().waitFor({ timeout: 30_000 });
    await page.locator('.heat-strip').first().waitFor();
    await page.getByText('车云网关').first().click();
    await page.getByText('最近 30 天，每行一天，每格一小时').waitFor();
  }, 150_000);

  it('lets nobody delete a segment, and audits every attempt', async () => {
    const operator = (await world.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const everybody = [operator, ...cookies.values()];
    for (const cookie of everybody) {
      const answer = await ask(cookie, 'DELETE', '/retention/segments/network/1');
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'retention.segment-kept' });
    }
    const trail = await as('audit-admin', 'GET', '/identity/audit?action=retention.segment-delete-tried&limit=50');
    const { items } = (await trail.json()) as { items: { outcome: string; actor: { name: string } }[] };
    expect(items).toHaveLength(everybody.length);
    expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
    expect(new Set(items.map(({ actor }) => actor.name)).size).toBe(everybody.length);
  }, 90_000);

  it('separates proposing from approving, and proposes nothing that is too young', async () => {
    const proposal = { stream: 'network', reason: '清理磁盘' };
    expect((await as('security-admin', 'POST', '/retention/proposals', proposal)).status).toBe(403);
    expect((await as('audit-admin', 'POST', '/retention/proposals', proposal)).status).toBe(403);
    const young = await as('system-admin', 'POST', '/retention/proposals', proposal);
    expect(await young.json()).toMatchObject({ code: 'retention.nothing-to-remove' });
    const shorter = await as('system-admin', 'PATCH', '/retention/classes/network', { days: 183 });
    expect(await shorter.json()).toMatchObject({ code: 'retention.too-short' });
  }, 90_000);

  it('places a hold in the browser; another person confirms it', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/retention?tab=holds`);
    await page.getByText('没有法律保全').waitFor();
    await page.getByRole('button', { name: '设置保全' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('2026-11 入侵事件');
    await dialog.getByLabel('理由').fill('公安机关调取证据');
    await dialog.getByLabel('案件编号').fill('INC-7');
    await dialog.getByRole('button', { name: '设置保全' }).click();
    await page.getByText('生效，待确认').waitFor();
    const { items } = (await (await as('security-admin', 'GET', '/retention/holds')).json()) as {
      items: { id: string }[];
    };
    const confirmed = await as('security-admin', 'POST', `/retention/holds/${items[0]?.id}/decision`, {
      approve: true,
    });
    expect(await confirmed.json()).toMatchObject({ status: 'confirmed', confirmedBy: expect.any(String) });
    await page.reload();
    await page.getByText('生效', { exact: true }).waitFor();
  }, 150_000);

  it('says in English what to do where there is nothing yet', async () => {
    const { page, errors } = await openPage(world.browser, { theme: 'dark', language: 'en' });
    await page.context().addCookies(await world.page.context().cookies());
    await page.goto(`${world.server.url}/retention?tab=tombstones`);
    await page.getByText('No logs were removed').waitFor();
    await page.goto(`${world.server.url}/retention?tab=classes`);
    await page.getByText('Receipts of vulnerability reports').waitFor();
    expect(await page.locator('main, .page').first().innerText()).not.toMatch(/[一-鿿]/);
    expect(errors).toEqual([]);
  }, 150_000);

  it('met no error on the way', () => {
    expect(world.errors).toEqual([]);
  });
});
