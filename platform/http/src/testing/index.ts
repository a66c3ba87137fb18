import type { ErrorCatalogue } from '@chedun/kernel';
import type { LogFields, Logger, Metrics } from '@chedun/log';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Problem } from '../problem.ts';
import type { Actor, Authenticator, Route } from '../route.ts';
import { type HttpOptions, type HttpServer, openHttp } from '../server.ts';

/** A logger that keeps its lines. */
export interface RecordedLog extends Logger {
  readonly lines: readonly { readonly level: string; readonly message: string; readonly fields: LogFields }[];
}

/** Keeps what is logged, so that a test can look at it. */
export const recordedLog = (): RecordedLog => {
  const lines: { level: string; message: string; fields: LogFields }[] = [];
  const at =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields });
  const log: RecordedLog = {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => log,
  };
  return log;
};

/** Metrics that nobody reads. */
export const silentMetrics = (): Metrics => ({
  counter: () => ({ add: () => {} }),
  gauge: () => ({ set: () => {} }),
  observed: () => {},
  histogram: () => ({ observe: () => {} }),
  render: () => Promise.resolve(''),
  contentType: 'text/plain',
});

/** Bearer `permission,permission` signs in as an actor with these permissions; anything empty is refused. */
export const bearerNamesPermissions: Authenticator = {
  authenticate: ({ bearer, ip }) => {
    if (bearer === undefined || bearer === 'nobody') return Promise.resolve(undefined);
    return Promise.resolve(testActor(bearer.split(','), ip));
  },
};

/** An actor with these permissions. */
export const testActor = (permissions: readonly string[], ip = '127.0.0.1'): Actor => ({
  kind: 'user',
  id: '00000000-0000-7000-8000-000000000001',
  name: 'tester',
  ip,
  roles: [],
  permissions: new Set(permissions),
});

/** What a call answered. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON, undefined when the answer is something else. */
  readonly json: unknown;
  /** The problem document, when it is one. */
  readonly problem: Problem | undefined;
  /** The JSON as the schema of the contract types it; throws when it does not fit. */
  readonly as: <T>(schema: z.ZodType<T>) => T;
}

/** A request of {@link TestServer.call}. */
export interface TestRequest {
  readonly body?: unknown;
  readonly bearer?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real server on a free port of the loopback. */
export interface TestServer extends HttpServer {
  /** `call('GET /assets/summary')`; the path is below /api unless it starts with a double slash. */
  readonly call: (request: string, more?: TestRequest) => Promise<TestAnswer>;
  readonly log: RecordedLog;
}

const bodyOf = (body: unknown): { body?: Uint8Array | string; type?: string } => {
  if (body === undefined) return {};
  if (typeof body === 'string' || body instanceof Uint8Array) return { body, type: 'application/octet-stream' };
  return { body: JSON.stringify(body), type: 'application/json' };
};

/** Opens these routes on a free port; everything not given has a quiet default. */
export const testServer = async (
  routes: readonly Route[],
  options: Partial<HttpOptions> & { readonly errors?: readonly ErrorCatalogue[] } = {},
): Promise<TestServer> => {
  const log = recordedLog();
  const server = await openHttp({
    authenticator: bearerNamesPermissions,
    errors: [],
    config: { host: '127.0.0.1', port: 0, tls: {} },
    metrics: silentMetrics(),
    readiness: [],
    newId: randomUUID,
    now: Date.now,
    version: '0.0.0',
    log,
    routes,
    ...options,
  });
  const call: TestServer['call'] = async (request, more = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ', 2);
    const { body, type: bodyType } = bodyOf(more.body);
    const address = path.startsWith('//') ? `${server.url}${path.slice(1)}` : `${server.url}/api${path}`;
    const answer = await fetch(address, {
      method,
      headers: {
        ...(bodyType === undefined ? {} : { 'content-type': bodyType }),
        ...(more.bearer === undefined ? {} : { authorization: `Bearer ${more.bearer}` }),
        ...more.headers,
      },
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    const json: unknown = type.includes('json') ? JSON.parse(text) : undefined;
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json,
      problem: type.includes('problem+json') ? (json as Problem) : undefined,
      as: (schema) => schema.parse(json),
    };
  };
  return { ...server, log, call };
};
