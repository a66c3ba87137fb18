import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oversightPack, OVERSIGHT_FIRST } from '../modules/oversight/testing/packs.ts';
import { exampleSigner } from '../libs/exchange/testing/index.ts';
import { ACCOUNT_PASSWORD, openAccounts, type Session } from './accounts.ts';
import { openWorld, type World } from './world.ts';

describe('the authority follows an incident, warns, orders, and inspects', () => {
  let world: World;
  let chief: Session;
  let firm: Session;
  let signer: Awaited<ReturnType<typeof exampleSigner>>;
  let token = '';
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(30_000);
    signer = await exampleSigner('甲汽车有限公司');
    const [, other, enterprise] = (await openAccounts(world, [
      { name: 'dianxin', displayName: '周明', roles: ['reviewer'] },
      { name: 'chuzhang', displayName: '吴敏', roles: ['reviewer'] },
      { name: 'jia', displayName: '甲汽车报送', roles: ['supervised-enterprise'] },
    ])) as [Session, Session, Session];
    chief = other;
    firm = enterprise;
    const scopes = ['supervision.exchange'];
    const made = await firm('POST', '/identity/me/tokens', { name: '报送', scopes, days: 1 });
    token = String(made['secret']);
    await world.api('POST', '/identity/sign-in', { name: 'dianxin', password: ACCOUNT_PASSWORD });
    const grading = { unitName: '平台', level: '2', organisation: '甲汽车有限公司' };
    const waiting = await handIn(
      await oversightPack(signer, { template: 'grading-filing', title: '定级备案', data: grading }),
    );
    const fields = { name: '甲汽车有限公司', creditCode: '91420100MA4KXXXX2A', province: '42' };
    await chief('POST', `/supervision/submissions/${String(waiting['submission'])}/admit`, { enterprise: fields });
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
  const send = () =>
    world.page
      .getByRole('dialog')
      .getByRole('button', { name: /发\s?出/ })
      .click();

  it('sees a reported incident by itself: late, and heavier than it was claimed', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/oversight`);
    await page.getByText('没有在办事件').waitFor();
    for (const pack of OVERSIGHT_FIRST(Date.now())) await handIn(await oversightPack(signer, pack));
    await page.getByText('远程控车接口被滥用').waitFor();
    await page.getByText(/迟报 \d+ 分钟/).waitFor();
    await page.getByText('远程控车接口被滥用').click();
    await page.getByText('约1200万用户信息泄露').waitFor();
    await page.getByText('省级网信部门转报（重大及以上）').waitFor();
    await page.getByRole('button', { name: '登记转报' }).click();
    await send();
    await page.getByText(/已转报 国家网信部门/).waitFor();
    await page.getByRole('button', { name: '核定级别' }).click();
    await page.getByRole('dialog').getByLabel('说明').fill('按泄露人数核定');
    await send();
    await page.getByText(/核定级别：重大/).waitFor();
  }, 120_000);

  it('publishes a warning that carries its mark', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '发布预警' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '全部企业' }).click();
    for (const [label, text] of [
      ['可能的影响范围', '湖北省内车联网服务平台'],
      ['造成的危害', '远程控车接口可能被滥用'],
      ['应采取的防范措施', '限制接口来源，加强监测'],
      ['时限要求', '至解除之日'],
      ['发布机关', '湖北省通信管理局'],
      ['咨询电话', '027-87654321'],
    ] as const)
      await dialog.getByLabel(label).fill(text);
    await send();
    await page.getByText(/已下发 YJ-/).waitFor();
    await page.goto(`${world.server.url}/oversight?tab=notices`);
    await page.getByText('橙色预警').waitFor();
  }, 120_000);

  it('sends a task, which the enterprise confirms and answers, and settles it', async () => {
    const { page, server } = world;
    await page.getByRole('button', { name: '下发通知' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '全部企业' }).click();
    await dialog.getByLabel('标题').fill('车载终端调试端口暴露');
    await dialog.getByLabel('内容').fill('请核查并关闭对公网开放的调试端口。');
    await dialog.getByLabel(/指标/).fill('203.0.113.7:5555');
    await send();
    await page.getByText('车载终端调试端口暴露').waitFor();
    await world.api('POST', '/identity/sign-in', { name: 'jia', password: ACCOUNT_PASSWORD });
    await page.goto(`${server.url}/regulator-notices`);
    await page.getByText('请核查并关闭对公网开放的调试端口。').waitFor();
    await page.getByRole('button', { name: '确认收到' }).first().click();
    await page
      .getByRole('button', { name: /反\s?馈/ })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('处置情况').fill('调试端口已全部关闭');
    await send();
    await page.getByText('调试端口已全部关闭').waitFor();
    await world.api('POST', '/identity/sign-in', { name: 'dianxin', password: ACCOUNT_PASSWORD });
    await page.goto(`${server.url}/oversight?tab=notices`);
    await page.getByText('车载终端调试端口暴露').click();
    await page.getByText('调试端口已全部关闭').first().waitFor();
    await page.getByRole('button', { name: /办\s?结/ }).click();
    await page.locator('.chip', { hasText: '已办结' }).first().waitFor();
  }, 120_000);

  it('orders an inspection that the enterprise hears of, and counts its work', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/oversight?tab=inspections`);
    await page.getByRole('button', { name: '签发检查通知' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: '企业', exact: false }).first().click();
    await page.locator('.ant-select-item-option').filter({ hasText: '甲汽车有限公司' }).click();
    await dialog.getByLabel('检查名称').fill('数据出境专项检查');
    await dialog.getByLabel('检查内容').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '合规态势与证据' }).click();
    await page.keyboard.press('Escape');
    await dialog.getByLabel(/检查事项/).fill('出境报备与实际是否一致');
    await dialog.getByLabel(/检查人员/).fill('周明，湖北省通信管理局\n吴敏，湖北省经济和信息化厅');
    await send();
    await page.getByText('数据出境专项检查').first().click();
    await page.getByText('待检查').waitFor();
    const { items } = (await firm('GET', '/supervision/exchange/notices')) as { items: { kind: string }[] };
    expect(items.filter(({ kind }) => kind === 'inspection')).toHaveLength(1);
    await page.goto(`${server.url}/oversight?tab=statistics`);
    await page.getByText('每月事件（按级别）').waitFor();
    await page.goto(`${server.url}/oversight?tab=exports`);
    await page.getByText('没有数据出境登记').waitFor();
  }, 120_000);
});
