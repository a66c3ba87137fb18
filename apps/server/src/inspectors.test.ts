import { openRoute, type AnyRoute } from '@chedun/http';
import { testServer, type TestServer } from '@chedun/http/testing';
import { exampleSigner } from '@chedun/exchange/testing';
import { sm3Hex } from '@chedun/exchange';
import { identityModule } from '@chedun/identity';
import { Access, LetInResult } from '@chedun/inspection-access/contract';
import { exampleOrder, orderPackage, signInAt, type Call } from '@chedun/inspection-access/testing';
import { INSPECTION_KINDS, type InspectionOrder } from '@chedun/inspection';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { organisation } from '@chedun/organisation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODULES } from './server.ts';

const HOUR = 3_600_000;
/** What a guest may do without an order: his own account and his own inspections. A change here is a change of rights. */
const OWN = [
  'DELETE /identity/me/sessions/:id',
  'GET /identity/me',
  'GET /identity/me/sessions',
  'GET /inspection-access/mine',
  'GET /inspection-access/mine/:id/evidence/:evidence/file',
  'GET /inspection-access/mine/looks',
  'POST /identity/me/password',
  'POST /identity/sign-out',
  'POST /inspection-access/mine/:id/evidence',
];

interface World {
  readonly platform: TestPlatform;
  readonly app: Composition;
  readonly server: TestServer;
  readonly routes: readonly AnyRoute[];
}

const nameOf = ({ method, path }: Pick<AnyRoute, 'method' | 'path'>): string => `${method} ${path}`;
/** Values that fit the parameters of any route; obligations and units that no order names. */
const addressOf = ({ path }: AnyRoute): string =>
  path.replaceAll(/:[A-Za-z0-9]+/g, '00000000-0000-7000-8000-0000000000ff');

describe('an inspector at every route of the product', () => {
  let world: World;
  let now = 0;
  beforeAll(async () => {
    const platform = await testPlatform();
    const app = await compose(MODULES, platform.platform);
    const { authenticator, guard } = app;
    if (authenticator === undefined || guard === undefined) throw new Error('nobody guards');
    const options = { authenticator, guard, errors: [app.errors], limits: { guarded: 100_000, normal: 1_000_000 } };
    const server = await testServer(
      app.routes.map(({ route }) => route),
      options,
    );
    world = { platform, app, server, routes: app.routes.map(({ route }) => openRoute(route)) };
    now = platform.clock.now();
  }, 120_000);
  afterAll(async () => {
    await world.server.close();
    await world.platform.close();
  });

  let staff: Call;
  let visitor: Call;
  let login = 0;
  const signer = exampleSigner('湖北省通信管理局');

  /** Lets a new inspector in to an order and signs him in. */
  const inspect = async (change: Partial<InspectionOrder>): Promise<Call> => {
    const by = { ...(await signer), signingTime: world.platform.clock.now() - 60_000 };
    login += 1;
    const id = `018f7a00-0000-7000-8000-0000000002${String(login).padStart(2, '0')}`;
    const order = exampleOrder(world.platform.clock.now(), { id, ...change });
    const brought = await staff('POST /inspection-access/orders', await orderPackage(by, order));
    const at = `POST /inspection-access/inspections/${brought.as(Access).inspection.id}`;
    await staff(`${at}/accept`, { signerSm3: sm3Hex(by.certificate.raw), compared: '电话核对' });
    const made = await staff(`${at}/inspectors/0/let-in`, { account: { kind: 'new', login: `visitor.${login}` } });
    return signInAt(world.server)(`visitor.${login}`, made.as(LetInResult).oneTimePassword ?? '', 'Quiet-visitor-58');
  };

  /** Calls every route that asks for a sign-in and is not of the own account; gives those that did not answer 403. */
  const walk = async (call: Call): Promise<readonly string[]> => {
    const open: string[] = [];
    for (const route of world.routes) {
      if (route.permission === 'public' || OWN.includes(nameOf(route))) continue;
      const body = route.method === 'GET' ? undefined : {};
      const answer = await call(`${route.method} ${addressOf(route)}`, body);
      if (answer.problem?.code !== 'http.guest-refused') open.push(nameOf(route));
      else expect(answer.status).toBe(403);
    }
    return open;
  };
  const all = INSPECTION_KINDS.map(({ id }) => id);
  const pathsOf = (kinds: readonly string[]): string[] =>
    INSPECTION_KINDS.filter(({ id }) => kinds.includes(id)).flatMap(({ paths }) => paths.map((path) => `GET ${path}`));

  it('needs people of the enterprise first', async () => {
    const bootstrap = await world.app.asksOf(identityModule).ensureBootstrap();
    const password = 'Quiet-harbour-31';
    const administrators = { 'system-admin': password, 'security-admin': password, 'audit-admin': password };
    const operator = { name: 'wang.fang', displayName: '王芳', password };
    const setup = { code: bootstrap?.setupCode, operator, administrators };
    const { url } = world.server;
    await world.server.call('POST /identity/setup', { body: setup, headers: { origin: url } });
    staff = await signInAt(world.server)('system-admin', password);
    const profile = await signInAt(world.server)('wang.fang', password);
    const saved = { name: '示例汽车有限公司', creditCode: '91420100MA4KXXXX2K', province: '42', isCii: false };
    expect((await profile('PUT /organisation', saved)).status).toBe(200);
    expect(await world.app.asksOf(organisation).profile()).toMatchObject({ creditCode: saved.creditCode });
  });

  it('has routes behind every path that an order can name, with the permission of its kind, and only such that read', () => {
    for (const { id, permission, paths, narrow } of INSPECTION_KINDS)
      for (const path of [...paths, ...narrow]) {
        const route = world.routes.find((each) => each.method === 'GET' && each.path === path);
        expect(route?.permission, `${id} ${path}`).toBe(permission);
        expect(['json', 'download'], `${id} ${path}`).toContain(route?.kind);
      }
  });

  it('has only the routes of its own account beside', () => {
    const own = world.routes.filter(({ guests }) => guests !== undefined).map(nameOf);
    expect(own.toSorted()).toEqual(OWN);
  });

  it('gets 403 everywhere before the box', async () => {
    const box = { from: new Date(now + HOUR).toISOString(), until: new Date(now + 2 * HOUR).toISOString() };
    visitor = await inspect({ kinds: all, obligations: [], units: [], ...box });
    expect(await walk(visitor)).toEqual([]);
  }, 120_000);

  it('gets what the order names within the box, by GET, and 403 everywhere else', async () => {
    const within = await inspect({ kinds: all, obligations: [], units: [] });
    expect([...(await walk(within))].toSorted()).toEqual(pathsOf(all).toSorted());
  }, 120_000);

  it.each(INSPECTION_KINDS.map(({ id }) => id))(
    'gets %s alone when the order names nothing else',
    async (kind) => {
      const one = await inspect({ kinds: [kind], obligations: [], units: [] });
      expect([...(await walk(one))].toSorted()).toEqual(pathsOf([kind]).toSorted());
    },
    120_000,
  );

  it('gets nothing of an obligation or a unit that a narrow order does not name', async () => {
    const narrow = await inspect({ kinds: ['posture', 'units'], obligations: ['1.3-a'], units: ['没有的单元'] });
    expect(await walk(narrow)).toEqual([]);
    expect((await narrow('GET /posture/obligations/1.3-a')).problem?.code).not.toBe('http.guest-refused');
  }, 120_000);

  it('gets 403 everywhere after the box, and after it was withdrawn within', async () => {
    const early = await inspect({
      kinds: all,
      obligations: [],
      units: [],
      until: new Date(now + 60_000).toISOString(),
    });
    const gone = await inspect({ kinds: all, obligations: [], units: [] });
    const id = `018f7a00-0000-7000-8000-0000000002${String(login).padStart(2, '0')}`;
    expect((await staff(`POST /inspection-access/inspections/${id}/withdraw`, { why: '中止' })).status).toBe(200);
    world.platform.clock.advance(120_000);
    expect(await walk(early)).toEqual([]);
    expect(await walk(gone)).toEqual([]);
  }, 120_000);

  it('makes no token, and what he holds is none for listeners beside the API', async () => {
    const within = await inspect({ kinds: all, obligations: [], units: [] });
    const token = { name: 't', scopes: ['inspection-access.inspect'], days: 1 };
    expect((await within('POST /identity/me/tokens', token)).problem?.code).toBe('http.guest-refused');
    const { authenticateToken } = world.app.asksOf(identityModule);
    expect(await authenticateToken('Quiet-visitor-58', '127.0.0.1')).toBeUndefined();
    const streams = world.routes.filter(({ kind }) => kind === 'stream').map(nameOf);
    expect(streams.length).toBeGreaterThan(0);
    for (const stream of streams) expect(pathsOf(all), stream).not.toContain(stream);
  });
});
