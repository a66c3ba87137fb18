import { DomainError, defineErrors } from '@chedun/kernel';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type Route, downloadRoute, route, streamRoute, uploadRoute } from '../route.ts';

/** Catalogue of the routes below. */
export const thingErrors = defineErrors({
  'things.missing': { status: 404, zh: '没有这个东西', en: 'No such thing', doZh: '检查编号', doEn: 'Check the id' },
  'things.busy': { status: 429, zh: '忙', en: 'Busy', doZh: '等待', doEn: 'Wait' },
});
const text = { zh: '测试', en: 'Test' };
const base = { summary: text, audit: 'none' } as const;
const Thing = z.object({ id: z.number().int(), name: z.string() });
const example = { id: 1, name: 'one' };

/** One route of each kind, for the tests of the server. */
export const thingRoutes = (streamEnded: () => void = () => {}): readonly Route[] => [
  route({
    ...base,
    method: 'GET',
    path: '/things/:id',
    operationId: 'getThing',
    permission: 'things.read',
    params: z.object({ id: z.coerce.number().int().max(1_000) }),
    query: z.object({ wide: z.enum(['yes', 'no']).default('no') }),
    response: Thing,
    example,
    handle: ({ params }) => {
      if (params.id === 404)
        return Promise.reject(new DomainError('things.missing', { reason: 'gone', line: 7, id: 404 }));
      if (params.id === 500) return Promise.reject(new Error('secret inside'));
      if (params.id === 501) return Promise.resolve({ id: 'x' } as never);
      return Promise.resolve({ id: params.id, name: 'n', passwordHash: 'leak' } as { id: number; name: string });
    },
  }),
  route({
    ...base,
    method: 'POST',
    path: '/things',
    operationId: 'createThing',
    permission: 'public',
    rate: 'guarded',
    body: z.strictObject({ name: z.string().min(2).max(10), deep: z.json().optional() }),
    response: Thing,
    example,
    handle: ({ body, setCookie }) => {
      if (body.name === 'busy') return Promise.reject(new DomainError('things.busy', { retryAfterSeconds: 2.2 }));
      setCookie('chedun_session', 'abc', { maxAgeSeconds: 60 });
      return Promise.resolve({ id: 2, name: body.name });
    },
  }),
  uploadRoute({
    ...base,
    method: 'POST',
    path: '/uploads/:kind',
    operationId: 'uploadThing',
    permission: 'things.write',
    params: z.object({ kind: z.string().max(8) }),
    maxBytes: 100_000,
    response: z.object({ bytes: z.number(), sha: z.string(), encoding: z.string() }),
    example: { bytes: 1, sha: '', encoding: '' },
    handle: async ({ body, headers }) => {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        hash.update(chunk);
      }
      return { bytes, sha: hash.digest('hex'), encoding: headers['content-encoding'] ?? '' };
    },
  }),
  downloadRoute({
    ...base,
    method: 'GET',
    path: '/export',
    operationId: 'exportThings',
    permission: 'signed-in',
    handle: () =>
      Promise.resolve({
        contentType: 'text/csv; charset=utf-8',
        fileName: '车辆.csv',
        body: Readable.from(['a,b\n', '1,2\n']),
      }),
  }),
  streamRoute({
    ...base,
    method: 'GET',
    path: '/live',
    operationId: 'watchThings',
    permission: 'things.read',
    handle: async function* ({ signal }) {
      try {
        yield { event: 'tick', data: { n: 1 } };
        yield { event: 'tick', data: { n: 2 } };
        await sleep(60_000, undefined, { signal }).catch(() => undefined);
      } finally {
        streamEnded();
      }
    },
  }),
];
