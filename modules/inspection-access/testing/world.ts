import { assetsModule } from '@chedun/assets';
import { deadlines } from '@chedun/deadline-ledger';
import { documents } from '@chedun/documents';
import { documentPermissions } from '@chedun/documents/contract';
import { sm3Hex, type Signer } from '@chedun/exchange';
import { exampleSigner } from '@chedun/exchange/testing';
import { filing } from '@chedun/filing';
import { filingPermissions } from '@chedun/filing/contract';
import { governance } from '@chedun/governance';
import { SESSION_COOKIE, type Authenticator } from '@chedun/http';
import { bearerNamesPermissions, testServer, type TestAnswer, type TestServer } from '@chedun/http/testing';
import { identityModule } from '@chedun/identity';
import type { InspectionOrder } from '@chedun/inspection';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { organisationPermissions } from '@chedun/organisation/contract';
import { posture } from '@chedun/posture';
import { workdays } from '@chedun/workdays';
import { Access, inspectionAccessPermissions, LetInResult } from '../contract.ts';
import { inspectionAccess } from '../module.ts';
import { exampleOrder, orderPackage, type PackChange } from './order.ts';

/** A browser of a signed-in person. */
export type Call = (request: string, body?: unknown) => Promise<TestAnswer>;

/** An enterprise that is inspected: real accounts, real documents, a real ledger behind a real server. */
export interface AccessWorld {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  /** The enterprise's people with every permission of theirs. */
  readonly staff: Call;
  readonly signer: Signer;
  /** SM3 of the signing certificate, as the authority tells it on the telephone. */
  readonly signerSm3: string;
  readonly orderFor: (change?: Partial<InspectionOrder>) => InspectionOrder;
  readonly bring: (order: InspectionOrder, change?: PackChange, signer?: Signer) => Promise<TestAnswer>;
  /** Brings, accepts and lets the first inspector in under a sign-in name; gives his browser. */
  readonly inspector: (login: string, change?: Partial<InspectionOrder>) => Promise<Call>;
  readonly signIn: (login: string, password: string, newPassword?: string) => Promise<Call>;
  /** Runs a job. */
  readonly job: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const { inspect: _, ...enterprise } = inspectionAccessPermissions;
const STAFF = [enterprise, documentPermissions, filingPermissions, organisationPermissions]
  .flatMap((each) => Object.values(each))
  .join(',');
/** Password of every inspector after the first sign-in. */
export const PASSWORD = 'Quiet-visitor-58';

const cookieOf = (answer: TestAnswer): string => (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';

/** Signs somebody in; after a one-time password with a new one. */
export const signInAt =
  (server: TestServer) =>
  async (login: string, password: string, newPassword?: string): Promise<Call> => {
    const body = { name: login, password, ...(newPassword === undefined ? {} : { newPassword }) };
    const origin = { origin: server.url };
    const cookie = cookieOf(await server.call('POST /identity/sign-in', { body, headers: origin }));
    if (!cookie.startsWith(`${SESSION_COOKIE}=`)) throw new Error(`${login} is not signed in`);
    const headers = { ...origin, cookie };
    return (request, more) => server.call(request, more === undefined ? { headers } : { headers, body: more });
  };

const authenticatorOf = ({ authenticator }: Composition): Authenticator => ({
  authenticate: async (given) => {
    if (given.bearer?.includes('.') === true) return bearerNamesPermissions.authenticate(given);
    return authenticator?.authenticate(given);
  },
});

const MODULES = [
  identityModule,
  governance,
  assetsModule,
  organisation,
  posture,
  workdays,
  deadlines,
  documents,
  filing,
];

/** Opens it. */
export const accessWorld = async (): Promise<AccessWorld> => {
  const platform = await testPlatform();
  const jobs = new Map<string, () => Promise<void>>();
  const spied: typeof inspectionAccess = {
    ...inspectionAccess,
    build: (context) => {
      const parts = inspectionAccess.build(context);
      for (const { name, run } of parts.jobs ?? []) jobs.set(name, () => run(null));
      return parts;
    },
  };
  const app = await compose([...MODULES, spied], platform.platform);
  await app.start();
  const { guard } = app;
  if (guard === undefined) throw new Error('the module brings no guard');
  const server = await testServer(
    app.routes.map(({ route }) => route),
    { authenticator: authenticatorOf(app), guard, errors: [app.errors], limits: { guarded: 10_000, normal: 100_000 } },
  );
  const now = () => platform.clock.now();
  const authority = await exampleSigner('湖北省通信管理局');
  const signer = { ...authority, signingTime: now() - 60_000 };
  const staff: Call = (request, body) =>
    server.call(request, body === undefined ? { bearer: STAFF } : { bearer: STAFF, body });
  const profile = { name: '示例汽车有限公司', creditCode: '91420100MA4KXXXX2K' };
  const saved = await staff('PUT /organisation', { ...profile, province: '42', isCii: false });
  if (saved.status !== 200) throw new Error(saved.text);
  const signerSm3 = sm3Hex(signer.certificate.raw);
  const orderFor: AccessWorld['orderFor'] = (change) => exampleOrder(now(), change);
  const bring: AccessWorld['bring'] = async (order, change, by = signer) =>
    staff('POST /inspection-access/orders', await orderPackage(by, order, change));
  const signIn = signInAt(server);
  return {
    platform,
    app,
    server,
    staff,
    signer,
    signerSm3,
    orderFor,
    bring,
    signIn,
    inspector: async (login, change) => {
      const { inspection } = (await bring(orderFor(change))).as(Access);
      const at = `POST /inspection-access/inspections/${inspection.id}`;
      (await staff(`${at}/accept`, { signerSm3, compared: '电话核对' })).as(Access);
      const made = await staff(`${at}/inspectors/0/let-in`, { account: { kind: 'new', login } });
      return signIn(login, made.as(LetInResult).oneTimePassword ?? '', PASSWORD);
    },
    job: (name) => jobs.get(name)?.() ?? Promise.reject(new Error(`no job ${name}`)),
    close: async () => {
      await server.close();
      await app.stop();
      await platform.close();
    },
  };
};
