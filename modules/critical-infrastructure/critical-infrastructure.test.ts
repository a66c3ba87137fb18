import { testServer, type TestServer } from '@chedun/http/testing';
import { compose, defineModule, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CriticalInfrastructure, criticalInfrastructurePermissions, Uploaded } from './contract.ts';
import { criticalInfrastructure } from './module.ts';
import { orderly } from './testing/known.ts';

const said = { isCii: null as boolean | null, officers: ['王芳'], light: 'green' };

const given = (name: string, asks: object) =>
  defineModule<object>({
    name,
    needs: [],
    permissions: [],
    errors: {},
    tells: [],
    build: () => ({ asks }),
  });

/** The modules that are asked, answering as an orderly operator would; what the organisation says can be changed. */
const OTHERS = [
  given('organisation', {
    profile: async () => (said.isCii === null ? null : { isCii: said.isCii }),
    holdersOf: async () => said.officers,
  }),
  given('risks', { lastRuns: async () => [{ name: '平台', evaluatedOn: '2099-01-01', assessedOn: '2099-01-01' }] }),
  given('crypto-assessment', {
    newest: async () => [{ system: '平台', conclusion: 'pass', dates: { nextOverdue: false } }],
  }),
  given('deadlines', { countsOf: async () => orderly.reports }),
  given('suppliers', { standing: async () => orderly.suppliers }),
  given('posture', { lightOf: async () => said.light }),
];

const ALL = Object.values(criticalInfrastructurePermissions).join(',');
let platform: TestPlatform;
let app: Composition;
let server: TestServer;

beforeAll(async () => {
  platform = await testPlatform();
  app = await compose([...OTHERS, criticalInfrastructure], platform.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [app.errors] },
  );
});
afterAll(async () => {
  await server?.close();
  await app?.stop();
  await platform?.close();
});

const call = (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
const read = async () => (await call('GET /critical-infrastructure')).as(CriticalInfrastructure);
const check = async () => {
  const found = app.registry.checks().find(({ id }) => id === 'critical-infrastructure.duties');
  if (found === undefined) throw new Error('the check is not registered');
  return found.run();
};
const uploaded = async () =>
  (
    await server.call('POST /critical-infrastructure/documents', {
      bearer: ALL,
      body: new TextEncoder().encode('认定通知'),
    })
  ).as(Uploaded);

describe('an organisation that nobody named', () => {
  it('is unknown while nobody registered it, and while nobody stated so', async () => {
    expect(await check()).toMatchObject({ outcome: 'unknown' });
    said.isCii = false;
    expect(await read()).toMatchObject({ isNamed: false, duties: [], statement: null });
    expect(await check()).toMatchObject({ outcome: 'unknown', facts: { namedCritical: 0 } });
  });

  it('is in order for a year after a statement', async () => {
    const reason = '2026-11 向省通信管理局核实，答复未列入认定清单';
    expect(
      (await call('POST /critical-infrastructure/statements', { reason })).as(CriticalInfrastructure),
    ).toMatchObject({
      statement: { reason },
    });
    expect(await check()).toMatchObject({ outcome: 'pass' });
    platform.clock.advance(367 * 24 * 3_600_000);
    expect(await check()).toMatchObject({ outcome: 'unknown' });
  });
});

const designation = {
  infrastructure: '车联网远程服务平台',
  designatedOn: '2026-03-01',
  department: '省通信管理局',
  departmentContact: '张伟',
  departmentPhone: '027-12300000',
  policeContact: '网安总队值班室',
  policePhone: '027-11000000',
};

describe('an organisation that was named', () => {
  it('cannot state that nobody did, and owes seven duties', async () => {
    said.isCii = true;
    const refused = await call('POST /critical-infrastructure/statements', { reason: '没有收到通知' });
    expect([refused.status, refused.json]).toMatchObject([409, { code: 'critical-infrastructure.named' }]);
    const { duties } = await read();
    expect(duties).toHaveLength(7);
    expect(duties.filter(({ standing }) => standing === 'unmet').map(({ id }) => id)).toEqual([
      'designation',
      'security-body',
      'reporting',
    ]);
    expect(await check()).toMatchObject({ outcome: 'fail', facts: { duties: 7, dutiesMet: 4 } });
  });

  it('refuses a notice whose file is not there, and a day that has not come', async () => {
    const document = { blob: `critical-infrastructure/documents/${'0'.repeat(36)}`, name: 'x.pdf' };
    const gone = await call('PUT /critical-infrastructure/designation', { ...designation, document });
    expect([gone.status, gone.json]).toMatchObject([422, { code: 'critical-infrastructure.document-unknown' }]);
    const ahead = await call('PUT /critical-infrastructure/designation', {
      ...designation,
      designatedOn: '2199-01-01',
      document,
    });
    expect(ahead.json).toMatchObject({ code: 'critical-infrastructure.day-ahead', place: { field: 'designatedOn' } });
  });

  it('meets them one by one, by what is recorded', async () => {
    const { blob } = await uploaded();
    const document = { blob, name: '认定通知.pdf' };
    const saved = (await call('PUT /critical-infrastructure/designation', { ...designation, document })).as(
      CriticalInfrastructure,
    );
    expect(saved.designation).toMatchObject({ department: '省通信管理局', document: { name: '认定通知.pdf' } });
    const vetting = { post: '部长', vettedOn: '2026-03-02', vettedBy: '人事部', result: 'passed', document };
    await call('POST /critical-infrastructure/vettings', { ...vetting, person: '王芳', role: 'head' });
    await call('POST /critical-infrastructure/vettings', { ...vetting, person: '陈刚', role: 'key-post' });
    expect((await read()).duties.every(({ standing }) => standing === 'met')).toBe(true);
    expect(await check()).toMatchObject({ outcome: 'pass', facts: { dutiesMet: 7, designatedOn: '2026-03-01' } });
  });

  it('keeps who left, and asks for the next head', async () => {
    const head = (await read()).vettings.find(({ role }) => role === 'head');
    const path = `POST /critical-infrastructure/vettings/${head?.id ?? ''}/leave`;
    expect((await call(path, { leftOn: '2026-01-01' })).json).toMatchObject({
      code: 'critical-infrastructure.left-early',
    });
    const left = (await call(path, { leftOn: '2026-11-01' })).as(CriticalInfrastructure);
    expect(left.vettings.find(({ id }) => id === head?.id)?.leftOn).toBe('2026-11-01');
    expect(left.duties.find(({ id }) => id === 'security-body')?.standing).toBe('unmet');
    expect((await call(path, { leftOn: '2026-11-01' })).json).toMatchObject({
      code: 'critical-infrastructure.vetting-unknown',
    });
  });
});
