import { z } from 'zod';
import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { type GuestRequest, type GuestVerdict, route } from './route.ts';
import { bearerNamesPermissions, type TestServer, testActor, testServer } from './testing/index.ts';
import { thingErrors, thingRoutes } from './testing/things.ts';

const Answer = z.object({ permissions: z.array(z.string()) });
const about = {
  summary: { zh: '测试', en: 'Test' },
  audit: 'none',
  response: Answer,
  example: { permissions: [] as string[] },
} as const;
const routes = [
  ...thingRoutes(),
  route({
    ...about,
    method: 'GET',
    path: '/rooms/:id',
    operationId: 'getRoom',
    permission: 'rooms.read',
    handle: async ({ actor }) => ({ permissions: [...actor.permissions] }),
  }),
  route({
    ...about,
    method: 'GET',
    path: '/rooms/export',
    operationId: 'exportRooms',
    permission: 'rooms.read',
    handle: async () => ({ permissions: [] }),
  }),
  route({
    ...about,
    method: 'POST',
    path: '/rooms/:id',
    operationId: 'changeRoom',
    permission: 'rooms.read',
    handle: async () => ({ permissions: [] }),
  }),
  route({
    ...about,
    method: 'GET',
    path: '/own',
    operationId: 'own',
    permission: 'signed-in',
    guests: 'own-account',
    handle: async ({ actor }) => ({ permissions: [...actor.permissions] }),
  }),
  route({
    ...about,
    method: 'GET',
    path: '/anybody',
    operationId: 'anybody',
    permission: 'signed-in',
    handle: async () => ({ permissions: [] }),
  }),
];

const authenticator: typeof bearerNamesPermissions = {
  authenticate: async (given) => {
    if (given.bearer !== 'guest') return bearerNamesPermissions.authenticate(given);
    // a guest that somebody gave too much
    return { ...testActor(['rooms.read', 'things.read', 'things.write']), guest: true };
  },
};

describe('a guest', () => {
  let server: TestServer;
  let bare: TestServer;
  let verdict: GuestVerdict | 'fails';
  const asked: GuestRequest[] = [];
  const ask = (request: string, at = server) => at.call(request, { bearer: 'guest', body: undefined });
  beforeAll(async () => {
    const options = { errors: [thingErrors], authenticator };
    bare = await testServer(routes, options);
    server = await testServer(routes, {
      ...options,
      guard: async (_guest, request) => {
        asked.push(request);
        if (verdict === 'fails') throw new Error('the record cannot be written');
        return verdict;
      },
    });
  });
  afterAll(() => Promise.all([server.close(), bare.close()]));
  beforeEach(() => {
    asked.length = 0;
    verdict = { kind: 'allowed' };
  });

  it('holds the permission of the route that the guard lets through, and nothing else', async () => {
    expect((await ask('GET /rooms/7')).as(Answer).permissions).toEqual(['rooms.read']);
    expect(asked).toEqual([
      { method: 'GET', route: '/rooms/:id', params: { id: '7' }, url: '/rooms/7', permission: 'rooms.read' },
    ]);
  });

  it('is judged by the route that will answer, however its address is written', async () => {
    for (const address of ['/rooms/export', '/rooms/%65xport', '/rooms/export?x=/rooms/7']) await ask(`GET ${address}`);
    expect(asked.map((each) => each.route)).toEqual(['/rooms/export', '/rooms/export', '/rooms/export']);
    await ask('GET /rooms/a%2Fexport');
    expect(asked.at(-1)).toMatchObject({ route: '/rooms/:id', params: { id: 'a/export' } });
  });

  it('is refused with the reason before anything of the request is parsed', async () => {
    verdict = { kind: 'refused', because: 'not-yet' };
    const answer = await ask('GET /things/nonsense');
    expect(answer.status).toBe(403);
    expect(answer.problem).toMatchObject({ code: 'http.guest-refused', detail: 'not-yet' });
  });

  it('reads, and neither writes nor listens, whatever the guard says', async () => {
    const closed = routes.filter(
      ({ kind, method, permission, guests }) =>
        permission !== 'public' &&
        guests === undefined &&
        (method !== 'GET' || kind === 'stream' || permission === 'signed-in'),
    );
    expect(new Set(closed.map(({ kind }) => kind))).toEqual(new Set(['json', 'upload', 'download', 'stream']));
    for (const { method, path } of closed) {
      const request = `${method} ${path.replaceAll(/:\w+/g, '1')}`;
      expect((await ask(request)).problem?.code, request).toBe('http.guest-refused');
    }
  });

  it('sees nothing when its look cannot be recorded', async () => {
    verdict = 'fails';
    const answer = await ask('GET /rooms/7');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('rooms.read');
  });

  it('sees nothing but its own account and what is public where nobody guards', async () => {
    expect((await ask('GET /rooms/7', bare)).status).toBe(403);
    expect((await ask('GET /anybody', bare)).status).toBe(403);
    expect((await ask('GET /own', bare)).status).toBe(200);
    expect((await bare.call('POST /things', { bearer: 'guest', body: { name: 'two' } })).status).toBe(200);
    expect(asked).toEqual([]);
  });

  it('reads no metrics through a proxy, and other people go on as before', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    expect((await server.call('GET //metrics', { bearer: 'guest', headers })).problem?.code).toBe('http.guest-refused');
    expect((await server.call('GET //metrics', { bearer: 'things.read', headers })).status).toBe(200);
    expect((await server.call('GET /rooms/7', { bearer: 'rooms.read' })).status).toBe(200);
    expect((await server.call('GET /anybody', { bearer: 'x.y' })).status).toBe(200);
    expect(asked).toEqual([]);
  });
});
