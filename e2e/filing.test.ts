import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, type Session } from './accounts.ts';
import { openWorld, type World } from './world.ts';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('a unit is graded, filed, supplemented and numbered', () => {
  let world: World;
  let approver: Session;
  let telecom: Session;
  let industry: Session;
  let token = '';
  let filing = '';
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
    const accounts = await openAccounts(world, [
      { name: 'hanmei', displayName: '韩梅', roles: ['compliance'] },
      { name: 'dianxin', displayName: '电信审核员', roles: ['reviewer-telecom'] },
      { name: 'gongxin', displayName: '工信审核员', roles: ['reviewer-industry'] },
      { name: 'shili', displayName: '示例汽车集团', roles: ['supervised-enterprise'] },
    ]);
    const [first, second, third, enterprise] = accounts as [Session, Session, Session, Session];
    [approver, telecom, industry] = [first, second, third];
    const made = await enterprise('POST', '/identity/me/tokens', {
      name: '报送',
      scopes: ['supervision.exchange'],
      days: 30,
    });
    token = String(made['secret']);
    const { api } = world;
    await api('PUT', '/organisation', {
      name: '示例汽车集团',
      creditCode: '91420100MA4KXXXX2K',
      province: '42',
      isCii: false,
    });
    await api('POST', '/organisation/appointments', {
      post: 'security-officer',
      person: '王芳',
      phone: '027-87654321',
      validFrom: '2026-01-01',
    });
    for (const [name, role] of [
      ['tsp-01', '应用服务器'],
      ['tsp-02', '应用服务器'],
      ['tsp-db', '数据库服务器'],
    ])
      await api('PUT', `/assets/hosts/${name}`, { os: 'openEuler 22.03', role, zone: '生产区' });
    for (const name of ['oa-01', 'oa-02'])
      await api('PUT', `/assets/hosts/${name}`, { os: 'Windows Server 2022', role: '域控制器', zone: '办公网' });
    await api('PUT', '/assets/services/TSP', { type: 'tsp', hosts: ['tsp-01', 'tsp-02', 'tsp-db'] });
  }, 240_000);
  afterAll(async () => {
    await world?.close();
  });

  it('makes units of the inventory with the wizard', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/filing`);
    await page.getByRole('button', { name: '划分向导' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/按业务类型与网络区域“生产区”归并：服务 1 项，主机 3 台/).waitFor();
    await dialog.getByRole('button', { name: /建立所选/ }).click();
    await page.getByText('已建立 2 个定级对象').waitFor();
    await page.getByRole('cell', { name: '车联网（远程信息）服务平台' }).first().click();
    await page.getByText('还没有计算等级').waitFor();
  }, 120_000);

  it('computes the level with its sum, and a review that is passed fixes it', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '计算等级' }).click();
    const dialog = page.getByRole('dialog');
    const choose = async (question: string, answer: RegExp): Promise<void> => {
      await dialog.getByLabel(question, { exact: true }).click();
      await page
        .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
        .filter({ hasText: answer })
        .click();
    };
    await choose('服务中断或被破坏的影响', /道路交通安全/);
    await choose('能否远程控制车辆', /车身功能/);
    await choose('处理的数据', /^敏感个人信息/);
    await choose('在业务中的地位', /主要业务/);
    await choose('服务覆盖的省份数', /2 至 10 个/);
    await dialog.getByText('3 级', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: '保存等级' }).click();
    await page.getByText('3 级', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: '登记评审' }).click();
    const review = page.getByRole('dialog', { name: '登记评审' });
    await review
      .getByRole('textbox', { name: '* 专家' })
      .fill('赵教授，某大学，通信安全\n钱工，某研究院，车联网\n孙工，某测评机构，测评');
    await review.getByLabel('材料评审意见').fill('材料完整，定级合理');
    await review.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('赞成 3，反对 0').waitFor();
    await page.getByText('GRD-1').first().waitFor();
  }, 120_000);

  it('fills the form from records, finds what is missing, and another person approves', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '修改对象' }).click();
    const dialog = page.getByRole('dialog', { name: '修改对象' });
    await dialog.getByLabel('网络边界').fill('互联网出口以内，经接入区与车辆通信');
    await dialog.getByLabel('关键设施位置').fill('武汉数据中心 A 座');
    await dialog.getByLabel('拓扑说明').fill('双活架构，两台应用服务器与一台数据库服务器');
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'topology.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    });
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '办理备案' }).click();
    await page.getByText('没有发现问题').waitFor();
    await page.getByText('示例汽车集团').first().waitFor();
    await page.getByRole('button', { name: /送\s?审/ }).click();
    await page.getByText('内部审批').first().waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    await approver('POST', `/filing/cases/${id}/approval`, {});
    await page.reload();
    await page.getByRole('button', { name: /签\s?章/ }).click();
    await page.getByRole('button', { name: /报\s?送/ }).waitFor();
  }, 120_000);

  it('is handed over to the authority in the same house, which finds what does not fit and returns it', async () => {
    const { page, server } = world;
    const here = page.url();
    await page.goto(`${server.url}/filing?tab=exchange`);
    await page.getByText('目前没有已知的官方报送接口', { exact: false }).waitFor();
    await page.getByPlaceholder('https://').fill(server.url);
    await page.getByLabel('访问令牌').fill(token);
    await page.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByRole('button', { name: '测试对接' }).click();
    await page.getByText('对方可以访问，令牌有效').waitFor();
    await page.goto(here);
    await page.getByRole('button', { name: /报\s?送/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /报\s?送/ })
      .click();
    await page.getByText('已报送').first().waitFor();

    const { items: waiting } = (await telecom('GET', '/supervision/submissions?status=waiting')) as {
      items: { id: string }[];
    };
    await telecom('POST', `/supervision/submissions/${waiting[0]?.id}/admit`, {
      enterprise: { name: '示例汽车集团', creditCode: '91420100MA4KXXXX2K', province: '42', licence: '', contact: '' },
    });
    const { items } = (await telecom('GET', '/supervision/filings')) as { items: { id: string }[] };
    filing = items[0]?.id ?? '';
    const step = (order: object) => telecom('POST', `/supervision/filings/${filing}/steps`, order);
    await step({ action: 'begin-check' });
    const { problems } = (await telecom('GET', `/supervision/filings/${filing}`)) as {
      problems: { rule: string; field: string; zh: string }[];
    };
    expect(problems.map(({ rule }) => rule)).toContain('exposure');
    const asked = problems.map(({ rule, field, zh }) => ({ rule, field, text: zh }));
    await step({ action: 'ask-supplement', items: asked, dueOn: inDays(15) });

    await page.goto(`${server.url}/filing?tab=exchange`);
    await page.getByRole('button', { name: '立即查询回执' }).click();
    await page.getByText(/新回执 \d 份/).waitFor();
    await page.goto(here);
    await page.getByText('没有边界防护设备', { exact: false }).first().waitFor();
    await page.getByText('待答复').first().waitFor();
  }, 120_000);

  it('is put right in the register, handed in again as the next version, and numbered', async () => {
    const { page, server, api } = world;
    const here = page.url();
    const id = here.split('/').at(-1) ?? '';
    const { case: line } = (await api('GET', `/filing/cases/${id}`)) as unknown as { case: { unit: string } };
    await api('PUT', '/assets/hosts/fw-01', { os: 'VRP 8', role: '边界防火墙', zone: '生产区' });
    const { input } = (await api('GET', `/filing/units/${line.unit}`)) as unknown as {
      input: { members: object[]; topology: { blob: string; name: string } };
    };
    const { blob, name } = input.topology;
    const members = [...input.members, { kind: 'host', asset: 'fw-01' }];
    await api('PUT', `/filing/units/${line.unit}`, { ...input, topology: { blob, name }, members });
    await page.reload();
    await page.getByText('已修改：台账已更正').waitFor();
    await page.getByRole('button', { name: /送\s?审/ }).click();
    await page.getByText('内部审批').first().waitFor();
    await approver('POST', `/filing/cases/${id}/approval`, {});
    await page.reload();
    await page.getByRole('button', { name: /签\s?章/ }).click();
    await page.getByRole('button', { name: /报\s?送/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /报\s?送/ })
      .click();
    await page.getByText('已接收').first().waitFor();

    const opinion = { action: 'give-opinion', agrees: true, text: '材料齐备，同意备案' };
    const step = (by: Session, order: object) => by('POST', `/supervision/filings/${filing}/steps`, order);
    await step(telecom, { action: 'begin-check' });
    await step(telecom, { ...opinion, office: 'telecom' });
    await step(industry, { ...opinion, office: 'industry' });
    await step(telecom, { action: 'number' });

    await page.goto(`${server.url}/filing?tab=exchange`);
    await page.getByRole('button', { name: '立即查询回执' }).click();
    await page.getByText(/新回执 \d 份/).waitFor();
    await page.goto(here);
    await page.getByText('已备案').first().waitFor();
    await page.goto(`${server.url}/filing/units/${line.unit}`);
    const number = await page.getByText(/^DJ/).first().textContent();
    expect(number).toMatch(/^DJ/);
    const { unit } = (await api('GET', `/filing/units/${line.unit}`)) as unknown as {
      unit: { filingNumber: string; drift: number };
    };
    expect(unit).toMatchObject({ filingNumber: number, drift: 0 });
  }, 120_000);

  it('shows risks, a test of the unit, and the baseline', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/risks?tab=runs`);
    await page.getByRole('button', { name: '开始评测或评估' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('定级对象').click();
    await page.locator('.ant-select-item-option').first().click();
    await dialog.getByLabel('实施机构').fill('某测评机构');
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('机房物理访问控制与视频监控').waitFor();
    await page.goto(`${server.url}/risks?tab=coverage`);
    await page.getByText(/通过 \d+ \/ 适用 20/).waitFor();
    await page.goto(`${server.url}/risks`);
    await page.getByText('风险项').first().waitFor();
  }, 120_000);

  it('met no error on the way', () => {
    expect(world.errors).toEqual([]);
  });
});
