import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleSigner } from '../libs/exchange/testing/index.ts';
import { documentId, FORM, packageOf } from '../modules/supervision/testing/world.ts';
import { ACCOUNT_PASSWORD, openAccounts, type Session } from './accounts.ts';
import { openWorld, type World } from './world.ts';

const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now());
const WRONG = { ...FORM, gradedOn: today, organisationContact: '见附件' };

describe('the authority receives, returns, hears both offices and numbers', () => {
  let world: World;
  let industry: Session;
  let token = '';
  let signer: Awaited<ReturnType<typeof exampleSigner>>;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    signer = await exampleSigner('甲汽车有限公司');
    const [, office, firm] = (await openAccounts(world, [
      { name: 'dianxin', displayName: '周明', roles: ['reviewer', 'reviewer-telecom'] },
      { name: 'gongxin', displayName: '吴敏', roles: ['reviewer', 'reviewer-industry'] },
      { name: 'jia', displayName: '甲汽车报送', roles: ['supervised-enterprise'] },
    ])) as [Session, Session, Session];
    industry = office;
    const made = await firm('POST', '/identity/me/tokens', {
      name: '报送',
      scopes: ['supervision.exchange'],
      days: 1,
    });
    token = String(made['secret']);
    await world.api('POST', '/identity/sign-in', { name: 'dianxin', password: ACCOUNT_PASSWORD });
  }, 240_000);
  afterAll(() => world?.close());

  const handIn = async (bytes: Uint8Array): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${world.server.url}/api/supervision/exchange/packages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    return JSON.parse(text) as Record<string, unknown>;
  };

  it('says how the first enterprise joins, and receives its package once the certificate was compared', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/supervision`);
    await page.getByText('没有在办材料').waitFor();
    const first = await packageOf(signer, { id: documentId(1), data: WRONG });
    expect((await handIn(first))['state']).toBe('waiting');
    await page.reload();
    await page.getByRole('button', { name: '核对并接收' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('企业名称').fill('甲汽车有限公司');
    await dialog.getByLabel('统一社会信用代码').fill('91420100MA4KXXXX2A');
    await dialog.getByLabel('省份').fill('湖北');
    await page.locator('.ant-select-item-option').filter({ hasText: '湖北' }).click();
    await dialog.getByLabel(/已与企业核对/).check();
    await dialog.getByRole('button', { name: '核对并接收' }).click();
    await page
      .getByText(/SL-\d{4}-0001/)
      .first()
      .waitFor();
    const again = await handIn(first);
    expect(again['state']).toBe('received');
    expect(again['receipts']).toHaveLength(1);
  }, 120_000);

  it('takes what the machine found into a supplement, and reminds of it', async () => {
    const { page } = world;
    await page
      .getByText(/SL-\d{4}-0001/)
      .first()
      .click();
    await page.getByText(/联系方式“见附件”不是可用的电话号码/).waitFor();
    await page.getByRole('button', { name: '开始审核' }).click();
    await page.getByRole('button', { name: '要求补正' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /发\s?出/ })
      .click();
    await page.getByText('补正通知').waitFor();
    await page.goto(`${world.server.url}/supervision?tab=supplement`);
    await page.getByRole('button', { name: /催\s?办/ }).click();
    await page.getByText('已催办').waitFor();
  }, 120_000);

  it('sees what the enterprise changed, hears both offices, and gives a number', async () => {
    const { page, server } = world;
    const data = { ...WRONG, organisationContact: '027-87654321' };
    await handIn(await packageOf(signer, { id: documentId(1), version: 2, data }));
    await page.goto(`${server.url}/supervision`);
    await page
      .getByText(/SL-\d{4}-0001/)
      .first()
      .click();
    await page.getByText('较上一版有变化').waitFor();
    await page.getByText('已修改').waitFor();
    await page.getByRole('button', { name: '开始审核' }).click();
    await page.getByRole('button', { name: '出具意见' }).click();
    const dialog = page.getByRole('dialog', { name: '以电信主管部门名义出具意见' });
    await dialog.getByLabel('意见内容').fill('材料真实完整，同意备案');
    await dialog.getByRole('button', { name: '出具意见' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const id = page.url().split('/').at(-1) ?? '';
    await industry('POST', `/supervision/filings/${id}/steps`, {
      action: 'give-opinion',
      office: 'industry',
      agrees: true,
      text: '同意',
    });
    await page.getByRole('button', { name: '给予备案号' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '给予备案号' }).click();
    await page
      .getByText(/DJ-\d{4}-0001/)
      .first()
      .waitFor();
  }, 120_000);

  it('keeps the register, counts, and shows a reviewer nothing of the enterprise’s own work', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/supervision?tab=register`);
    await page.getByText(/DJ-\d{4}-0001/).waitFor();
    await page.goto(`${server.url}/supervision?tab=statistics`);
    await page.getByText('近 12 个月收件与备案').waitFor();
    await page.goto(`${server.url}/supervision?tab=enterprises`);
    await page.getByText('91420100MA4KXXXX2A').waitFor();
    await page.getByRole('link', { name: '监管工作台' }).waitFor();
    expect(await page.getByRole('link', { name: '告警' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: '资产发现' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: '事件检索' }).count()).toBe(0);
  }, 120_000);

  it('answers the command line', async () => {
    const { server } = world;
    const scopes = ['supervision.inbox', 'supervision.review'];
    const made = await industry('POST', '/identity/me/tokens', { name: 'cli', scopes, days: 1 });
    const chedun = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
      const flags = ['--json', '--server', server.url, '--token', String(made['secret'])];
      const program = fileURLToPath(new URL('../bin/chedun', import.meta.url));
      const { stdout } = await promisify(execFile)(program, ['supervision', ...args, ...flags]);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    expect(await chedun('statistics')).toMatchObject({ filings: 1, numbered: 1 });
    const { items } = (await chedun('list', '--state', 'numbered')) as { items: { id: string }[] };
    expect(items).toHaveLength(1);
    expect(await chedun('show', items[0]?.id ?? '')).toMatchObject({ filing: { state: 'numbered' }, problems: [] });
    expect((await chedun('enterprises'))['items']).toMatchObject([{ creditCode: '91420100MA4KXXXX2A' }]);
  }, 60_000);
});
