import { assetsModule } from '@chedun/assets';
import { assetsPermissions } from '@chedun/assets/contract';
import { deadlines } from '@chedun/deadline-ledger';
import { deadlinePermissions } from '@chedun/deadline-ledger/contract';
import { documents } from '@chedun/documents';
import { documentPermissions } from '@chedun/documents/contract';
import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import { type Authenticator, type Route } from '@chedun/http';
import { testActor, type TestServer, testServer } from '@chedun/http/testing';
import { type Composition, compose } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { Organisation, organisationPermissions } from '@chedun/organisation/contract';
import { workdays } from '@chedun/workdays';
import { CaseDetail, filingPermissions, Grading, type LevelInput, type ReviewInput, UnitDetail } from '../contract.ts';
import { filing } from '../module.ts';

const ALL = [
  assetsPermissions,
  deadlinePermissions,
  documentPermissions,
  filingPermissions,
  governancePermissions,
  organisationPermissions,
].flatMap((each) => Object.values(each));

/** Bearer `lilei` or `hanmei` signs in as that person, who may do everything. */
const twoPersons: Authenticator = {
  authenticate: ({ bearer, ip }) => {
    if (bearer === undefined) return Promise.resolve(undefined);
    const id = `00000000-0000-7000-8000-00000000000${bearer === 'lilei' ? 1 : 2}`;
    return Promise.resolve({ ...testActor(ALL, ip), id, name: bearer });
  },
};

/** The module beside the real inventory, clocks, documents and ledger of findings. */
export interface FilingWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  /** As the person who prepares. */
  readonly call: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  /** As the person who approves. */
  readonly second: (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  readonly job: (name: string) => Promise<void>;
  readonly check: (id: string) => Promise<{ readonly outcome: string; readonly facts: unknown } | undefined>;
  readonly findings: (search: string) => Promise<FindingPageItems>;
  readonly close: () => Promise<void>;
}
type FindingPageItems = ReturnType<typeof FindingPage.parse>['items'];

/** Opens it. */
export const filingWorld = async (): Promise<FilingWorld> => {
  const platform = await testPlatform();
  const jobs = new Map<string, () => Promise<void>>();
  const spied = {
    ...filing,
    build: (context: Parameters<typeof filing.build>[0]) => {
      const parts = filing.build(context);
      for (const job of parts.jobs ?? []) jobs.set(job.name, () => job.run(null));
      return parts;
    },
  };
  const app = await compose(
    [governance, assetsModule, organisation, workdays, deadlines, documents, spied],
    platform.platform,
  );
  await app.start();
  const routes: Route[] = app.routes.map(({ route }) => route);
  const server = await testServer(routes, { errors: [app.errors], authenticator: twoPersons });
  const as =
    (bearer: string): FilingWorld['call'] =>
    (request, body) =>
      server.call(request, body === undefined ? { bearer } : { bearer, body });
  const call = as('lilei');
  return {
    platform,
    app,
    server,
    call,
    second: as('hanmei'),
    job: (name) => jobs.get(name)?.() ?? Promise.reject(new Error(`no job ${name}`)),
    check: async (id) =>
      app.registry
        .checks()
        .find((each) => each.id === id)
        ?.run(),
    findings: async (search) =>
      (await call(`GET /findings?search=${encodeURIComponent(search)}`)).as(FindingPage).items,
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};

/** Registers the organisation, its officer, and two hosts with a service in the zone 生产区. */
export const furnish = async ({ call }: FilingWorld): Promise<void> => {
  const profile = { name: '示例汽车集团', creditCode: '91420100MA4KXXXX2K', province: '42', isCii: false };
  (await call('PUT /organisation', profile)).as(Organisation);
  const officer = { post: 'security-officer', person: '王芳', phone: '027-87654321', validFrom: '2026-01-01' };
  (await call('POST /organisation/appointments', officer)).as(Organisation);
  for (const name of ['tsp-01', 'tsp-02'])
    await call(`PUT /assets/hosts/${name}`, { os: 'openEuler 22.03', role: '应用服务器', zone: '生产区' });
  await call('PUT /assets/services/TSP', { type: 'tsp', hosts: ['tsp-01', 'tsp-02'] });
};

/** A unit of the two hosts and the service. */
export const UNIT = {
  name: '车联网服务平台',
  type: 'tsp',
  functions: '向联网车辆提供远程信息服务',
  boundary: '互联网出口防火墙以内',
  sites: '武汉数据中心 A 座',
  topologyNote: '双活架构',
  zones: ['生产区'],
  members: [
    { kind: 'host', asset: 'tsp-01' },
    { kind: 'host', asset: 'tsp-02' },
    { kind: 'service', asset: 'TSP' },
  ],
};

/** Answers that give I=4, V=3, R=2: level 3, as the matrix says. */
export const LEVEL: LevelInput = {
  answers: {
    outage: 'safety',
    remoteControl: 'body',
    data: 'sensitive',
    role: 'main',
    vehicles: 'v2',
    provinces: 'p2',
  },
  object: 'public',
  harm: 1,
  explanation: '',
};

/** A review that was passed. */
export const reviewOn = (on: string, more: Partial<ReviewInput> = {}) => ({
  on,
  experts: [
    { name: '赵教授', organisation: '某大学', speciality: '通信安全' },
    { name: '钱工', organisation: '某研究院', speciality: '车联网' },
    { name: '孙工', organisation: '某测评机构', speciality: '测评' },
  ],
  minutes: { materials: '材料完整', defence: '答辩通过', inquiry: '问询无异议' },
  votes: { for: 3, against: 0 },
  conclusion: 'passed',
  ...more,
});

/** A unit whose level was fixed today. */
export const gradedUnit = async (world: FilingWorld, more: object = {}): Promise<string> => {
  const { unit } = (await world.call('POST /filing/units', { ...UNIT, ...more })).as(UnitDetail);
  (await world.call(`POST /filing/units/${unit.id}/levels`, LEVEL)).as(Grading);
  (await world.call(`POST /filing/units/${unit.id}/reviews`, reviewOn('2026-11-23'))).as(Grading);
  return unit.id;
};

/** A case of the unit that is signed. */
export const signedCase = async (world: FilingWorld, unit: string): Promise<CaseDetail> => {
  const opened = (await world.call('POST /filing/cases', { template: 'grading-filing', unit })).as(CaseDetail);
  const { id } = opened.case;
  const reason = { problems: { 'topology-file': '拓扑图另行提交' } };
  await world.call(`PUT /filing/cases/${id}/explanations`, reason);
  return approveAndSign(world, id);
};

/** Asks for approval, approves as the other person, signs. */
export const approveAndSign = async (world: FilingWorld, id: string): Promise<CaseDetail> => {
  const asked = await world.call(`POST /filing/cases/${id}/steps`, { action: 'request-approval' });
  if (asked.status !== 200) throw new Error(asked.text);
  const approved = await world.second(`POST /filing/cases/${id}/approval`, {});
  if (approved.status !== 200) throw new Error(approved.text);
  const signed = await world.call(`POST /filing/cases/${id}/signature`);
  if (signed.status !== 200) throw new Error(signed.text);
  return signed.as(CaseDetail);
};
