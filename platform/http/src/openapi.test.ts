import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './openapi.ts';
import { downloadRoute, openRoute, route, streamRoute, uploadRoute } from './route.ts';

const summary = { zh: '中文', en: 'English' };
const routes = [
  uploadRoute({
    method: 'POST',
    path: '/ingest/:source',
    operationId: 'ingest',
    summary,
    permission: 'ingest.write',
    audit: 'none',
    params: z.object({ source: z.string().max(64) }),
    maxBytes: 10,
    response: z.object({ accepted: z.number() }),
    example: { accepted: 1 },
    handle: () => Promise.resolve({ accepted: 1 }),
  }),
  route({
    method: 'POST',
    path: '/findings/:id/close',
    operationId: 'closeFinding',
    summary,
    permission: 'governance.findings-handle',
    audit: 'governance.finding-closed',
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number().int().max(5).default(1), q: z.string().max(8).optional() }),
    body: z.object({ comment: z.string().max(100) }),
    response: z.object({ at: z.iso.datetime() }),
    example: { at: '2026-11-23T00:00:00Z' },
    handle: () => Promise.resolve({ at: '2026-11-23T00:00:00Z' }),
  }),
  route({
    method: 'GET',
    path: '/findings/:id/close',
    operationId: 'getClose',
    summary,
    permission: 'public',
    audit: 'none',
    response: z.object({}),
    example: {},
    handle: () => Promise.resolve({}),
  }),
  downloadRoute({
    method: 'GET',
    path: '/export',
    operationId: 'export',
    summary,
    permission: 'signed-in',
    audit: 'search.exported',
    handle: () => Promise.reject(new Error('unused')),
  }),
  streamRoute({
    method: 'GET',
    path: '/live',
    operationId: 'live',
    summary,
    permission: 'signed-in',
    audit: 'none',
    handle: () => {
      throw new Error('unused');
    },
  }),
].map(openRoute);

const document = openApiDocument(routes, { version: '1.2.3', catalogueCodes: ['b.b', 'a.a'] });

/** Value at a path of keys inside the document. */
const at = (...keys: readonly string[]): unknown => {
  let value: unknown = document;
  for (const key of keys) value = (value as Record<string, unknown>)[key];
  return value;
};
const CLOSE = '/api/findings/{id}/close';

describe('the OpenAPI document', () => {
  it('has one path item per path, in a fixed order', () => {
    expect(Object.keys(at('paths') as object)).toEqual([
      '/api/export',
      '/api/findings/{id}/close',
      '/api/ingest/{source}',
      '/api/live',
    ]);
    expect(Object.keys(at('paths', CLOSE) as object)).toEqual(['get', 'post']);
    expect(at('openapi')).toBe('3.1.0');
    expect(at('info', 'version')).toBe('1.2.3');
  });

  it('shows permission and audit name of an operation', () => {
    const operation = at('paths', CLOSE, 'post');
    expect(operation).toMatchObject({
      operationId: 'closeFinding',
      summary: 'English',
      description: '中文',
      'x-permission': 'governance.findings-handle',
      'x-audit': 'governance.finding-closed',
    });
    expect(at('paths', CLOSE, 'post', 'security')).toBeUndefined();
    expect(at('paths', CLOSE, 'get', 'security')).toEqual([]);
  });

  it('describes parameters as they are sent, not as they are parsed', () => {
    const parameters = at('paths', CLOSE, 'post', 'parameters') as { name: string; in: string; required: boolean }[];
    expect(parameters.map((p) => [p.name, p.in, p.required])).toEqual([
      ['id', 'path', true],
      ['limit', 'query', false],
      ['q', 'query', false],
    ]);
  });

  it('shows the body, the answer with its example and the problem', () => {
    const answers = ['paths', CLOSE, 'post', 'responses'];
    const body = at('paths', CLOSE, 'post', 'requestBody', 'content', 'application/json', 'schema', 'required');
    expect(body).toEqual(['comment']);
    expect(at(...answers, '200', 'content', 'application/json', 'example')).toEqual({ at: '2026-11-23T00:00:00Z' });
    const problem = at(...answers, 'default', 'content', 'application/problem+json', 'schema', '$ref');
    expect(problem).toBe('#/components/schemas/Problem');
    expect(at('components', 'schemas', 'Problem', 'properties', 'code', 'enum')).toEqual(['a.a', 'b.b']);
  });

  it.each([
    ['/api/export', 'application/octet-stream'],
    ['/api/live', 'text/event-stream'],
  ])('names the media type of %s', (path, type) => {
    expect(Object.keys(at('paths', path, 'get', 'responses', '200', 'content') as object)).toEqual([type]);
  });

  it('says how much an upload takes', () => {
    expect(at('paths', '/api/ingest/{source}', 'post', 'requestBody', 'description')).toBe('At most 10 bytes');
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
