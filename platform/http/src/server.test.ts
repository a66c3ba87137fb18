import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from './testing/index.ts';
import { thingErrors as errors, thingRoutes } from './testing/things.ts';

let streamEnded = false;
const routes = thingRoutes(() => {
  streamEnded = true;
});

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chedun-http-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<html>console</html>');
  await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {}');
  server = await testServer(routes, {
    errors: [errors],
    staticDir: folder,
    readiness: [{ name: 'records', check: () => Promise.resolve({ ok: true }) }],
    limits: { guarded: 10_000 },
  });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('the order of steps', () => {
  it('asks for credentials before it reads anything', async () => {
    const answer = await server.call('GET /things/nonsense');
    expect(answer.status).toBe(401);
    expect(answer.problem?.code).toBe('http.sign-in-needed');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('refuses credentials that nobody knows', async () => {
    expect((await server.call('GET /things/1', { bearer: 'nobody' })).status).toBe(401);
  });

  it('parses before it authorises, and names each field in both languages', async () => {
    const answer = await server.call('GET /things/5000?wide=maybe', { bearer: 'other.read' });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'http.invalid-request', errors: [{ field: 'params.id' }] });
    expect(answer.problem?.errors?.[0]).toEqual({ field: 'params.id', zh: '不能大于 1000', en: 'not more than 1000' });
  });

  it('refuses an actor without the permission and names it', async () => {
    const answer = await server.call('GET /things/1', { bearer: 'other.read' });
    expect(answer.status).toBe(403);
    expect(answer.problem?.facts).toEqual({ permission: 'things.read' });
  });

  it('lets only what the response schema names leave', async () => {
    const answer = await server.call('GET /things/1', { bearer: 'things.read' });
    expect(answer.json).toEqual({ id: 1, name: 'n' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('problems', () => {
  it('are built from the catalogue of the module, with the place', async () => {
    const answer = await server.call('GET /things/404', {
      bearer: 'things.read',
      headers: { 'accept-language': 'en' },
    });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('content-language')).toBe('en');
    expect(answer.json).toMatchObject({
      type: 'urn:chedun:error:things.missing',
      title: 'No such thing',
      code: 'things.missing',
      detail: 'gone',
      place: { line: 7 },
      facts: { id: 404 },
      todo: { zh: '检查编号', en: 'Check the id' },
    });
  });

  it.each([500, 501])('hide what a bug says and log it with the request id (%i)', async (id) => {
    const before = server.log.lines.length;
    const answer = await server.call(`GET /things/${id}`, { bearer: 'things.read' });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret');
    const line = server.log.lines.slice(before).find((l) => l.level === 'error');
    expect(answer.problem?.instance).toBe(`urn:uuid:${String(line?.fields.requestId)}`);
  });

  it('carry Retry-After in whole seconds', async () => {
    const answer = await server.call('POST /things', { body: { name: 'busy' } });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('3');
  });

  it.each([
    ['truncated JSON', '{"name":', 400, 'http.malformed-body'],
    ['invalid UTF-8 shape', '"\u0000', 400, 'http.malformed-body'],
    ['prototype poisoning', '{"__proto__":{"a":1}}', 400, 'http.malformed-body'],
    [
      'nesting that would exhaust the stack',
      `{"name":"ab","deep":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
      400,
      undefined,
    ],
    ['more than the limit', `{"name":"${'x'.repeat(3_000_000)}"}`, 413, 'http.body-too-large'],
  ])('answer %s', async (_name, body, status, code) => {
    const answer = await server.call('POST /things', { body, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(status);
    if (code !== undefined) expect(answer.problem?.code).toBe(code);
  });

  it('answer any body at all with an answer of ours, never with a bug', async () => {
    const before = server.log.lines.filter(({ level }) => level === 'error').length;
    const body = fc.oneof(fc.string(), fc.json(), fc.uint8Array({ maxLength: 200 }));
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a' };
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom('POST /things', 'POST /uploads/a', 'PUT /things/1'), async (sent, to) => {
        const answer = await server.call(to, { body: sent, headers });
        expect(answer.status).toBeLessThan(500);
        expect(answer.problem?.code ?? 'fine').toMatch(/^http\.|^fine$/);
      }),
      { numRuns: 150 },
    );
    expect(server.log.lines.filter(({ level }) => level === 'error')).toHaveLength(before);
  });

  it('answer another media type and an unknown route', async () => {
    expect((await server.call('POST /things', { body: 'a=b' })).problem?.code).toBe('http.unsupported-media-type');
    expect((await server.call('GET /nothing')).problem?.code).toBe('http.no-such-route');
    expect((await server.call('DELETE /things')).status).toBe(404);
  });
});

describe('uploads', () => {
  const bytes = new Uint8Array(90_000).fill(7);
  const sha = createHash('sha256').update(bytes).digest('hex');

  it('hand over the raw bytes whatever the content type and encoding say', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = await server.call('POST /uploads/a', { bearer: 'things.write', body: bytes, headers });
    expect(answer.json).toEqual({ bytes: 90_000, sha, encoding: 'gzip' });
  });

  it('refuse a declared length over the limit', async () => {
    const answer = await server.call('POST /uploads/a', { bearer: 'things.write', body: new Uint8Array(100_001) });
    expect(answer.problem?.code).toBe('http.body-too-large');
  });

  it('stop a chunked body at the limit', async () => {
    const answer = await fetch(`${server.url}/api/uploads/a`, {
      method: 'POST',
      headers: { authorization: 'Bearer things.write' },
      body: Readable.toWeb(Readable.from([bytes, bytes])) as ReadableStream,
      duplex: 'half',
    });
    expect(answer.status).toBe(413);
  });

  it('do not read the body of somebody who may not send it', async () => {
    const answer = await server.call('POST /uploads/a', { bearer: 'other', body: bytes });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('survive a sender that breaks off', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      'POST /api/uploads/a HTTP/1.1\r\nhost: x\r\nauthorization: Bearer things.write\r\ncontent-length: 5000\r\n\r\nabc',
    );
    await sleep(50);
    socket.destroy();
    await sleep(50);
    expect((await server.call('GET /things/1', { bearer: 'things.read' })).status).toBe(200);
    expect(server.log.lines.filter((l) => l.level === 'error' && String(l.fields.operation) === 'uploadThing')).toEqual(
      [],
    );
  });
});

describe('downloads and streams', () => {
  it('send a file with a Chinese name', async () => {
    const answer = await server.call('GET /export', { bearer: 'any' });
    expect(answer.text).toBe('a,b\n1,2\n');
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''%E8%BD%A6%E8%BE%86.csv");
  });

  it('send events and end the source when the client goes away', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${server.url}/api/live`, {
      headers: { authorization: 'Bearer things.read' },
      signal: stop.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    let seen = '';
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      seen += Buffer.from(chunk).toString();
      if (seen.includes('"n":2')) break;
    }
    stop.abort();
    expect(seen).toContain('event: tick\ndata: {"n":1}\n\n');
    for (let i = 0; i < 100 && !streamEnded; i += 1) await sleep(10);
    expect(streamEnded).toBe(true);
  });

  it('refuse a stream before it starts', async () => {
    expect((await server.call('GET /live', { bearer: 'other' })).status).toBe(403);
  });
});

describe('browsers', () => {
  it('get the cookie HttpOnly and SameSite', async () => {
    const answer = await server.call('POST /things', { body: { name: 'abc' } });
    expect(answer.headers.get('set-cookie')).toBe('chedun_session=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Lax');
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a cookie without any origin', { cookie: 'chedun_session=abc' }, 403],
    ['another site by fetch metadata', { 'sec-fetch-site': 'cross-site' }, 403],
    ['our own site by fetch metadata', { 'sec-fetch-site': 'same-origin', cookie: 'chedun_session=abc' }, 200],
    ['a program without cookies', {}, 200],
  ])('write from %s', async (_name, headers, status) => {
    expect((await server.call('POST /things', { body: { name: 'abc' }, headers: { ...headers } })).status).toBe(status);
  });

  it('write from our own origin', async () => {
    const headers = { origin: server.url, cookie: 'chedun_session=abc' };
    expect((await server.call('POST /things', { body: { name: 'abc' }, headers })).status).toBe(200);
  });

  it('get a problem where no console was built', async () => {
    const bare = await testServer([], { staticDir: join(folder, 'assets') });
    const answer = await bare.call('GET //');
    await bare.close();
    expect(answer.problem?.code).toBe('http.no-such-route');
  });

  it('get the console: pages, hashed files, nothing outside the folder', async () => {
    for (const path of ['//', '//vehicles/LSV1', '//alerts?status=open']) {
      expect((await server.call(`GET ${path}`)).text).toBe('<html>console</html>');
    }
    const page = await server.call('GET //vehicles/LSV1');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await server.call('GET //assets/main-abc123.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await server.call('GET //assets/gone.js')).status).toBe(404);
    expect((await server.call('GET //..%2f..%2fetc/passwd')).text).not.toContain('root:');
  });
});
