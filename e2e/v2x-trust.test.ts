import { join } from 'node:path';
import {
  AIDS,
  HERE,
  makeCrl,
  makeHierarchy,
  makeListAuthority,
  makeMessage,
  makePkiCtl,
  makeRootCtl,
  type Hierarchy,
} from '@chedun/v2x-trust/testing';
import type { Signer } from '@chedun/v2x-security';
import { revocationId } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder } from '../apps/cli/testing/chedun.ts';
import { openPage } from './browser.ts';
import { openWorld, type World } from './world.ts';

const OTHER_PASSWORD = 'Shanghai-7-Depot-Gate!';
const WAIT = { timeout: 60_000 };
const EPOCH = Date.UTC(2004, 0, 1);
const LEAP_MS = 5000;
/** Seconds since 2004 as the messages count them. */
const seconds = (): number => Math.floor((Date.now() - EPOCH + LEAP_MS) / 1000);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('trust of vehicles and roads', () => {
  let world: World;
  let cookie = '';
  let own: Hierarchy;
  let other: Hierarchy;
  let authority: Signer;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    cookie = await signIn('security-admin');
    [own, other] = [await makeHierarchy('example', seconds()), await makeHierarchy('partner.example', seconds())];
    authority = await makeListAuthority(seconds());
  }, 180_000);
  afterAll(() => world?.close());

  /** First sign-in of the second person; answers the cookie. */
  const signIn = async (name: string): Promise<string> => {
    const answer = await fetch(`${world.server.url}/api/identity/sign-in`, {
      method: 'POST',
      body: JSON.stringify({ name, password: world.oneTimePassword(name), newPassword: OTHER_PASSWORD }),
      headers: { 'content-type': 'application/json', origin: world.server.url },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const accept = async (what: 'anchors' | 'lists', id: unknown): Promise<void> => {
    const answer = await fetch(`${world.server.url}/api/v2x/${what}/${String(id)}/decide`, {
      method: 'POST',
      body: JSON.stringify({ decision: 'accept' }),
      headers: { cookie, origin: world.server.url, 'content-type': 'application/json' },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  };
  const bring = async (body: object): Promise<void> => {
    const { id } = await world.api('POST', '/v2x/lists', body);
    await accept('lists', id);
  };
  const messageOf = async (signer: Signer, age = 0): Promise<string> => {
    const generationTime = (Date.now() - EPOCH + LEAP_MS - age) * 1000;
    const header = { aid: AIDS.vehicle, generationTime, generationLocation: { ...HERE, elevation: 4096 } };
    return base64(await makeMessage(signer, header));
  };
  const shot = async (name: string): Promise<void> => {
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) await world.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  it('begins with nobody, takes lists by two persons, and shows what a list changes', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/v2x-trust`);
    await page.getByText('还没有信任列表').waitFor();
    await shot('v2x-trust-empty');
    const certificate = base64(authority.certificate.bytes);
    const anchor = await world.api('POST', '/v2x/anchors', { kind: 'list-authority', certificate });
    await accept('anchors', anchor['id']);
    const now = seconds();
    await bring({ kind: 'root-ctl', list: base64(await makeRootCtl(authority, 7, now - 60, [{ root: own.root }])) });
    await bring({ kind: 'pki-ctl', list: base64(await makePkiCtl(own.root, 1, now - 60, [own.authority])) });
    const roots = [{ root: own.root }, { root: other.root, url: 'https://pki.partner.example/ca.oer' }];
    const list = base64(await makeRootCtl(authority, 8, now - 30, roots));
    await world.api('POST', '/v2x/lists', { kind: 'root-ctl', list });
    await page.reload();
    await page.getByText('待批准').first().click();
    await page.getByText('与序号 7 的列表相比').waitFor();
    await page.getByText('root.partner.example').waitFor();
    await shot('v2x-trust-diff');
    await page.getByRole('button', { name: '批准' }).click();
    await page.locator('.ant-popover').getByRole('button', { name: '批准' }).click();
    await page.getByText('不能批准自己提出的信任变更').waitFor();
    const { items } = (await world.api('GET', '/v2x/lists')) as unknown as { items: { id: string; status: string }[] };
    await accept('lists', items.find(({ status }) => status === 'proposed')?.id);
    await bring({ kind: 'pki-ctl', list: base64(await makePkiCtl(other.root, 1, now - 60, [other.authority])) });
    await page.goto(`${server.url}/v2x-trust`);
    await page.getByText('已被取代').first().waitFor();
    await shot('v2x-trust-lists');
  }, 150_000);

  it('verifies messages of both companies, and explains why one is refused', async () => {
    const { page, server } = world;
    const revoked = await own.vehicle();
    const crl = await makeCrl(own.root, 1, seconds() - 30, [revocationId(revoked.certificate)]);
    await world.api('POST', '/v2x/crls', { crl: base64(crl) });
    const forged = Buffer.from(await messageOf(await own.vehicle()), 'base64');
    forged.set([(forged.at(-1) ?? 0) ^ 1], forged.length - 1);
    const stranger = await makeHierarchy('stranger.example', seconds());
    const sent = [
      await messageOf(await own.vehicle()),
      await messageOf(await other.vehicle()),
      base64(forged),
      await messageOf(revoked),
      await messageOf(await other.vehicle(), 60_000),
      await messageOf(await stranger.vehicle()),
    ];
    const at = new Date().toISOString();
    const messages = sent.map((spdu) => ({ spdu, at }));
    const answer = await world.api('POST', '/v2x/verify', { messages, receiver: 'rsu-17' });
    expect((answer['verdicts'] as { verdict: string }[]).map(({ verdict }) => verdict)).toEqual([
      'valid',
      'valid',
      'signature-invalid',
      'chain:revoked',
      'too-old',
      'chain:issuer-unknown',
    ]);
    await page.goto(`${server.url}/v2x-trust?tab=verification`);
    await page.getByText('签名校验失败').first().waitFor(WAIT);
    await page
      .getByRole('row', { name: /签名校验失败/ })
      .getByRole('button', { name: '解析' })
      .click();
    await page.getByText('消息未通过：').waitFor();
    await page.getByText('root.example', { exact: true }).waitFor();
    await shot('v2x-trust-verification');
    await page.goto(`${server.url}/v2x-trust?tab=crls`);
    await page.getByText('全量（摘要）').waitFor();
    await shot('v2x-trust-crls');
    // The one refusal is that of the second acceptance by the same person.
    expect(world.errors.filter((error) => !error.includes('403'))).toEqual([]);
  }, 150_000);

  it('is there from the command line too', async () => {
    const folder = await temporaryFolder();
    const scopes = ['v2x-trust.read', 'v2x-trust.verify', 'v2x-trust.propose'];
    const { secret } = await world.api('POST', '/identity/me/tokens', { name: 'v2x', scopes, days: 1 });
    const env = { CHEDUN_SERVER: world.server.url, CHEDUN_TOKEN: String(secret), LANG: 'en' };
    try {
      const [good, old] = [await messageOf(await own.vehicle()), await messageOf(await own.vehicle(), 90_000)];
      const file = await folder.file('messages.txt', `# recorded\n${good}\n${old}\n`);
      const at = new Date().toISOString();
      const verified = await chedun(['v2x', 'verify', file, '--at', at, '--json'], { env });
      expect([verified.code, JSON.parse(verified.out)]).toMatchObject([1, { valid: 1, refused: 1 }]);
      const listed = await chedun(['v2x', 'trust', 'list', '--json'], { env });
      const { items } = JSON.parse(listed.out) as { items: { id: string; series: number }[] };
      const id = items.find(({ series }) => series === 8)?.id ?? '';
      expect((await chedun(['v2x', 'trust', 'diff', id], { env })).out).toContain('root.partner.example');
      const bundle = await chedun(['v2x', 'trust', 'export', id], { env });
      const again = await folder.file('bundle.json', bundle.out);
      const known = await chedun(['v2x', 'trust', 'import', again], { env });
      expect([known.code, known.err]).toEqual([2, expect.stringContaining('v2x-trust.known')]);
    } finally {
      await folder.remove();
    }
  }, 120_000);

  it('is there in English and in the dark', async () => {
    if (process.env['E2E_SHOTS'] === undefined) return;
    const { page } = await openPage(world.browser, { theme: 'dark', language: 'en' });
    await page.context().addCookies(await world.page.context().cookies());
    await page.goto(`${world.server.url}/v2x-trust?tab=verification`);
    await page.getByText('Messages that were refused').waitFor(WAIT);
    await page.getByText('Wrong signature').first().waitFor(WAIT);
    await page.screenshot({ path: join(process.env['E2E_SHOTS'], 'v2x-trust-dark.png') });
  }, 90_000);
});
