import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

interface Board {
  readonly responders: { readonly id: string; readonly name: string }[];
}
interface Drill {
  readonly id: string;
  readonly state: string;
}

describe('who responds, drills and what is learnt of them', () => {
  let world: World;
  let drill = '';
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
  }, 240_000);
  afterAll(() => world?.close());

  const add = async (name: string, role: string, phone: string): Promise<string> => {
    const board = await world.api('POST', '/duty-roster/responders', { name, role, phone });
    return (board as unknown as Board).responders.find((each) => each.name === name)?.id ?? '';
  };

  /** What a drill must not touch. */
  const counted = () =>
    Promise.all(
      ['/findings?kind=alert', '/deadlines?state=all', '/incidents?state=all', '/warnings'].map(
        async (path) => (await world.api('GET', path))['total'],
      ),
    );

  it('registers a team, shows the hours without anybody, and covers them by shifts', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/duty-roster`);
    await page.getByText('尚未登记应急人员').waitFor();
    await page.getByRole('button', { name: '登记人员' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('姓名').fill('韩梅梅');
    await dialog.getByLabel('电话').fill('13800000000');
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByRole('cell', { name: '13800000000' }).waitFor();
    await page.getByText('应急队伍缺少“指挥”').waitFor();
    const first = (await world.api('GET', '/duty-roster')) as unknown as Board;
    const deputy = first.responders[0]?.id ?? '';
    const commander = await add('李雷', 'commander', '13800000001');
    for (const [name, role, phone] of [
      ['王芳', 'operations', '13800000002'],
      ['赵强', 'liaison', '13800000003'],
    ] as const)
      await add(name, role, phone);
    const board = (await world.api('GET', '/duty-roster')) as unknown as { responders: Record<string, string>[] };
    for (const { id, name, role, phone } of board.responders)
      await world.api('PUT', `/duty-roster/responders/${id}`, {
        name,
        role,
        phone,
        deputy: id === deputy ? commander : deputy,
      });
    await page.reload();
    await page.getByText(/未来 14 天有 336 小时无人值班/).waitFor();
    await page.getByRole('button', { name: '安排班次' }).click();
    await page.getByRole('dialog').locator('.ant-select').first().click();
    await page.getByTitle('韩梅梅 · 研判').click();
    await page.getByLabel('开始').fill('00:00');
    await page.getByLabel('结束').fill('24:00');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /保\s?存/ })
      .click();
    await page.getByText('应急队伍与值班没有需要处理的问题').waitFor();
    await page.getByText('无空档').waitFor();
  }, 180_000);

  it('tests the calls and keeps who answered', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '呼叫演练' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '开始呼叫' }).click();
    await page.getByText('应答 0/4').waitFor();
    await page.getByRole('button', { name: '登记应答' }).first().click();
    await page.getByText('应答 1/4').waitFor();
    await page.getByText('已应答', { exact: true }).waitFor();
  }, 120_000);

  it('drills an attack: the real rules detect it, and no alert stands in the ledger', async () => {
    const { page, server } = world;
    const before = await counted();
    await page.goto(`${server.url}/drills`);
    await page.getByText('百万用户个人信息泄露').waitFor();
    await page.locator('article', { hasText: '远程控制账号被盗用' }).getByRole('button', { name: '准备演练' }).click();
    await page.getByRole('dialog').getByLabel('观察员').fill('周敏');
    await page.getByRole('dialog').getByRole('button', { name: '准备演练' }).click();
    await page.getByRole('button', { name: '开始演练' }).click();
    await page.getByRole('button', { name: /确\s?定/ }).click();
    await page.getByText('注入 7 条，检出 7 条').waitFor();
    await page.getByRole('cell', { name: '猜中口令后登录并远程解锁' }).waitFor();
    drill = page.url().split('/').at(-1) ?? '';
    await page.getByRole('button', { name: '立即注入' }).first().click();
    await page.getByText(/12 位车主反映/).waitFor();
    await page
      .locator('article', { hasText: '启动应急预案' })
      .getByRole('button', { name: /作\s?答/ })
      .click();
    await page.getByRole('dialog').getByLabel('作答内容').fill('18:05 启动预案，指挥到位');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /作\s?答/ })
      .click();
    await page.getByText('待评判').waitFor();
    const { items } = (await world.api('GET', '/findings?kind=alert&limit=50')) as { items: object[] };
    expect(items).toEqual([]);
    expect(await counted()).toEqual(before);
  }, 180_000);

  it('judges nobody by themselves, ends with a score and is reviewed', async () => {
    const { page } = world;
    await page.getByRole('button', { name: /评\s?判/ }).click();
    await page.getByRole('dialog').getByLabel('评判意见').fill('及时');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /评\s?判/ })
      .click();
    await page.getByText('本人的作答须由他人评判').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /取\s?消/ })
      .click();
    for (const inject of ['spread', 'media'])
      await world.api('POST', `/drills/runs/${drill}/injects/${inject}/release`);
    await page.getByText('注入 6 条，检出 6 条').waitFor();
    await page.getByRole('button', { name: '提前结束' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('检出已验证');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /确\s?定/ })
      .click();
    await page.getByText('已评分').waitFor();
    await vi.waitFor(async () => {
      expect(((await world.api('GET', `/drills/runs/${drill}`)) as unknown as Drill).state).toBe('evaluated');
    }, 20_000);
    await page.getByRole('button', { name: '签发演练报告' }).click();
    await page.getByText('演练报告已签发').waitFor();
    await page
      .getByRole('button', { name: '复盘', exact: true })
      .or(page.getByRole('button', { name: '复 盘' }))
      .click();
    await page.getByText('须由两人签署，还差 2 人').waitFor();
    await page.getByLabel('做得好的').fill('检出在秒级');
    await page.getByLabel('不足').fill('评判分工不清');
    await page.getByLabel('原因').fill('观察员未提前到位');
    await page.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByRole('button', { name: '提出整改项' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('整改内容').fill('编制观察员手册');
    await dialog.getByLabel('责任人').fill('赵强');
    await dialog.getByLabel('期限').fill('2099-12-31');
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('整改中').waitFor();
    await page.getByRole('link', { name: '隐患' }).waitFor({ timeout: 40_000 });
    await page.getByRole('button', { name: /签\s?署/ }).click();
    await page.getByRole('button', { name: /确\s?定/ }).click();
    await page.getByText('须由两人签署，还差 1 人').waitFor();
  }, 180_000);
});
