import { ClockPage } from '@chedun/deadline-ledger/contract';
import { DocumentDetail } from '@chedun/documents/contract';
import { readPackage } from '@chedun/exchange';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CaseDetail,
  CasePage,
  Compared,
  Exchange,
  ExchangeTest,
  Grading,
  LevelRule,
  Polled,
  ProjectList,
  ProposalList,
  UnitDetail,
  UnitList,
} from './contract.ts';
import { fakeAuthority, type FakeAuthority } from './testing/authority.ts';
import {
  approveAndSign,
  filingWorld,
  furnish,
  gradedUnit,
  LEVEL,
  reviewOn,
  signedCase,
  UNIT,
  type FilingWorld,
} from './testing/world.ts';

let world: FilingWorld;
let authority: FakeAuthority;
beforeAll(async () => {
  world = await filingWorld();
  authority = await fakeAuthority(() => world.platform.clock.now());
}, 180_000);
afterAll(async () => {
  await authority.close();
  await world.close();
});

const call = (request: string, body?: unknown) => world.call(request, body);
const clocksOf = async (unit: string) =>
  (await call('GET /deadlines?state=all&subjectKind=filing-unit&limit=200'))
    .as(ClockPage)
    .items.filter(({ subject }) => subject.id.startsWith(unit));
const caseOf = async (id: string) => (await call(`GET /filing/cases/${id}`)).as(CaseDetail);
const outcome = async (id: string) => (await world.check(id))?.outcome;
let unit = '';
let filed = '';

describe('units', () => {
  it('are unknown to the checks while there is nothing', async () => {
    expect(await outcome('filing.units-graded')).toBe('unknown');
    expect(await outcome('filing.units-filed')).toBe('unknown');
    expect(await outcome('filing.gates')).toBe('unknown');
  });

  it('are proposed from the inventory, which an asset enters once', async () => {
    await furnish(world);
    expect(await outcome('filing.units-graded')).toBe('fail');
    const { items, unplaced } = (await call('GET /filing/partition')).as(ProposalList);
    expect(items).toMatchObject([{ type: 'tsp', zones: ['生产区'] }]);
    expect(items[0]?.members).toHaveLength(3);
    expect(unplaced).toBe(0);
    unit = await gradedUnit(world);
    expect((await call('GET /filing/partition')).as(ProposalList).items).toEqual([]);
    const twice = await call('POST /filing/units', { ...UNIT, name: '另一个' });
    expect(twice.problem?.code).toBe('filing.unit-taken');
    expect((await call('POST /filing/units', { ...UNIT, name: 'x', members: [], type: 'nothing' })).problem?.code).toBe(
      'filing.type-unknown',
    );
    const { coverage } = (await call('GET /filing/units')).as(UnitList);
    expect(coverage).toEqual({ hosts: 2, hostsInUnits: 2, services: 1, servicesInUnits: 1 });
  });

  it('fill their main hardware and software from the inventory', async () => {
    const { equipment, differences } = (await call(`GET /filing/units/${unit}`)).as(UnitDetail);
    expect(equipment).toEqual([
      { name: '应用服务器', model: 'openEuler 22.03', quantity: '2', location: '生产区' },
      { name: 'TSP', model: '远程信息服务', quantity: '1', location: '—' },
    ]);
    expect(differences).toEqual([]);
  });
});

describe('levels', () => {
  it('are kept in versions; the review fixes one and starts the clock of 30 days', async () => {
    const { levels, reviews } = (await call(`GET /filing/units/${unit}/levels`)).as(Grading);
    expect(levels).toMatchObject([{ version: 1, level: 3, matrixLevel: 3 }]);
    expect(reviews).toMatchObject([{ conclusion: 'passed', level: 3, votes: { for: 3, against: 0 } }]);
    expect(await clocksOf(unit)).toMatchObject([{ rule: { id: 'GRD-1' }, due: expect.stringContaining('2026-12-23') }]);
    expect(await outcome('filing.units-graded')).toBe('pass');
  });

  it('answer what records know, and take weights with a reason', async () => {
    const { known, weights } = (await call('GET /filing/level-rule')).as(LevelRule);
    expect(known).toEqual({ vehicles: 'v1' });
    expect(weights.at).toBeNull();
    const heavier = { weights: { I: 0.5, V: 0.3, R: 0.1 }, reason: '评审组意见' };
    expect((await call('PUT /filing/weights', heavier)).problem?.code).toBe('filing.weights');
    const set = await call('PUT /filing/weights', { ...heavier, weights: { I: 0.6, V: 0.3, R: 0.1 } });
    expect(set.as(LevelRule).weights).toMatchObject({ by: 'lilei', reason: '评审组意见' });
    expect((await call('POST /filing/level', LEVEL)).json).toMatchObject({
      level: 4,
      agrees: false,
      trace: [{ weight: 0.6 }, {}, {}],
    });
    world.platform.clock.advance(1000);
    await call('PUT /filing/weights', { weights: { I: 0.4, V: 0.3, R: 0.3 }, reason: '评审组复核' });
  });

  it('refuse a review that contradicts itself', async () => {
    const review = (on: string, more: Parameters<typeof reviewOn>[1] = {}) =>
      call(`POST /filing/units/${unit}/reviews`, reviewOn(on, more));
    expect((await review('2026-11-24')).problem?.code).toBe('filing.review');
    expect((await review('2026-11-23', { votes: { for: 1, against: 2 } })).problem?.code).toBe('filing.review');
    expect((await review('2026-11-23', { votes: { for: 4, against: 0 } })).problem?.code).toBe('filing.review');
  });
});

describe('a case', () => {
  it('is filled from records, and shows what a machine finds', async () => {
    const opened = (await call('POST /filing/cases', { template: 'grading-filing', unit })).as(CaseDetail);
    filed = opened.case.id;
    const fields = new Map(opened.sections.flatMap((each) => each.fields.map((field) => [field.name, field])));
    expect(fields.get('organisation')).toMatchObject({ value: '示例汽车集团', source: 'records' });
    expect(fields.get('principal')?.value).toBe('王芳');
    expect(fields.get('level')?.value).toBe('3');
    expect(String(fields.get('trace')?.value)).toContain('log2');
    expect(opened.problems.map(({ key }) => key)).toEqual(['topology-file']);
    const again = (await call('POST /filing/cases', { template: 'grading-filing', unit })).as(CaseDetail);
    expect(again.case.id).toBe(filed);
  });

  it('goes to approval only without open problems, and another person approves', async () => {
    const ask = () => call(`POST /filing/cases/${filed}/steps`, { action: 'request-approval' });
    expect((await ask()).problem?.detail).toContain('problems-open');
    await call(`PUT /filing/cases/${filed}/values`, {
      values: { equipment: [{ name: '服务器', model: 'x', quantity: '9', location: 'x' }] },
    });
    expect((await caseOf(filed)).problems.map(({ field }) => field)).toContain('equipment');
    await call(`PUT /filing/cases/${filed}/values`, { values: { equipment: null } });
    expect((await call(`PUT /filing/cases/${filed}/values`, { values: { nothing: 1 } })).problem?.code).toBe(
      'filing.field-unknown',
    );
    await call(`PUT /filing/cases/${filed}/explanations`, { problems: { 'topology-file': '拓扑图另行提交' } });
    expect((await ask()).status).toBe(200);
    const own = await call(`POST /filing/cases/${filed}/approval`, {});
    expect([own.problem?.code, own.problem?.detail]).toEqual([
      'filing.step-refused',
      expect.stringContaining('own-work'),
    ]);
    expect((await world.second(`POST /filing/cases/${filed}/approval`, {})).as(CaseDetail).case.state).toBe('approved');
    const locked = await call(`PUT /filing/cases/${filed}/values`, { values: { other: 'x' } });
    expect(locked.problem?.code).toBe('filing.locked');
  });

  it('is signed as a package that holds the form and the explanations', async () => {
    const { document, case: line } = (await call(`POST /filing/cases/${filed}/signature`)).as(CaseDetail);
    expect([line.state, line.version]).toEqual(['signed', 1]);
    const file = await fetch(`${world.server.url}/api/documents/${document?.id}/versions/1/file?part=package`, {
      headers: { authorization: 'Bearer lilei' },
    });
    const { manifest, parts } = readPackage(new Uint8Array(await file.arrayBuffer()));
    expect(manifest.document.template.id).toBe('grading-filing');
    expect([...parts.keys()]).toContain('attachments/answers.txt');
    const text = Buffer.from(parts.get('form.json') ?? []).toString('utf8');
    expect(text).toContain('示例汽车集团');
  });

  it('is handed in over the network, and stays signed when the other side does not take it', async () => {
    const submit = () => call(`POST /filing/cases/${filed}/submission`, { channel: 'network' });
    expect((await submit()).problem?.code).toBe('filing.exchange-unset');
    expect((await call('PUT /filing/exchange', { url: 'http://example.cn', token: 'right-token' })).problem?.code).toBe(
      'filing.exchange-url',
    );
    await call('PUT /filing/exchange', { url: authority.url, token: 'wrong-token' });
    expect((await call('POST /filing/exchange/test')).as(ExchangeTest)).toMatchObject({ reached: false });
    expect((await submit()).problem).toMatchObject({
      code: 'filing.exchange-failed',
      detail: expect.stringContaining('401'),
    });
    expect((await caseOf(filed)).case.state).toBe('signed');
    const kept = await call('PUT /filing/exchange', { url: authority.url, token: 'right-token' });
    expect(kept.text).not.toContain('right-token');
    expect((await call('POST /filing/exchange/test')).as(ExchangeTest)).toEqual({ reached: true, problem: '' });
    expect((await submit()).as(CaseDetail).case.state).toBe('submitted');
    expect(authority.packages).toHaveLength(1);
  });

  it('takes receipts of the other side once, shows what is asked for, and has it answered', async () => {
    const receipt = await authority.give({ kind: 'acceptance', number: 'SJ-1' });
    await authority.give({
      kind: 'supplement',
      supplement: {
        dueOn: '2026-12-08',
        items: [
          { field: 'locations', text: '请写明机房地址' },
          { field: '', text: '说明备份' },
        ],
      },
    });
    const polled = (await call('POST /filing/exchange/poll')).as(Polled);
    const { lastProblem } = (await call('GET /filing/exchange')).as(Exchange);
    expect([polled, lastProblem]).toEqual([{ asked: 1, receipts: 2, failed: 0 }, '']);
    const asked = await caseOf(filed);
    expect(asked.case).toMatchObject({ state: 'supplement', received: 'SJ-1', supplementDue: '2026-12-08' });
    expect(asked.items).toHaveLength(2);
    expect((await call(`POST /filing/cases/${filed}/receipts`, receipt)).status).toBe(200);
    expect((await caseOf(filed)).receipts).toHaveLength(2);
    const { receipts } = (await call(`GET /documents/${asked.document?.id}`)).as(DocumentDetail);
    expect(receipts.map(({ proof }) => proof)).toEqual(['countersigned', 'countersigned']);
    await call(`PUT /filing/cases/${filed}/explanations`, { problems: { 'topology-file': '同前' } });
    const early = await call(`POST /filing/cases/${filed}/steps`, { action: 'request-approval' });
    expect(early.problem?.detail).toContain('items-open');
    await call(`PUT /filing/cases/${filed}/values`, { values: { locations: '武汉市江夏区某路 1 号 A 座' } });
    const { items } = (await call(`PUT /filing/cases/${filed}/explanations`, { items: { '1': '异地每日备份' } })).as(
      CaseDetail,
    );
    expect(items.map(({ answer }) => answer?.kind)).toEqual(['value', 'explanation']);
  });

  it('tells a finding while a supplement is overdue, which closes when it is handed in', async () => {
    world.platform.clock.advance(16 * 86_400_000);
    await world.job('watch');
    await vi.waitFor(async () => expect(await world.findings('补正逾期')).toMatchObject([{ status: 'open' }]), 20_000);
    await approveAndSign(world, filed);
    (await call(`POST /filing/cases/${filed}/submission`, { channel: 'network' })).as(CaseDetail);
    await world.job('watch');
    await vi.waitFor(
      async () => expect(await world.findings('补正逾期')).toMatchObject([{ status: 'resolved' }]),
      20_000,
    );
    expect((await caseOf(filed)).document).toMatchObject({ version: 2 });
  });

  it('is numbered by a receipt, which names the unit and ends the clock', async () => {
    const bytes = await authority.give({ kind: 'approval', number: 'DJ-42-2026-0001' });
    const broken = Uint8Array.from(bytes);
    broken[broken.length - 30] = (broken[broken.length - 30] ?? 0) ^ 1;
    expect((await call(`POST /filing/cases/${filed}/receipts`, broken)).problem?.code).toBe('filing.receipt');
    await call('POST /filing/exchange/poll');
    expect((await caseOf(filed)).case).toMatchObject({ state: 'numbered', number: 'DJ-42-2026-0001' });
    const { unit: line } = (await call(`GET /filing/units/${unit}`)).as(UnitDetail);
    expect(line).toMatchObject({ filingNumber: 'DJ-42-2026-0001', filedOn: '2026-12-09', drift: 0 });
    expect(await clocksOf(unit)).toMatchObject([{ state: 'stopped', lateMinutes: 0 }]);
    expect((await call('GET /filing/exchange')).as(Exchange).signer).toMatch(/^[0-9a-f]{64}$/);
    expect(await outcome('filing.units-filed')).toBe('pass');
  });
});

describe('drift', () => {
  it('opens a change with its clock and a finding, and goes away when it is reverted', async () => {
    await call('PUT /assets/hosts/tsp-03', { os: 'openEuler 22.03', role: '应用服务器', zone: '生产区' });
    expect((await call('POST /filing/compare')).as(Compared)).toEqual({ compared: 1, drifted: 1 });
    const { items } = (await call('GET /filing/cases?state=open')).as(CasePage);
    expect(items).toMatchObject([{ template: 'grading-change', state: 'draft', openedBy: 'system' }]);
    const [opened] = items;
    const { sections } = await caseOf(opened?.id ?? '');
    const changes = sections.flatMap(({ fields }) => fields).find(({ name }) => name === 'changes');
    expect(JSON.stringify(changes?.value)).toContain('新增 tsp-03');
    expect((await clocksOf(unit)).find(({ rule }) => rule.id === 'GRD-2')).toMatchObject({
      state: 'running',
      rule: { basis: 'unverified' },
    });
    await vi.waitFor(
      async () => expect(await world.findings('与备案信息不一致')).toMatchObject([{ status: 'open' }]),
      20_000,
    );
    expect(await outcome('filing.units-filed')).toBe('fail');
    await call('POST /assets/hosts/tsp-03/retire');
    expect((await call('POST /filing/compare')).as(Compared)).toEqual({ compared: 1, drifted: 0 });
    expect((await caseOf(opened?.id ?? '')).case.state).toBe('withdrawn');
    expect((await clocksOf(unit)).find(({ rule }) => rule.id === 'GRD-2')?.state).toBe('withdrawn');
    await vi.waitFor(
      async () => expect(await world.findings('与备案信息不一致')).toMatchObject([{ status: 'resolved' }]),
      20_000,
    );
  });
});

describe('gates', () => {
  const projects = async () => (await call('GET /filing/projects')).as(ProjectList);
  it('are judged for steps of the past, with a finding for each that was broken', async () => {
    await call('POST /filing/projects', { name: '二期平台', designApproved: '2026-10-01', build: '2026-11-01', unit });
    expect((await projects()).items).toMatchObject([{ violations: ['level-after-design-approval'] }]);
    await vi.waitFor(async () => expect(await world.findings('二期平台')).toMatchObject([{ status: 'open' }]), 20_000);
    expect(await outcome('filing.gates')).toBe('fail');
    const [project] = (await projects()).items;
    await call(`PUT /filing/projects/${project?.id}`, {
      name: '二期平台',
      designApproved: '2026-11-25',
      build: '2026-11-30',
      unit,
    });
    expect(await outcome('filing.gates')).toBe('pass');
    await vi.waitFor(
      async () => expect(await world.findings('二期平台')).toMatchObject([{ status: 'resolved' }]),
      20_000,
    );
  });

  it('refuse build without a level and operation without a filing', async () => {
    const { items } = (await call('POST /filing/projects', { name: '路侧平台' })).as(ProjectList);
    const { id } = items.find(({ name }) => name === '路侧平台') ?? { id: '' };
    const step = (name: string) => call(`POST /filing/projects/${id}/steps`, { step: name, on: '2026-12-09' });
    for (const name of ['designApproved', 'build', 'goLive'])
      expect((await step(name)).problem?.code, name).toBe('filing.gate');
    await call(`PUT /filing/projects/${id}`, { name: '路侧平台', unit });
    for (const name of ['designApproved', 'build', 'goLive']) expect((await step(name)).status, name).toBe(200);
    expect((await call('POST /filing/projects', { name: '路侧平台' })).problem?.code).toBe('filing.project-taken');
  });
});

describe('the rest', () => {
  it('hands over as a file, and lists by cursor', async () => {
    const other = await gradedUnit(world, { name: '空单元', members: [], zones: [] });
    expect(other).not.toBe('');
    const opened = (await call('POST /filing/cases', { template: 'ota-filing' })).as(CaseDetail);
    expect(opened.problems.length).toBeGreaterThan(0);
    expect(opened.problems.every(({ kind }) => kind === 'missing')).toBe(true);
    const first = (await call('GET /filing/cases?limit=1')).as(CasePage);
    const second = (await call(`GET /filing/cases?limit=1&cursor=${first.next}`)).as(CasePage);
    expect(first.items[0]?.id).not.toBe(second.items[0]?.id);
    expect((await call('POST /filing/cases', { template: '../x' })).problem?.code).toBe('filing.template-unknown');
  });

  it('needs a reason when it is late', async () => {
    const { items } = (await call('GET /filing/units')).as(UnitList);
    const late = items.find(({ name }) => name === '空单元')?.id ?? '';
    await call(`PUT /filing/units/${late}`, { ...UNIT, name: '空单元', zones: [], members: [], models: [] });
    await call('PUT /assets/services/S2', { type: 'api' });
    await call(`PUT /filing/units/${late}`, {
      ...UNIT,
      name: '空单元',
      zones: [],
      members: [{ kind: 'service', asset: 'S2' }],
    });
    const { case: line } = await signedCase(world, late);
    world.platform.clock.advance(40 * 86_400_000);
    const submit = (lateReason: string) =>
      call(`POST /filing/cases/${line.id}/submission`, { channel: 'file', lateReason });
    expect((await submit('')).problem?.code).toBe('filing.late');
    expect((await submit('专家评审延期')).as(CaseDetail).case.state).toBe('submitted');
  });

  it('is kept by permission', async () => {
    expect((await world.server.call('GET /filing/units')).status).toBe(401);
    expect((await call(`DELETE /filing/units/${unit}`)).problem?.code).toBe('filing.unit-busy');
  });
});
