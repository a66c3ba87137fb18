import { assetsModule } from '@chedun/assets';
import { assetsPermissions } from '@chedun/assets/contract';
import { deadlines } from '@chedun/deadline-ledger';
import { ClockPage, deadlinePermissions } from '@chedun/deadline-ledger/contract';
import { documents } from '@chedun/documents';
import { documentPermissions } from '@chedun/documents/contract';
import { filing } from '@chedun/filing';
import { CaseDetail, filingPermissions, Grading, UnitDetail } from '@chedun/filing/contract';
import { governance } from '@chedun/governance';
import { findingsReported, governancePermissions } from '@chedun/governance/contract';
import { testActor, type TestServer, testServer } from '@chedun/http/testing';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { organisationPermissions } from '@chedun/organisation/contract';
import { posture } from '@chedun/posture';
import { workdays } from '@chedun/workdays';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CoverageList, ImportReport, Register, riskPermissions, Run, RunList, Uploaded } from './contract.ts';
import { risks } from './module.ts';

const ALL = [
  assetsPermissions,
  deadlinePermissions,
  documentPermissions,
  filingPermissions,
  governancePermissions,
  organisationPermissions,
  riskPermissions,
].flatMap((each) => Object.values(each));

let world: TestPlatform;
let app: Composition;
let server: TestServer;
const jobs = new Map<string, () => Promise<void>>();
beforeAll(async () => {
  world = await testPlatform();
  const spied = {
    ...risks,
    build: (context: Parameters<typeof risks.build>[0]) => {
      const parts = risks.build(context);
      for (const job of parts.jobs ?? []) jobs.set(job.name, () => job.run(null));
      return parts;
    },
  };
  app = await compose(
    [governance, assetsModule, organisation, workdays, deadlines, documents, posture, filing, spied],
    world.platform,
  );
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    {
      errors: [app.errors],
      authenticator: {
        authenticate: ({ bearer, ip }) => {
          const id = `00000000-0000-7000-8000-00000000000${bearer === 'lilei' ? 1 : 2}`;
          return Promise.resolve(bearer === undefined ? undefined : { ...testActor(ALL, ip), id, name: bearer });
        },
      },
    },
  );
}, 180_000);
afterAll(async () => {
  await server.close();
  await app.stop();
  await world.close();
});

const as = (bearer: string) => (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer } : { bearer, body });
const [call, second] = [as('lilei'), as('hanmei')];
const register = async () => (await call('GET /risks')).as(Register);
const outcome = async (id: string) =>
  (
    await app.registry
      .checks()
      .find((each) => each.id === id)
      ?.run()
  )?.outcome;
let unit = '';

const report = (fingerprint: string, kind: 'alert' | 'vulnerability', severity: 'high' | 'critical') => {
  const at = new Date(world.clock.now()).toISOString();
  return {
    fingerprint,
    kind,
    module: 'test',
    title: `finding ${fingerprint}`,
    titleZh: `隐患 ${fingerprint}`,
    severity,
    assets: [{ kind: 'host' as const, id: 'tsp-01' }],
    obligations: [],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
  };
};
const tell = (...findings: ReturnType<typeof report>[]) =>
  world.platform.records.transaction((tx) =>
    tx.tell({ type: findingsReported, aggregate: 'test', payload: { findings } as never }, SYSTEM_ACTOR),
  );

describe('the register', () => {
  it('is empty, and nothing is green, while there is nothing', async () => {
    expect((await register()).items).toEqual([]);
    for (const id of ['risks.evaluations', 'risks.assessments', 'risks.coverage'])
      expect(await outcome(id)).toBe('unknown');
  });

  it('is computed from assets, open findings and alerts, and follows them', async () => {
    await call('PUT /assets/hosts/tsp-01', { os: 'openEuler', zone: '生产区', criticality: 'critical' });
    await tell(report('cve', 'vulnerability', 'high'));
    await vi.waitFor(async () => expect((await register()).items).toHaveLength(1), 20_000);
    const [before] = (await register()).items;
    expect(before).toMatchObject({ asset: { id: 'tsp-01' }, threat: 'general', value: 40, level: 'medium' });
    await tell(report('attack', 'alert', 'critical'));
    await vi.waitFor(
      async () =>
        expect((await register()).items[0]).toMatchObject({ threat: 'observed', value: 100, level: 'critical' }),
      20_000,
    );
  });

  it('lets a second person accept a risk, until a day', async () => {
    const risk = (await register()).items[0]?.key ?? '';
    const body = { risk, kind: 'accept', reason: '补丁待厂商发布', owner: '王芳' };
    expect((await call('POST /risks/treatments', body)).problem?.code).toBe('risks.end-missing');
    expect((await call('POST /risks/treatments', { ...body, endsOn: '2028-01-01' })).problem?.code).toBe(
      'risks.end-missing',
    );
    const asked = (await call('POST /risks/treatments', { ...body, endsOn: '2026-11-30' })).as(Register);
    const id = asked.items[0]?.treatment?.id ?? '';
    expect(asked.items[0]?.treatment?.state).toBe('waiting');
    expect((await call(`POST /risks/treatments/${id}/decision`, { decision: 'approved' })).problem?.code).toBe(
      'risks.own-request',
    );
    const decided = (await second(`POST /risks/treatments/${id}/decision`, { decision: 'approved' })).as(Register);
    expect(decided.items[0]?.treatment).toMatchObject({ state: 'holds', decidedBy: 'hanmei' });
    expect((await second(`POST /risks/treatments/${id}/decision`, { decision: 'refused' })).problem?.code).toBe(
      'risks.decided',
    );
    world.clock.advance(8 * 86_400_000);
    expect((await register()).items[0]?.treatment?.state).toBe('over');
  });
});

const grade = async (): Promise<void> => {
  const member = { kind: 'host', asset: 'tsp-01' };
  const made = await call('POST /filing/units', { name: '平台', type: 'tsp', functions: '服务', members: [member] });
  unit = made.as(UnitDetail).unit.id;
  const answers = {
    outage: 'safety',
    remoteControl: 'body',
    data: 'sensitive',
    role: 'main',
    vehicles: 'v2',
    provinces: 'p2',
  };
  (await call(`POST /filing/units/${unit}/levels`, { answers, object: 'public', harm: 1 })).as(Grading);
  const experts = ['甲', '乙', '丙'].map((name) => ({ name, organisation: '某院' }));
  const review = {
    on: '2026-11-23',
    experts,
    minutes: { materials: '完整' },
    votes: { for: 3, against: 0 },
    conclusion: 'passed',
  };
  (await call(`POST /filing/units/${unit}/reviews`, review)).as(Grading);
};
const clocks = async () =>
  (await call('GET /deadlines?state=all&subjectKind=filing-unit&limit=200'))
    .as(ClockPage)
    .items.filter(({ subject }) => subject.id.startsWith(unit));
const clock = async (rule: string) => (await clocks()).filter((each) => each.rule.id === rule);

describe('tests and assessments', () => {
  it('are due a year after the level of a unit of level 3 was fixed', async () => {
    await grade();
    await jobs.get('schedule')?.();
    expect((await clock('GRD-3'))[0]?.due).toContain('2027-11-23');
    expect(await clock('GRD-6')).toHaveLength(1);
    expect(await outcome('risks.evaluations')).toBe('fail');
    expect(await outcome('risks.coverage')).toBe('fail');
  });

  it('take results by hand and by table, and end only when everything is judged and planned', async () => {
    const run = (await call('POST /risks/runs', { kind: 'evaluation', unit, assessor: '某测评机构' })).as(Run);
    expect(run.items).toHaveLength(28);
    const end = () => call(`POST /risks/runs/${run.id}/end`, { conclusion: '部分符合，限期整改' });
    expect((await end()).problem?.code).toBe('risks.run-open');
    const bare = await call(`PUT /risks/runs/${run.id}/items/H-01`, { result: 'pass' });
    expect(bare.problem?.code).toBe('risks.item');
    const csv = ['编号,结果,说明', ...run.items.map(({ id }) => `${id},符合,现场核查`), '无此条,符合,'].join('\n');
    const taken = (await call(`POST /risks/runs/${run.id}/import`, new TextEncoder().encode(csv))).as(ImportReport);
    expect(taken).toMatchObject({ rows: 29, taken: 28, refused: [{ row: 30, value: '无此条' }] });
    const gap = { result: 'fail', evidence: '无视频监控', measure: '加装监控', dueOn: '2026-12-31' };
    (await call(`PUT /risks/runs/${run.id}/items/H-01`, gap)).as(Run);
    const { blob } = (await call('POST /risks/files', new TextEncoder().encode('report'))).as(Uploaded);
    (await call(`PUT /risks/runs/${run.id}/report`, { report: { blob, name: '测评报告.pdf' } })).as(Run);
    const done = (await end()).as(Run);
    expect(done).toMatchObject({ state: 'done', report: { bytes: 6 }, filing: { state: 'draft' } });
    expect((await end()).problem?.code).toBe('risks.run-done');
    expect(await clock('GRD-5')).toMatchObject([{ state: 'running' }]);
    expect((await clock('GRD-3')).map(({ state }) => state).toSorted()).toEqual(['running', 'stopped']);
    expect(await outcome('risks.evaluations')).toBe('pass');
    const { items } = (await call('GET /risks/runs')).as(RunList);
    expect(items).toMatchObject([{ passed: 27, gaps: 1, applicable: 28 }]);
  });

  it('open a filing whose form stands in the run', async () => {
    const { items } = (await call('GET /risks/runs')).as(RunList);
    const { sections } = (await call(`GET /filing/cases/${items[0]?.filing?.id}`)).as(CaseDetail);
    const fields = new Map(sections.flatMap((each) => each.fields.map((field) => [field.name, field.value])));
    expect(fields.get('conclusion')).toBe('fail');
    expect(JSON.stringify(fields.get('gaps'))).toContain('加装监控');
    expect(fields.get('evaluator')).toBe('某测评机构');
  });

  it('keep the risks of the unit as they are when an assessment ends', async () => {
    const run = (await call('POST /risks/runs', { kind: 'risk-assessment', unit, assessor: '安全部' })).as(Run);
    const done = (await call(`POST /risks/runs/${run.id}/end`, { conclusion: '存在一项很高风险' })).as(Run);
    expect(done.risks).toMatchObject([{ asset: { id: 'tsp-01' }, value: 100 }]);
    expect(await clock('GRD-6b')).toMatchObject([{ state: 'running' }]);
    expect(await outcome('risks.assessments')).toBe('fail');
    const risk = (await register()).items[0]?.key ?? '';
    await call('POST /risks/treatments', { risk, kind: 'mitigate', reason: '升级到修复版本', owner: '王芳' });
    expect(await outcome('risks.assessments')).toBe('pass');
  });

  it('count the baseline of a unit by the posture, day by day', async () => {
    await jobs.get('coverage')?.();
    const { items } = (await call('GET /risks/coverage')).as(CoverageList);
    expect(items).toMatchObject([{ level: 3, applicable: 20, passed: 0, history: [{ day: '2026-12-01' }] }]);
  });

  it('are refused for a unit without a level, and without a sign-in', async () => {
    const made = (await call('POST /filing/units', { name: '未定级', type: 'ca', functions: '证书' })).as(UnitDetail);
    const start = await call('POST /risks/runs', { kind: 'evaluation', unit: made.unit.id, assessor: 'x' });
    expect(start.problem?.code).toBe('risks.unit-ungraded');
    expect((await server.call('GET /risks')).status).toBe(401);
  });
});
