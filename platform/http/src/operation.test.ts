import { defineErrors } from '@chedun/kernel';
import { openMetrics } from '@chedun/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from './testing/index.ts';
import { thingErrors as errors, thingRoutes } from './testing/things.ts';

const routes = thingRoutes();
let server: TestServer;

beforeAll(async () => {
  const readiness = [{ name: 'records', check: () => Promise.resolve({ ok: true }) }];
  server = await testServer(routes, { errors: [errors], readiness });
});
afterAll(() => server.close());

describe('operation', () => {
  it('answers probes', async () => {
    expect((await server.call('GET //healthz')).json).toEqual({ ok: true });
    expect((await server.call('GET //readyz')).json).toEqual({ ok: true, checks: [{ name: 'records', ok: true }] });
  });

  it('gives metrics on this machine only without sign-in', async () => {
    expect((await server.call('GET //metrics')).status).toBe(200);
    const proxied = { 'x-forwarded-for': '10.0.0.1' };
    expect((await server.call('GET //metrics', { headers: proxied })).status).toBe(401);
    expect((await server.call('GET //metrics', { headers: proxied, bearer: 'any' })).status).toBe(200);
  });

  it('believes a proxy on this machine once a public URL is set', async () => {
    const config = { host: '127.0.0.1', port: 0, tls: {}, publicUrl: 'https://chedun.example' };
    const proxied = await testServer(routes, { errors: [errors], config, limits: { guarded: 2 } });
    const from = (ip: string, origin = 'https://chedun.example') =>
      proxied.call('POST /things', { body: { name: 'abc' }, headers: { 'x-forwarded-for': ip, origin } });
    expect((await from('10.0.0.1')).headers.get('set-cookie')).toContain('; Secure');
    expect((await from('10.0.0.1', 'https://evil.example')).status).toBe(403);
    expect((await from('10.0.0.1')).status).toBe(429);
    expect((await from('10.0.0.2')).status).toBe(200);
    await proxied.close();
  });

  it('counts requests by operation and status', async () => {
    const metrics = openMetrics();
    const counted = await testServer(routes, { errors: [errors], metrics });
    await counted.call('GET /things/1', { bearer: 'things.read' });
    await counted.call('GET /things/404', { bearer: 'things.read' });
    await counted.call('GET /nothing');
    const { text: shown } = await counted.call('GET //metrics');
    await counted.close();
    expect(shown).toContain('chedun_http_requests_total{operation="getThing",status="200"} 1');
    expect(shown).toContain('chedun_http_requests_total{operation="getThing",status="404"} 1');
    expect(shown).toContain('chedun_http_requests_total{operation="other",status="404"} 1');
    expect(shown).toContain('chedun_http_request_seconds_count{operation="getThing"} 2');
  });

  it('says what is not ready', async () => {
    const sick = await testServer([], {
      readiness: [
        { name: 'a', check: () => Promise.resolve({ ok: false, reason: 'full' }) },
        { name: 'b', check: () => Promise.reject(new Error('x')) },
      ],
    });
    const answer = await sick.call('GET //readyz');
    await sick.close();
    expect(answer.status).toBe(503);
    expect(answer.json).toMatchObject({
      checks: [
        { name: 'a', ok: false, reason: 'full' },
        { name: 'b', ok: false, reason: 'the check failed' },
      ],
    });
  });

  it('limits guessing by address', async () => {
    const strict = await testServer(routes, { errors: [errors], limits: { guarded: 3 } });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await strict.call('POST /things', { body: { name: 'abc' } })).status);
    const free = await strict.call('GET /things/1', { bearer: 'things.read' });
    await strict.close();
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(free.status).toBe(200);
  });

  it('refuses two routes of one operationId and two catalogues of one code', async () => {
    await expect(testServer([...routes, ...routes.slice(0, 1)], { errors: [errors] })).rejects.toThrow('getThing');
    const clash = defineErrors({ 'things.busy': { status: 400, zh: '', en: '', doZh: '', doEn: '' } });
    await expect(testServer([], { errors: [errors, clash] })).rejects.toThrow('things.busy');
  });

  it('closes with an open event stream', async () => {
    const closing = await testServer(routes, { errors: [errors] });
    const answer = await fetch(`${closing.url}/api/live`, { headers: { authorization: 'Bearer things.read' } });
    const body = answer.text();
    await closing.close();
    expect(await body).toContain('"n":2');
  });
});
