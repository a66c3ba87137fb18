import { openRoute } from '@chedun/http';
import { supervisionPermissions } from '@chedun/supervision/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FileLine, Notice, NoticePage, OversightStatistics, OwnNotice, OwnPage } from './contract.ts';
import { oversightWorld, type OversightWorld, type Person } from './testing/world.ts';

const DAY = 86_400_000;
/** Stands in what beta gets, and nowhere else. */
const SECRET = '乙方专属内容XYZ';

let world: OversightWorld;
beforeAll(async () => {
  world = await oversightWorld();
}, 180_000);
afterAll(() => world.close());

const send = async (more: object = {}) =>
  (
    await world.as('desk')('POST /oversight/notices', {
      kind: 'vulnerability',
      title: '车载终端调试端口暴露',
      text: '请核查并关闭对公网开放的调试端口。',
      basis: 'v66-7',
      dueOn: '2026-11-30',
      indicators: ['203.0.113.7:5555', 'CVE-2026-1234'],
      enterprises: [world.firm.alpha],
      ...more,
    })
  ).as(Notice);
const own = async (who: Person, after?: string) =>
  (await world.as(who)(`GET /supervision/exchange/notices${after === undefined ? '' : `?after=${after}`}`)).as(OwnPage);
const upload = async (who: Person, path: string, text: string) =>
  (await world.as(who)(`POST ${path}`, new TextEncoder().encode(text))).as(FileLine);
const read = async (id: string) => (await world.as('desk')(`GET /oversight/notices/${id}`)).as(Notice);

describe('a notice', () => {
  it('reaches the enterprise with its file, is confirmed, answered, sent back, answered again and settled', async () => {
    const file = await upload('desk', '/oversight/files?name=说明.txt', '漏洞说明');
    const sent = await send({ files: [file.id], enterprises: [world.firm.alpha, world.firm.beta] });
    expect(sent.notice).toMatchObject({ number: 'TB-2026-0001', firms: 2, acknowledged: 0, overdue: 0 });
    const [mine] = (await own('alpha')).items;
    expect(mine).toMatchObject({ number: 'TB-2026-0001', state: 'sent', version: 1, overdue: false });
    expect(mine?.basis).toMatchObject({ id: 'v66-7', basis: 'seen' });
    const path = `/supervision/exchange/notices/${mine?.id}`;
    const bytes = await world.as('alpha')(`GET ${path}/files/${file.id}`);
    expect(bytes.text).toBe('漏洞说明');
    expect((await read(sent.notice.id)).deliveries.filter(({ fetchedAt }) => fetchedAt !== null)).toHaveLength(1);
    expect((await world.as('alpha')(`POST ${path}/ack`, { version: 2 })).problem?.code).toBe('oversight.old-version');
    expect((await world.as('alpha')(`POST ${path}/ack`, { version: 1 })).as(OwnNotice).state).toBe('acknowledged');
    const proof = await upload('alpha', '/supervision/exchange/files?name=证明.txt', '端口已关闭');
    const feedback = { result: 'partly', text: '已关闭一半', file: proof.id };
    expect((await world.as('alpha')(`POST ${path}/feedback`, feedback)).as(OwnNotice).state).toBe('answered');
    const answered = (await read(sent.notice.id)).deliveries.find(
      ({ enterprise }) => enterprise.id === world.firm.alpha,
    );
    expect(answered).toMatchObject({ state: 'answered', result: 'partly' });
    expect(answered?.feedback[0]?.file?.name).toBe('证明.txt');
    expect((await world.as('desk')(`GET /oversight/files/${proof.id}`)).text).toBe('端口已关闭');
    const step = (body: object) => world.as('desk')(`POST /oversight/deliveries/${answered?.id}/steps`, body);
    await step({ action: 'reopen', note: '请关闭其余端口', dueOn: '2026-12-02' });
    const [back] = (await own('alpha')).items;
    expect(back).toMatchObject({ state: 'acknowledged', dueOn: '2026-12-02' });
    expect(back?.remarks).toEqual([expect.objectContaining({ action: 'reopened', note: '请关闭其余端口' })]);
    await world.as('alpha')(`POST ${path}/feedback`, { result: 'done', text: '全部关闭' });
    await step({ action: 'close' });
    expect((await step({ action: 'close' })).problem?.code).toBe('oversight.not-now');
    const done = await read(sent.notice.id);
    expect(done.notice).toMatchObject({ closed: 1, firms: 2 });
    expect(done.deliveries.find(({ id }) => id === answered?.id)).toMatchObject({ state: 'closed', reopened: 1 });
    expect((await world.as('alpha')(`POST ${path}/feedback`, { result: 'done', text: '再次' })).problem?.code).toBe(
      'oversight.not-now',
    );
  });

  it('is read on from a place: nothing twice, nothing left out, and what changes comes again', async () => {
    const first = await own('beta');
    expect(first.next).not.toBeNull();
    const after = first.next ?? '0';
    expect((await own('beta', after)).items).toEqual([]);
    const { notice } = await send({ title: '第二件', enterprises: [world.firm.beta] });
    expect((await own('beta', after)).items.map(({ title }) => title)).toEqual(['第二件']);
    const change = { text: '更新后的要求', dueOn: '2026-12-10', why: '补充信息' };
    await world.as('desk')(`PUT /oversight/notices/${notice.id}`, change);
    const page = await own('beta', after);
    expect(page.items).toEqual([expect.objectContaining({ text: '更新后的要求', version: 2, dueOn: '2026-12-10' })]);
    expect((await world.as('beta')('GET /supervision/exchange/notices?after=x')).problem?.code).toBe(
      'oversight.cursor-invalid',
    );
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, n) => send({ title: `并发 ${n}`, enterprises: [world.firm.beta] })),
    );
    const seen: string[] = [];
    for (let place = page.next ?? '0'; ;) {
      const next = (await world.as('beta')(`GET /supervision/exchange/notices?after=${place}&limit=5`)).as(OwnPage);
      seen.push(...next.items.map(({ number }) => number));
      if (next.next === null) break;
      place = next.next;
    }
    expect(seen.toSorted()).toEqual(many.map(({ notice: { number } }) => number).toSorted());
  });

  it.each([
    ['a task without a day', { kind: 'task', basis: '', dueOn: null }, 400],
    ['an order without a legal basis', { kind: 'order', basis: '' }, 400],
    ['a warning without its contents', { kind: 'warning', basis: '' }, 400],
    ['a basis of another kind', { basis: 'm281-4.3' }, 422],
    ['a day that is over', { dueOn: '2026-11-22' }, 422],
    ['an enterprise that nobody knows', { enterprises: ['0193a000-0000-7000-8000-000000000009'] }, 404],
    ['a file that is not there', { files: ['0193a000-0000-7000-8000-000000000009'] }, 422],
  ])('with %s is refused', async (_, more, status) => {
    const body = {
      kind: 'vulnerability',
      title: '标题',
      text: '内容内容',
      basis: 'v66-7',
      dueOn: '2026-11-30',
      enterprises: [world.firm.alpha],
      ...more,
    };
    expect((await world.as('desk')('POST /oversight/notices', body)).status).toBe(status);
  });
});

describe('an order to correct', () => {
  it('leads to a warning and then a proposed fine, each decided by another account, and never by itself', async () => {
    const { notice } = await send({ kind: 'order', title: '责令改正', basis: 'r11-22', dueOn: '2026-11-24' });
    const [copy] = (await read(notice.id)).deliveries;
    const propose = (body: object, who: Person = 'desk') =>
      world.as(who)(`POST /oversight/deliveries/${copy?.id}/penalties`, body);
    const warning = { kind: 'warning', reasons: '逾期未改正' };
    expect((await propose(warning)).problem?.code).toBe('oversight.no-order');
    world.platform.clock.advance(2 * DAY);
    expect((await read(notice.id)).notice.overdue).toBe(1);
    expect((await read(notice.id)).deliveries[0]?.penalties).toEqual([]);
    const fine = { kind: 'fine', reasons: '警告后仍未改正', amount: 20_000 };
    expect((await propose(fine)).problem?.code).toBe('oversight.rung-missing');
    const [proposed] = (await propose(warning)).as(Notice).deliveries[0]?.penalties ?? [];
    expect(proposed).toMatchObject({ decision: 'open', proposedBy: 'desk' });
    expect((await propose(warning)).problem?.code).toBe('oversight.not-now');
    const decide = (id: string | undefined, who: Person) =>
      world.as(who)(`POST /oversight/penalties/${id}/decision`, { decision: 'approved', note: '同意' });
    expect((await decide(proposed?.id, 'desk')).problem?.code).toBe('oversight.same-account');
    expect((await decide(proposed?.id, 'chief')).as(Notice).deliveries[0]?.penalties[0]).toMatchObject({
      decision: 'approved',
      decidedBy: 'chief',
    });
    expect((await propose({ ...fine, amount: null })).status).toBe(400);
    const after = (await propose(fine)).as(Notice).deliveries[0]?.penalties;
    expect(after?.map(({ kind, decision }) => [kind, decision])).toEqual([
      ['warning', 'approved'],
      ['fine', 'open'],
    ]);
    const mine = (await own('alpha')).items.find(({ number }) => number === notice.number);
    expect(mine).toMatchObject({ remarks: [], changedAt: mine?.issuedAt });
    expect(JSON.stringify(mine)).not.toContain('逾期未改正');
  });

  it('that is overdue is a finding and fails the check, until it is answered', async () => {
    await world.job('watch');
    await vi.waitFor(async () => expect(await world.findings('责令改正')).toHaveLength(1), 15_000);
    expect(await world.check('oversight.notices-answered')).toMatchObject({ outcome: 'fail' });
    for (const { id, state } of (await own('alpha')).items)
      if (state === 'sent' || state === 'acknowledged')
        await world.as('alpha')(`POST /supervision/exchange/notices/${id}/feedback`, {
          result: 'done',
          text: '已改正',
        });
    for (const { id, state } of (await own('beta')).items)
      if (state === 'sent' || state === 'acknowledged')
        await world.as('beta')(`POST /supervision/exchange/notices/${id}/feedback`, { result: 'done', text: '已改正' });
    await world.job('watch');
    await vi.waitFor(async () => expect((await world.findings('责令改正'))[0]?.status).toBe('resolved'), 15_000);
    expect(await world.check('oversight.notices-answered')).toMatchObject({ outcome: 'pass' });
  });
});

describe('a warning', () => {
  const WARNING = {
    level: '较大',
    startsAt: '2026-11-23T02:00:00Z',
    scope: '湖北省内车联网服务平台',
    harm: '可能导致远程控车接口被滥用',
    measures: '加强监测，限制接口来源',
    limit: '至解除之日',
    publisher: '湖北省通信管理局',
    telephone: '027-87654321',
  };

  it('gets the colour of its level with its mark, is confirmed with the time, changed, confirmed anew, and lifted', async () => {
    const body = { kind: 'warning', basis: 'm281-4.3', dueOn: null, title: '黄色预警', warning: WARNING };
    const { notice, warning } = await send(body);
    expect(notice.colour).toBe('黄');
    expect(warning).toMatchObject({ colour: '黄', basis: 'unverified' });
    const mine = async () => (await own('alpha')).items.find(({ number }) => number === notice.number);
    const path = `/supervision/exchange/notices/${(await mine())?.id}`;
    await world.as('alpha')(`POST ${path}/ack`, { version: 1 });
    expect((await read(notice.id)).deliveries[0]).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'alpha' });
    expect((await world.as('alpha')(`POST ${path}/feedback`, { result: 'done', text: '收到' })).problem?.code).toBe(
      'oversight.not-now',
    );
    const up = { text: '升级为橙色预警', dueOn: null, warning: { ...WARNING, level: '重大' }, why: '事态扩大' };
    const changed = (await world.as('desk')(`PUT /oversight/notices/${notice.id}`, up)).as(Notice);
    expect(changed).toMatchObject({ notice: { colour: '橙', version: 2, acknowledged: 0 } });
    await world.as('alpha')(`POST ${path}/ack`, { version: 2 });
    await world.as('desk')(`POST /oversight/notices/${notice.id}/lift`, { why: '风险消除' });
    expect(await mine()).toMatchObject({ lifted: true, state: 'closed' });
    expect((await mine())?.remarks.map(({ action }) => action)).toEqual(['changed', 'lifted']);
    expect((await world.as('desk')(`POST /oversight/notices/${notice.id}/lift`, { why: '再次' })).problem?.code).toBe(
      'oversight.not-now',
    );
  });
});

describe('an enterprise', () => {
  it('reads and answers nothing of another one over any route', async () => {
    const file = await upload('desk', `/oversight/files?name=${encodeURIComponent(SECRET)}`, SECRET);
    await send({ title: SECRET, text: SECRET, files: [file.id], enterprises: [world.firm.beta] });
    const betas = (await own('beta')).items.find(({ title }) => title === SECRET);
    const betaFile = await upload('beta', '/supervision/exchange/files?name=x', SECRET);
    let reached = 0;
    let refused = 0;
    for (const { route: sealed } of world.app.routes) {
      const route = openRoute(sealed);
      if (
        route.permission === 'public' ||
        route.kind === 'stream' ||
        !/oversight|exchange\/(?:notices|files)/.test(route.path)
      )
        continue;
      const path = route.path
        .replace(':id', betas?.id ?? '')
        .replace(':file', file.id)
        .replaceAll(/:\w+/g, file.id);
      const body = route.method === 'GET' ? undefined : { version: 1, result: 'done', text: '顶替' };
      const answer = await world.as('alpha')(`${route.method} ${path}`, body);
      expect(answer.text, path).not.toContain(SECRET);
      if (route.permission === supervisionPermissions.exchange) {
        reached += 1;
        if (path.includes(betas?.id ?? '-')) expect(answer.status, path).toBe(404);
      } else expect([400, 403], path).toContain(answer.status);
      if (answer.status === 403) refused += 1;
    }
    expect(reached).toBe(6);
    expect(refused).toBeGreaterThan(10);
    const [mine] = (await own('alpha')).items;
    const stolen = { result: 'done', text: '附上他人文件', file: betaFile.id };
    const { notice } = await send({ title: '甲的通知' });
    const copy = (await own('alpha')).items.find(({ number }) => number === notice.number);
    expect(
      (await world.as('alpha')(`POST /supervision/exchange/notices/${copy?.id}/feedback`, stolen)).problem?.code,
    ).toBe('oversight.file-unknown');
    expect((await world.as('alpha')(`GET /supervision/exchange/notices/${mine?.id}/files/${betaFile.id}`)).status).toBe(
      404,
    );
    expect((await world.as('desk')('GET /supervision/exchange/notices')).status).toBe(403);
  });
});

describe('lists and counts', () => {
  it('filter by state, kind, enterprise and words, page by cursor, and say how long answers took', async () => {
    const list = async (query: string) => (await world.as('desk')(`GET /oversight/notices?${query}`)).as(NoticePage);
    const all = await list('state=all&limit=200');
    const pages: string[] = [];
    let cursor = '';
    for (;;) {
      const page = await list(`state=all&limit=4${cursor}`);
      pages.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(pages).toEqual(all.items.map(({ id }) => id));
    expect((await list('state=all&kind=order')).total).toBe(1);
    expect((await list(`state=all&search=${encodeURIComponent('100%')}`)).total).toBe(0);
    expect((await list(`state=all&enterprise=${world.firm.beta}`)).total).toBeLessThan(all.total);
    expect((await list('state=overdue')).items.every(({ overdue }) => overdue > 0)).toBe(true);
    const statistics = (await world.as('desk')('GET /oversight/statistics')).as(OversightStatistics);
    expect(statistics).toMatchObject({ notices: all.total, medianAnswerHours: expect.any(Number) });
    expect(statistics.byFirm.map(({ name }) => name).toSorted()).toEqual(['乙出行有限公司', '甲汽车有限公司']);
    expect(statistics.byState.reduce((sum, { count }) => sum + count, 0)).toBe(statistics.deliveries);
  });
});
