import { assetsModule } from '@chedun/assets';
import { deadlines } from '@chedun/deadline-ledger';
import { documents } from '@chedun/documents';
import { exampleSigner } from '@chedun/exchange/testing';
import { governance } from '@chedun/governance';
import { FindingPage, governancePermissions } from '@chedun/governance/contract';
import type { Authenticator } from '@chedun/http';
import { testActor, testServer, type TestServer } from '@chedun/http/testing';
import type { Json } from '@chedun/kernel';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { organisationPermissions } from '@chedun/organisation/contract';
import { supervision } from '@chedun/supervision';
import { EnterpriseList, ExchangeAnswer, supervisionPermissions } from '@chedun/supervision/contract';
import { workdays } from '@chedun/workdays';
import { oversightPermissions } from '../contract.ts';
import { oversight } from '../module.ts';
import { oversightPack, type Pack } from './packs.ts';

const { exchange, ...review } = supervisionPermissions;
const DESK = [
  ...Object.values(review),
  ...Object.values(oversightPermissions),
  ...Object.values(organisationPermissions),
  governancePermissions.read,
];
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  desk: DESK,
  chief: DESK,
  alpha: [exchange],
  beta: [exchange],
};
export type Person = 'desk' | 'chief' | 'alpha' | 'beta';

const people: Authenticator = {
  authenticate: ({ bearer, ip }) => {
    const at = Object.keys(PEOPLE).indexOf(bearer ?? '');
    if (at < 0) return Promise.resolve(undefined);
    const id = `00000000-0000-7000-8000-00000000000${at + 1}`;
    return Promise.resolve({ ...testActor(PEOPLE[bearer ?? ''] ?? [], ip), id, name: bearer ?? '' });
  },
};

/** The authority with two enterprises whose certificates were confirmed. */
export interface OversightWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly url: string;
  readonly as: (who: Person) => (request: string, body?: unknown) => ReturnType<TestServer['call']>;
  /** Hands a package in as an enterprise; gives its answer. */
  readonly handIn: (who: 'alpha' | 'beta', pack: Pack) => Promise<ExchangeAnswer>;
  readonly firm: Readonly<Record<'alpha' | 'beta', string>>;
  readonly job: (name: string, input?: Json) => Promise<void>;
  readonly check: (id: string) => Promise<{ readonly outcome: string; readonly facts: unknown } | undefined>;
  readonly findings: (search: string) => Promise<ReturnType<typeof FindingPage.parse>['items']>;
  readonly close: () => Promise<void>;
}

const GRADING: Pack = {
  template: 'grading-filing',
  title: '定级备案',
  data: { unitName: '平台', level: '2', organisation: '单位' },
};

/** Opens it. */
export const oversightWorld = async (): Promise<OversightWorld> => {
  const platform = await testPlatform();
  const jobs = new Map<string, (input: Json) => Promise<void>>();
  const spied: typeof oversight = {
    ...oversight,
    build: (context) => {
      const parts = oversight.build(context);
      for (const job of parts.jobs ?? []) jobs.set(job.name, job.run);
      return parts;
    },
  };
  const modules = [governance, assetsModule, organisation, documents, workdays, deadlines, supervision, spied];
  const app = await compose(modules, platform.platform);
  await app.start();
  const routes = app.routes.map(({ route }) => route);
  const server = await testServer(routes, { errors: [app.errors], authenticator: people });
  const as: OversightWorld['as'] = (bearer) => (request, body) =>
    server.call(request, body === undefined ? { bearer } : { bearer, body });
  const signers = { alpha: await exampleSigner('甲汽车有限公司'), beta: await exampleSigner('乙出行有限公司') };
  const join = async (who: 'alpha' | 'beta', name: string, creditCode: string): Promise<string> => {
    const waiting = (
      await as(who)('POST /supervision/exchange/packages', await oversightPack(signers[who], GRADING))
    ).as(ExchangeAnswer);
    const enterprise = { name, creditCode, province: '42' };
    await as('desk')(`POST /supervision/submissions/${waiting.submission}/admit`, { enterprise });
    const { items } = (await as('desk')('GET /supervision/enterprises')).as(EnterpriseList);
    return items.find((each) => each.creditCode === creditCode)?.id ?? '';
  };
  const firm = {
    alpha: await join('alpha', '甲汽车有限公司', '91420100MA4KXXXX2A'),
    beta: await join('beta', '乙出行有限公司', '91420100MA4KXXXX2B'),
  };
  return {
    platform,
    app,
    as,
    url: server.url,
    firm,
    handIn: async (who, pack) =>
      (await as(who)('POST /supervision/exchange/packages', await oversightPack(signers[who], pack))).as(
        ExchangeAnswer,
      ),
    job: (name, input = null) => jobs.get(name)?.(input) ?? Promise.reject(new Error(`no job ${name}`)),
    check: async (id) =>
      app.registry
        .checks()
        .find((each) => each.id === id)
        ?.run(),
    findings: async (search) =>
      (await as('desk')(`GET /findings?search=${encodeURIComponent(search)}`)).as(FindingPage).items,
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
