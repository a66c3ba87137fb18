import { findClock } from './testing/clocks.ts';
import { readPackage, verifyPackage, sm3Hex } from '@chedun/exchange';
import { readInspectionOrder } from '@chedun/inspection';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExportList, Incident, IncidentPage, Inspection, Notice, NoticePage, OwnPage } from './contract.ts';
import { oversightWorld, type OversightWorld } from './testing/world.ts';

let world: OversightWorld;
beforeAll(async () => {
  world = await oversightWorld();
}, 180_000);
afterAll(() => world.close());

const HOUR = 3_600_000;
const FIRST = {
  organisation: '甲汽车有限公司',
  reporter: '王芳',
  reporterContact: '13800000000',
  incident: 'SJ-2026-0003',
  name: '远程控车接口被滥用',
  level: 'III',
  occurredAt: '2026-11-23T00:00:00Z',
  scope: '约1200万用户信息泄露',
};
const CAC = {
  organisation: '甲汽车有限公司',
  incident: 'SJ-2026-0003',
  level: '3',
  discoveredAt: '2026-11-23T00:00:00Z',
  impact: '约1200万用户信息泄露',
};
const desk = (request: string, body?: unknown) => world.as('desk')(request, body);
const list = async (query = '') => (await desk(`GET /oversight/incidents${query}`)).as(IncidentPage);
const read = async (id: string) => (await desk(`GET /oversight/incidents/${id}`)).as(Incident);
const step = (id: string, body: object) => desk(`POST /oversight/incidents/${id}/steps`, body);
const report = (template: string, title: string, data: object, who: 'alpha' | 'beta' = 'alpha') =>
  world.handIn(who, { template, title, data: data as never });
const waitFor = (reports: number, find = 'SJ-2026-0003', who: 'alpha' | 'beta' = 'alpha') =>
  vi.waitFor(async () => {
    const found = (await list('?state=all')).items.find(
      ({ number, enterprise }) => number === find && enterprise.id === world.firm[who],
    );
    expect(found?.reports).toBe(reports);
    return found ?? expect.fail();
  }, 20_000);

describe('the incident desk', () => {
  it('makes an entry of a first report, recomputes the level from its words and sees that it came late', async () => {
    await report('incident-miit-first', '网络安全突发事件报告（初报）', FIRST);
    const line = await waitFor(1);
    // Known at 08:00, heard of at 09:00 and a little: more than the half hour that 立即 allows here.
    expect(line).toMatchObject({
      claimed: '较大',
      computed: '重大',
      disagrees: true,
      regimes: ['miit'],
      lateMinutes: 60,
    });
    const { facts, lateness, missing, trace } = await read(line.id);
    expect(facts).toEqual([
      { fact: 'leakedPersons', value: 12_000_000, quote: '约1200万用户信息泄露', field: 'scope' },
    ]);
    expect(lateness).toMatchObject({ rule: 'NET-1', basis: 'seen' });
    expect(trace.find(({ level }) => level !== null)).toMatchObject({ level: '重大' });
    expect(missing).toEqual([expect.objectContaining({ kind: 'followup', basis: 'ours', overdue: false })]);
  });

  it('puts reports with the same number together and starts the relay clock from the receipt', async () => {
    await report('incident-cac-first', '网络安全事件报告（首次）', CAC);
    const { id } = await waitFor(2);
    const relay = await findClock(() => read(id), 'CAC-3b');
    expect(relay).toMatchObject({
      state: 'running',
      overdue: false,
      basis: 'seen',
      recipients: ['国家网信部门', '同级有关部门'],
    });
    const started = Date.parse((await read(id)).incident.firstAt);
    expect(Date.parse(relay.dueAt) - started).toBe(HOUR);
    const past = { receiver: '国家网信部门', at: new Date(world.platform.clock.now()).toISOString() };
    const other = await desk(`POST /oversight/incidents/${id}/relays/0193a000-0000-7000-8000-000000000009`, past);
    expect(other.status).toBe(404);
    const done = (await desk(`POST /oversight/incidents/${id}/relays/${relay.clock}`, past)).as(Incident);
    expect(done.relays[0]).toMatchObject({ state: 'stopped' });
    expect(done.steps.some(({ text }) => text.includes('已转报 国家网信部门'))).toBe(true);
  });

  it('keeps the same number of another enterprise apart, and a heavy data incident owes two relays that are marked', async () => {
    await report(
      'data-incident-report',
      '数据安全事件报告',
      {
        incident: 'SJ-2026-0003',
        name: '数据泄露',
        discoveredAt: '2026-11-23T00:50:00Z',
        persons: 20_000_000,
        cause: '配置错误',
      },
      'beta',
    );
    await vi.waitFor(async () => expect((await list()).items).toHaveLength(2), 20_000);
    const betas = (await list()).items.find(({ enterprise }) => enterprise.id === world.firm.beta);
    expect(betas).toMatchObject({ computed: '重大', claimed: null, disagrees: true, regimes: ['data'] });
    const { relays } = await vi.waitFor(async () => {
      const now = await read(betas?.id ?? '');
      expect(now.relays).toHaveLength(2);
      return now;
    }, 20_000);
    expect(relays.every(({ rule, basis }) => rule === 'DAT-2' && basis === 'unverified')).toBe(true);
    // A lighter level, confirmed by people, takes the clocks back.
    await step(betas?.id ?? '', { action: 'confirm', level: '较大', operator: 'other', note: '核实为测试数据' });
    const after = await read(betas?.id ?? '');
    expect(after.relays.every(({ state }) => state === 'withdrawn')).toBe(true);
    expect(after.incident).toMatchObject({ confirmed: '较大' });
  });

  it('confirms, responds, chases what is missing, and closes only after the response has ended', async () => {
    const { id } = await waitFor(2);
    expect((await step(id, { action: 'close', note: '办结' })).problem?.code).toBe('oversight.not-now');
    await step(id, { action: 'confirm', level: '重大', operator: 'other', note: '按泄露人数' });
    await step(id, { action: 'start-response', level: '较大', note: '省内响应' });
    expect((await step(id, { action: 'start-response', level: '较大', note: '再次' })).problem?.code).toBe(
      'oversight.not-now',
    );
    expect((await step(id, { action: 'close', note: '办结' })).problem?.code).toBe('oversight.not-now');
    const future = { action: 'end-response', at: '2027-01-01T00:00:00Z', note: '未来' };
    expect((await step(id, future)).problem?.code).toBe('oversight.in-future');
    const ended = new Date(world.platform.clock.now()).toISOString();
    await step(id, { action: 'end-response', at: ended, note: '恢复正常' });
    const now = await read(id);
    expect(now.relays.find(({ rule }) => rule === 'NET-4')).toMatchObject({ state: 'running', basis: 'unverified' });
    const finals = now.missing.filter(({ kind }) => kind === 'final').map(({ regime, basis }) => [regime, basis]);
    expect(finals).toEqual([
      ['miit', 'unverified'],
      ['cac', 'seen'],
    ]);
    await step(id, { action: 'chase', text: '请于限期前报送总结报告', dueOn: '2026-12-08' });
    const tasks = (await desk('GET /oversight/notices?kind=task')).as(NoticePage);
    expect(tasks.items[0]?.title).toContain('催报：SJ-2026-0003');
    const mine = (await world.as('alpha')('GET /supervision/exchange/notices')).as(OwnPage);
    expect(mine.items[0]).toMatchObject({ kind: 'task', dueOn: '2026-12-08' });
    const final = { incident: 'SJ-2026-0003', name: '远程控车接口被滥用', level: 'II', cause: '接口鉴权缺失' };
    await report('incident-miit-final', '网络安全突发事件总结报告', final);
    await waitFor(3);
    expect((await read(id)).missing.filter(({ regime, kind }) => regime === 'miit' && kind === 'final')).toEqual([]);
    expect((await step(id, { action: 'close', note: '办结' })).as(Incident).incident.state).toBe('closed');
    expect((await list('?state=closed')).items.map((each) => each.id)).toEqual([id]);
  });

  it('tells what came late and what does not agree as findings, until it is settled', async () => {
    await report(
      'incident-miit-first',
      '初报',
      { ...FIRST, incident: 'SJ-9', name: '乙平台中断', scope: '全国范围内平台瘫痪', level: 'IV' },
      'beta',
    );
    const { id } = await waitFor(1, 'SJ-9', 'beta');
    await world.job('watch');
    await vi.waitFor(
      async () => expect((await world.findings('SJ-9')).map(({ status }) => status)).toEqual(['open', 'open']),
      15_000,
    );
    await step(id, { action: 'confirm', level: '重大', operator: 'other', note: '核定' });
    await step(id, { action: 'close', note: '办结' });
    await world.job('watch');
    await vi.waitFor(
      async () => expect((await world.findings('SJ-9')).every(({ status }) => status === 'resolved')).toBe(true),
      15_000,
    );
  });
});

describe('the register of exports', () => {
  it('holds declared against observed, and every difference asks for a task', async () => {
    expect(await world.check('oversight.exports-supervised')).toMatchObject({ outcome: 'unknown' });
    const filing = {
      route: 'exempt',
      personal: 120_000,
      sensitive: 0,
      important: false,
      recipients: [{ name: 'Example GmbH' }],
      assessedOn: '2026-05-01',
    };
    await report('data-export-filing', '数据出境报备', filing);
    world.platform.clock.advance(1_000);
    await report('annual-auto-data-report', '年度报告', {
      year: 2026,
      exported: '出境涉及用户30万人',
      recipients: 'Other Inc',
    });
    await report('annual-auto-data-report', '年度报告', { year: 2026, exported: '向境外提供用户8万人的数据' }, 'beta');
    const { items } = (await desk('GET /oversight/exports')).as(ExportList);
    const of = (id: string) => items.find(({ enterprise }) => enterprise.id === id);
    expect(of(world.firm.alpha)).toMatchObject({
      declaredRoute: 'exempt',
      computedRoute: 'contract-or-certification',
      observedPersons: 300_000,
    });
    expect(of(world.firm.alpha)?.problems.map(({ rule }) => rule)).toEqual(['route', 'persons', 'recipient']);
    expect(of(world.firm.beta)?.problems.map(({ rule }) => rule)).toEqual(['unfiled']);
    expect(await world.check('oversight.exports-supervised')).toMatchObject({
      outcome: 'fail',
      facts: { exportsRegistered: 2, differencesWithoutTask: 4 },
    });
    for (const { enterprise, problems } of items)
      for (const { rule, text } of problems)
        (
          await desk('POST /oversight/notices', {
            kind: 'task',
            title: '核实数据出境',
            text: text.zh,
            basis: 'x16-7',
            dueOn: '2026-12-20',
            enterprises: [enterprise.id],
            source: { kind: 'export', id: `${enterprise.id}/${rule}` },
          })
        ).as(Notice);
    expect(await world.check('oversight.exports-supervised')).toMatchObject({ outcome: 'pass' });
  });
});

describe('an inspection', () => {
  const from = '2026-11-24T01:00:00.000Z';
  const until = '2026-11-26T10:00:00.000Z';
  const input = () => ({
    enterprise: world.firm.alpha,
    title: '数据出境专项检查',
    basis: 'nd-50',
    kinds: ['posture', 'units'],
    obligations: ['3.4-b'],
    units: ['车联网服务平台'],
    items: ['出境报备与实际是否一致', '境外访问控制'],
    from,
    until,
    inspectors: [
      { name: '周明', organisation: '湖北省通信管理局' },
      { name: '吴敏', organisation: '湖北省经济和信息化厅' },
    ],
    announced: true,
  });

  it('is ordered as a signed package that reaches the enterprise, filled in, recorded, and its deviations become tasks', async () => {
    const ordered = (await desk('POST /oversight/inspections', input())).as(Inspection);
    const { id } = ordered.inspection;
    expect(ordered.inspection).toMatchObject({ number: 'JC-2026-0001', state: 'ordered', items: 2 });
    const mine = (await world.as('alpha')('GET /supervision/exchange/notices')).as(OwnPage);
    const notice = mine.items.find(({ kind }) => kind === 'inspection');
    const path = `/api/supervision/exchange/notices/${notice?.id}/files/${notice?.files[0]?.id}`;
    const answer = await fetch(`${world.url}${path}`, { headers: { authorization: 'Bearer alpha' } });
    const pack = readPackage(new Uint8Array(await answer.arrayBuffer()));
    expect(verifyPackage(pack, sm3Hex(pack.manifestBytes)).signature.kind).toBe('signed');
    expect(sm3Hex(pack.manifestBytes)).toBe(ordered.orderSm3);
    const order = readInspectionOrder(pack.parts.get('attachments/order.json') ?? new Uint8Array());
    expect(order).toMatchObject({ id, kinds: ['posture', 'units'], obligations: ['3.4-b'], from, until });
    const fill = (item: string | undefined, result: string) =>
      desk(`PUT /oversight/inspections/${id}/items/${item}`, { finding: '检查情况说明', result });
    const [one, two] = ordered.items;
    expect((await fill(one?.id, 'conforms')).problem?.code).toBe('oversight.not-now');
    world.platform.clock.advance(30 * HOUR);
    expect((await fill(one?.id, 'conforms')).as(Inspection).inspection.state).toBe('running');
    const record = { dueOn: '2026-12-20', opinion: '无异议' };
    expect((await desk(`POST /oversight/inspections/${id}/report`, record)).problem?.code).toBe('oversight.items-open');
    await fill(two?.id, 'deviates');
    const reported = (await desk(`POST /oversight/inspections/${id}/report`, record)).as(Inspection);
    expect(reported.inspection).toMatchObject({ state: 'reported', deviations: 1 });
    expect(reported.items.map(({ notice: task }) => task !== null)).toEqual([false, true]);
    const task = (await desk(`GET /oversight/notices/${reported.items[1]?.notice}`)).as(Notice);
    expect(task).toMatchObject({ text: '检查情况说明', source: { kind: 'inspection', id } });
    expect((await desk(`POST /oversight/inspections/${id}/report`, record)).problem?.code).toBe('oversight.not-now');
    expect((await desk(`GET /oversight/inspections/${id}/file?which=report`)).status).toBe(200);
    expect((await desk(`POST /oversight/inspections/${id}/cancel`, {})).problem?.code).toBe('oversight.not-now');
  }, 60_000);

  it('that ended without a record fails the check, one that is not announced sends nothing, and one can be taken back', async () => {
    const sent = async () => (await desk('GET /oversight/notices?state=all')).as(NoticePage).total;
    const before = await sent();
    const later = { ...input(), announced: false, from: '2026-11-27T01:00:00.000Z', until: '2026-11-27T02:00:00.000Z' };
    const { inspection } = (await desk('POST /oversight/inspections', later)).as(Inspection);
    const second = (await desk('POST /oversight/inspections', later)).as(Inspection);
    expect(await sent()).toBe(before);
    expect(
      (await desk(`POST /oversight/inspections/${second.inspection.id}/cancel`, {})).as(Inspection).inspection.state,
    ).toBe('cancelled');
    world.platform.clock.advance(4 * 24 * HOUR);
    expect((await desk(`GET /oversight/inspections/${inspection.id}`)).as(Inspection).inspection.state).toBe('ended');
    expect(await world.check('oversight.exports-supervised')).toMatchObject({
      outcome: 'fail',
      facts: { inspectionsUnreported: 1, inspectionsReported: 1 },
    });
  }, 60_000);

  it.each([
    ['one inspector only', { inspectors: [{ name: '周明', organisation: '局' }] }, 400],
    ['an end before its begin', { until: '2026-11-23T01:00:00.000Z' }, 400],
    ['a time box of more than a month', { from: '2027-11-24T01:00:00.000Z', until: '2028-11-26T10:00:00.000Z' }, 422],
    ['a basis that is none of inspections', { basis: 'r11-22' }, 422],
  ])('with %s is refused', async (_, more, status) => {
    expect(
      (
        await desk('POST /oversight/inspections', {
          ...input(),
          until: '2027-11-26T10:00:00.000Z',
          from: '2027-11-24T01:00:00.000Z',
          ...more,
        })
      ).status,
    ).toBe(status);
  });
});
