import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chedun, temporaryFolder, type Folder } from '../apps/cli/testing/chedun.ts';
import { buildPackage, canonicalBytes, readPackage, sm3Hex, verifyPackage } from '../libs/exchange/src/index.ts';
import { exampleSigner, pdfWith } from '../libs/exchange/testing/index.ts';
import { ACCOUNT_PASSWORD, openAccounts, type Session } from './accounts.ts';
import { openBrowser, openPage, type WatchedPage } from './browser.ts';
import { openWorld, type World } from './world.ts';

const FIRM = { name: '示例汽车有限公司', creditCode: '91420100MA4KXXXX2K', province: '42' };
const VISITOR = 'Visitor-Lantern-29!';
const RULES = '*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\n';

describe('an inspection at the enterprise', () => {
  let world: World;
  let visitors: Browser;
  let visitor: WatchedPage;
  let folder: Folder;
  let order: Buffer;
  let signerSm3 = '';
  beforeAll(async () => {
    folder = await temporaryFolder();
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
    await world.api('PUT', '/organisation', { ...FIRM, isCii: false });
    const { firewall } = (await world.api('POST', '/firewalls', { name: '边界', place: '', owner: '' })) as {
      firewall: { id: string };
    };
    const sent = await world.page.request.post(`${world.server.url}/api/firewalls/${firewall.id}/exports`, {
      headers: { origin: world.server.url, 'content-type': 'application/octet-stream' },
      data: Buffer.from(RULES),
    });
    expect(sent.ok(), await sent.text()).toBe(true);
    const [authority, firm] = (await openAccounts(world, [
      { name: 'jiancha', displayName: '吴敏', roles: ['reviewer'] },
      { name: 'jia', displayName: '企业报送', roles: ['supervised-enterprise'] },
    ])) as [Session, Session];
    order = await orderOf(authority, firm);
    // A browser of his own: pages of one browser share what they are signed in as.
    visitors = await openBrowser();
    visitor = await openPage(visitors, { theme: 'light', language: 'zh-CN' });
    visitor.page.setDefaultTimeout(30_000);
  }, 240_000);
  afterAll(async () => {
    await folder.remove();
    await visitors?.close();
    await world?.close();
  });

  /** The authority admits the enterprise and orders an inspection: the signed file that a messenger brings. */
  const orderOf = async (authority: Session, firm: Session): Promise<Buffer> => {
    const { url } = world.server;
    const scopes = ['supervision.exchange'];
    const { secret } = await firm('POST', '/identity/me/tokens', { name: '报送', scopes, days: 1 });
    const answer = await fetch(`${url}/api/supervision/exchange/packages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${String(secret)}`, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(await gradingPackage()),
    });
    const waiting = (await answer.json()) as { submission: string };
    await authority('POST', `/supervision/submissions/${waiting.submission}/admit`, { enterprise: FIRM });
    const { items } = (await authority('GET', '/supervision/enterprises')) as { items: { id: string }[] };
    const now = Date.now();
    await authority('POST', '/oversight/inspections', {
      enterprise: items[0]?.id,
      title: '网络安全监督检查',
      basis: 'nd-50',
      kinds: ['posture', 'findings', 'organisation'],
      obligations: ['1.3-a'],
      units: [],
      items: ['日志留存'],
      from: new Date(now - 60_000).toISOString(),
      until: new Date(now + 3_600_000).toISOString(),
      inspectors: [
        { name: '周明', organisation: '湖北省通信管理局' },
        { name: '吴敏', organisation: '湖北省通信管理局' },
      ],
      announced: false,
    });
    const documents = (await authority('GET', '/documents?limit=50')) as {
      items: { id: string; template: string; version: number }[];
    };
    const document = documents.items.find(({ template }) => template === 'supervision-inspection');
    const signer = (await authority('GET', '/documents/signer')) as { certificate: { sm3: string } };
    signerSm3 = signer.certificate.sm3;
    return bytesOf(`/documents/${document?.id}/versions/${document?.version}/file`);
  };
  /** As the reviewer who is at the browser for a moment: sessions of tests read text only. */
  const bytesOf = async (path: string): Promise<Buffer> => {
    await world.api('POST', '/identity/sign-in', { name: 'jiancha', password: ACCOUNT_PASSWORD });
    const answer = await world.page.request.get(`${world.server.url}/api${path}`);
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.body();
  };
  const go = (page: Page, path: string) => page.goto(`${world.server.url}${path}`);
  const statusOf = async (path: string): Promise<number> =>
    (await visitor.page.request.get(`${world.server.url}/api${path}`)).status();

  it('brings the order, accepts it only with the certificate that the authority told, and lets one inspector in', async () => {
    const { page } = world;
    await world.api('POST', '/identity/sign-in', { name: 'system-admin', password: ACCOUNT_PASSWORD });
    await go(page, '/inspection-access');
    await page.getByText('还没有检查通知').waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: '检查通知.cdf', mimeType: 'application/octet-stream', buffer: order });
    await page.getByText('下一步：联系检查机关核对签名证书').waitFor();
    await page.getByRole('button', { name: '核对并接受' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('签名证书 SM3').fill('a'.repeat(64));
    await dialog.getByLabel('核对方式').fill('致电省通信管理局总机，转网络安全管理处');
    await dialog.getByRole('button', { name: '核对并接受' }).click();
    await page.getByText('输入的证书 SM3 与检查通知的签名证书不一致').waitFor();
    await dialog.getByLabel('签名证书 SM3').fill(signerSm3);
    await dialog.getByRole('button', { name: '核对并接受' }).click();
    await page.getByText('下一步：核验证件后逐人放行').waitFor();
    await page
      .getByRole('button', { name: /放\s?行/ })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('登录名').fill('zhou.ming');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /放\s?行/ })
      .click();
    const secret = (await page.getByRole('dialog').locator('.secret').innerText()).trim();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /关\s?闭/ })
      .last()
      .click();
    await page.getByText('zhou.ming').waitFor();
    const signed = await visitor.page.request.post(`${world.server.url}/api/identity/sign-in`, {
      headers: { origin: world.server.url },
      data: { name: 'zhou.ming', password: secret, newPassword: VISITOR },
    });
    expect(signed.ok(), await signed.text()).toBe(true);
  }, 120_000);

  it('shows the inspector his pages and the time left, answers within the scope, and refuses the rest', async () => {
    const { page } = visitor;
    await go(page, '/');
    await page.waitForURL('**/my-inspection');
    await page.getByText(/监督检查 JC-/).waitFor();
    await page.getByText(/剩余 \d+ 分钟/).waitFor();
    expect(await page.locator('.side-nav .side-link').allInnerTexts()).toEqual([
      '我的检查',
      '1.3-a',
      '隐患与告警',
      '单位与责任人',
    ]);
    await page.locator('.side-nav').getByText('隐患与告警').click();
    await page
      .getByText(/放行任意来源/)
      .first()
      .waitFor();
    await page
      .getByText(/全通|放行任意来源/)
      .first()
      .click();
    await page.locator('.side-nav').getByText('1.3-a').click();
    await page.getByText('义务 1.3-a').first().waitFor();
    expect(await statusOf('/organisation')).toBe(200);
    for (const path of ['/documents', '/posture', '/posture/obligations/1.4-a', '/findings/export', '/identity/users'])
      expect(await statusOf(path), path).toBe(403);
    await go(page, '/documents');
    await page.getByText('不在检查范围、检查时段内，或授权已收回').first().waitFor();
  }, 120_000);

  it('gives him a signed bundle of what he saw', async () => {
    const { page } = visitor;
    await go(page, '/my-inspection');
    await page.getByRole('button', { name: /取\s?证/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('内容').click();
    await page.getByTitle('/findings', { exact: true }).click();
    await page.getByTitle('/organisation', { exact: true }).click();
    await dialog.getByLabel('说明').fill('现场固定');
    await dialog.getByRole('button', { name: /取\s?证/ }).click();
    await page.getByText('现场固定').waitFor({ timeout: 60_000 });
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /下\s?载/ }).click(),
    ]);
    const path = await folder.file('evidence.cdf', '');
    await file.saveAs(path);
    const pack = readPackage(new Uint8Array(await readFile(path)));
    expect(verifyPackage(pack, sm3Hex(pack.manifestBytes))).toMatchObject({ signature: { kind: 'signed' } });
    expect([...pack.parts.keys()]).toContain('attachments/002.json');
  }, 120_000);

  it('shows the enterprise every look, refused ones too, also on the command line', async () => {
    const { page } = world;
    await go(page, '/inspection-access');
    await page.getByText('GET /organisation').first().waitFor();
    await page.getByText('只看拒绝').click();
    await page.getByText('GET /posture/obligations/1.4-a').waitFor();
    await page.getByText('拒绝：不在范围').first().waitFor();
    const password = await folder.file('password.txt', ACCOUNT_PASSWORD);
    const as = ['--as', 'system-admin', '--password-file', password, '--server', world.server.url];
    const looks = await chedun(['inspection-access', 'looks', '--json', ...as]);
    const [told] = looks.json() as { items: { path: string; refused: string }[] }[];
    expect(told?.items).toContainEqual(expect.objectContaining({ path: '/findings/export', refused: 'not-in-scope' }));
    const list = await chedun(['inspection-access', 'list', '--lang', 'zh', ...as]);
    expect([list.code, list.out]).toEqual([0, expect.stringMatching(/检查中[^]*周明\s+zhou.ming[^]*吴敏\s+未放行/)]);
  }, 120_000);

  it('is withdrawn at once: the next request is refused, and the inspector is told why', async () => {
    const { page } = world;
    await page
      .getByText(/JC-\d+-\d+/)
      .first()
      .click();
    await page.getByRole('button', { name: '立即收回全部授权' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('检查机关来电中止检查');
    await page.getByRole('dialog').getByRole('button', { name: '立即收回全部授权' }).click();
    await page.getByText('检查机关来电中止检查').waitFor();
    expect(await statusOf('/findings')).toBe(403);
    await go(visitor.page, '/my-inspection');
    await visitor.page.getByText('授权已收回').first().waitFor();
    await visitor.page.getByText('现在不能查看任何内容').waitFor();
    expect(await visitor.page.locator('.side-nav .side-link').allInnerTexts()).toEqual(['我的检查']);
    await page.getByText('拒绝：已收回').first().waitFor();
    expect(world.errors.filter((each) => !each.includes('/accept'))).toEqual([]);
  }, 120_000);
});

const gradingPackage = async (): Promise<Uint8Array> => {
  const data = { unitName: '平台', level: '2', organisation: FIRM.name };
  const form = canonicalBytes({ schema: { id: 'urn:chedun:documents:grading-filing:1', version: 1 }, data });
  const head = {
    id: randomUUID(),
    version: 1,
    template: { id: 'grading-filing', version: 1 },
    title: { zh: '定级备案', en: 'Filing' },
    subject: { kind: 'network-unit', id: 'x' },
    issuedAt: new Date().toISOString(),
    issuer: FIRM.name,
  };
  const parts = [
    { name: 'form.json', bytes: form },
    { name: 'form.pdf', bytes: pdfWith([form]) },
  ];
  return buildPackage(head, parts, await exampleSigner(FIRM.name));
};
