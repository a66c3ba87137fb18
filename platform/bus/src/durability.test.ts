import { createServer } from 'node:http';
import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askServers, isNewEnough, judgeDurability, readVarz } from './durability.ts';

const report = (id: string, more = {}) => ({ id, version: '2.12.3', syncAlways: true, ...more });
const three = [report('a'), report('b'), report('c')];
const proved = { version: '2.12.3', replicas: 3, reports: three, asked: 3 };

describe('durable only with proof from every server', () => {
  it('is durable when three new servers flush always', () => {
    expect(judgeDurability(proved)).toEqual({ kind: 'durable' });
  });

  it.each([
    [{ replicas: 1 }, 'each frame is on 1 server'],
    [{ version: '2.12.2' }, 'version 2.12.2 is older'],
    [{ reports: [], asked: 0 }, 'bus.natsMonitorUrls is not set'],
    [{ reports: three.slice(0, 2) }, 'sync_always is proved for 2 of 3 servers'],
    [{ reports: [report('a'), report('a'), report('b')] }, 'proved for 2 of 3'],
    [{ reports: [...three.slice(0, 2), report('c', { syncAlways: false })] }, 'proved for 2 of 3'],
    [{ reports: [...three.slice(0, 2), report('c', { version: '2.9.10' })] }, 'version 2.9.10 is older'],
    [{ asked: 1, reports: [report('a')] }, 'proved for 1 of 3'],
  ])('%j', (change, reason) => {
    const verdict = judgeDurability({ ...proved, ...change });
    expect(verdict.kind === 'not-durable' ? verdict.reasons.join() : '').toContain(reason);
  });

  it.each([
    ['2.12.3', true],
    ['2.12.10', true],
    ['2.13.0', true],
    ['3.0.0', true],
    ['2.12.2', false],
    ['2.9.99', false],
    ['1.99.99', false],
    ['2.12.3-RC.1', false],
    ['', false],
    ['newest', false],
  ])('version %s: %s', (version, expected) => expect(isNewEnough(version)).toBe(expected));
});

describe('/varz', () => {
  const varz = { server_id: 'N1', version: '2.14.0', jetstream: { config: { sync_always: true } } };

  it('is read from a server; one that does not answer is left out', async () => {
    const http = createServer((request, response) => {
      response.statusCode = request.url === '/varz' ? 200 : 404;
      response.end(JSON.stringify(varz));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void http.close());
    await once(http, 'listening');
    const address = http.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const reports = await askServers([`http://127.0.0.1:${port}`, 'http://127.0.0.1:1', 'not a url']);
    expect(reports).toEqual([{ id: 'N1', version: '2.14.0', syncAlways: true }]);
  });

  it('of an older server says nothing of sync_always: not proved', () => {
    expect(readVarz('{"server_id":"N1","version":"2.9.10","jetstream":{"config":{}}}')).toMatchObject({
      syncAlways: false,
    });
  });

  it('is nothing when it is anything else', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readVarz(text) === undefined));
  });
});
