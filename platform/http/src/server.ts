import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import type { Config } from '@chedun/config';
import type { Bilingual, ErrorCatalogue } from '@chedun/kernel';
import type { Logger, Metrics } from '@chedun/log';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { addConsole } from './console.ts';
import { httpErrors } from './errors.ts';
import { handlerOf } from './kinds.ts';
import { openApiDocument } from './openapi.ts';
import { authenticate } from './pipeline.ts';
import { type ReadinessCheck, addProbes } from './probes.ts';
import { type ProblemMaker, httpError, languageOf, problemMaker } from './problem.ts';
import {
  type AnyRoute,
  type Auditing,
  type Authenticator,
  type GuestGuard,
  type RateClass,
  type Route,
  openRoute,
} from './route.ts';
import { TLS_OPTIONS, helmetOptions, refuseForeignWrites } from './security.ts';
import { type EventStreams, eventStreams } from './sse.ts';
import type { TlcpSurroundings } from '@chedun/tlcp-socket';
import { openTlcp } from './tlcp.ts';

/** Everything the server is made of. */
export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly authenticator: Authenticator;
  /** Leaves the audit entry of a route whose use case wrote none; absent = the use cases alone write them. */
  readonly auditing?: Auditing;
  /** What guests may read; absent = nothing. */
  readonly guard?: GuestGuard;
  /** Catalogues of all modules and libs whose errors may reach a route. */
  readonly errors: readonly ErrorCatalogue[];
  /** Permissions with their titles, for refusals; absent = a refusal names the permission only. */
  readonly permissions?: readonly { readonly name: string; readonly title: Bilingual }[];
  /** `port` 0 takes a free one. */
  readonly config: Omit<Config['http'], 'tlcp'> & Partial<Pick<Config['http'], 'tlcp'>>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly readiness: readonly ReadinessCheck[];
  /** Folder of the built console; absent = API only. */
  readonly staticDir?: string;
  readonly newId: () => string;
  /** Milliseconds since 1970: certificates are judged at this time. */
  readonly now: () => number;
  /** Finds a key of TLCP that stays in the key store, by its name and public point. */
  readonly heldKey?: TlcpSurroundings['held'];
  /** Version of the product, for the OpenAPI document. */
  readonly version: string;
  /** Requests per minute and client address. */
  readonly limits?: Partial<Readonly<Record<Exclude<RateClass, 'none'>, number>>>;
}

/** A server that listens. */
export interface HttpServer {
  /** Address to open, for example `http://127.0.0.1:8088`. */
  readonly url: string;
  /** Port of TLCP, when it is open. */
  readonly tlcpPort: number | undefined;
  /** Stops listening, ends event streams, lets running requests finish for at most five seconds. */
  readonly close: () => Promise<void>;
}

const JSON_BODY_LIMIT = 2 * 1024 * 1024;
const CLOSE_LIMIT_MS = 5_000;
const REQUEST_LIMIT_MS = 600_000;
const DEFAULT_LIMITS = { normal: 3_000, guarded: 30 };
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const createApp = async (options: HttpOptions): Promise<FastifyInstance> => {
  const { tls, publicUrl } = options.config;
  const { cert, key } = tls;
  const common = {
    bodyLimit: JSON_BODY_LIMIT,
    requestTimeout: REQUEST_LIMIT_MS,
    exposeHeadRoutes: false,
    // whoever sets a public URL runs a proxy on this machine, and only that one may name the client
    trustProxy: publicUrl === undefined ? false : 'loopback',
    genReqId: options.newId,
    routerOptions: { maxParamLength: 512 },
  };
  if (cert === undefined || key === undefined) return fastify(common);
  const https = { ...TLS_OPTIONS, cert: await readFile(cert), key: await readFile(key) };
  return fastify({ ...common, https }) as unknown as FastifyInstance;
};

const limiters = (app: FastifyInstance, limits: HttpOptions['limits']) => {
  const limit = (max: number) => {
    const check = app.createRateLimit({ max, timeWindow: 60_000 });
    return async (request: FastifyRequest): Promise<void> => {
      const state = await check(request);
      if (state.isAllowed || !state.isExceeded) return;
      throw httpError('http.too-many-requests', { retryAfterSeconds: state.ttlInSeconds });
    };
  };
  const none = async (): Promise<void> => {};
  return {
    normal: limit(limits?.normal ?? DEFAULT_LIMITS.normal),
    guarded: limit(limits?.guarded ?? DEFAULT_LIMITS.guarded),
    none,
  } satisfies Record<RateClass, (request: FastifyRequest) => Promise<void>>;
};

const answerErrors = (app: FastifyInstance, problems: ProblemMaker, log: Logger): void => {
  app.setErrorHandler((error, request, reply) => {
    const language = languageOf(request.headers['accept-language']);
    const { problem, bug } = problems.from(error, language, request.id);
    if (bug)
      log.error('a request failed', { error, requestId: request.id, operation: request.routeOptions.config.operation });
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const wait = problem.facts?.retryAfterSeconds;
    if (typeof wait === 'number') reply.header('retry-after', Math.max(1, Math.ceil(wait)));
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="chedun"');
    // without its body read the connection cannot carry another request
    if (!request.raw.complete && request.headers['content-length'] !== '0') reply.header('connection', 'close');
    void reply
      .code(problem.status)
      .header('content-language', language === 'zh' ? 'zh-CN' : 'en')
      .header('cache-control', 'no-store')
      .type('application/problem+json')
      .send(problem);
  });
};

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: string;
  }
}

const addRoutes = (
  app: FastifyInstance,
  routes: readonly AnyRoute[],
  options: HttpOptions,
  streams: EventStreams,
): void => {
  const limit = limiters(app, options.limits);
  const secure = options.config.tls.cert !== undefined || options.config.publicUrl?.startsWith('https:') === true;
  const add = (scope: FastifyInstance, route: AnyRoute): void => {
    const rate = route.rate ?? (route.kind === 'upload' ? 'none' : 'normal');
    scope.route({
      method: route.method,
      url: `/api${route.path}`,
      config: { operation: route.operationId },
      onRequest: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        await limit[rate](request);
        refuseForeignWrites(request, options.config.publicUrl);
        await authenticate(request, options, route);
      },
      handler: handlerOf(route, { secure, streams, auditing: options.auditing ?? ((_, run) => run()) }),
    });
  };
  for (const route of routes) if (route.kind !== 'upload') add(app, route);
  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const route of routes) if (route.kind === 'upload') add(raw, route);
  });
};

const observe = (app: FastifyInstance, metrics: Metrics, log: Logger): void => {
  const requests = metrics.counter({
    name: 'chedun_http_requests_total',
    help: 'Answered requests',
    labels: ['operation', 'status'],
  });
  const seconds = metrics.histogram({
    name: 'chedun_http_request_seconds',
    help: 'Time from request to answer',
    labels: ['operation'],
    buckets: SECONDS,
  });
  app.addHook('onResponse', async (request, reply) => {
    const { operation = 'other' } = request.routeOptions.config;
    requests.add(1, { operation, status: String(reply.statusCode) });
    seconds.observe(reply.elapsedTime / 1_000, { operation });
    const fields = { requestId: request.id, operation, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    log.debug('request', fields);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
};

const closeWithin = async (app: FastifyInstance): Promise<void> => {
  const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_LIMIT_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
};

const refuseDuplicates = (routes: readonly AnyRoute[]): void => {
  const seen = new Set<string>();
  for (const { operationId } of routes) {
    if (seen.has(operationId)) throw new Error(`operationId ${operationId} is declared twice`);
    seen.add(operationId);
  }
};

/**
 * Builds the server from the routes of all modules and listens. Every request passes the same steps:
 * limit → authenticate → parse → authorise → handle → present.
 */
export const openHttp = async (options: HttpOptions): Promise<HttpServer> => {
  const routes = options.routes.map(openRoute);
  refuseDuplicates(routes);
  const log = options.log.child({ part: 'http' });
  const streams = eventStreams(log);
  const app = await createApp(options);
  app.decorateRequest('actor', null);
  await app.register(fastifyHelmet, helmetOptions(options.config.tls.cert !== undefined));
  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, { global: false });
  const titles = new Map((options.permissions ?? []).map(({ name, title }) => [name, title]));
  answerErrors(app, problemMaker(options.errors, titles), log);
  observe(app, options.metrics, log);
  addProbes(app, options);
  const catalogueCodes = [httpErrors, ...options.errors].flatMap((catalogue) => Object.keys(catalogue));
  // Made when it is asked for: the schemas of all routes take half a second, which a start would wait for.
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get('/api/openapi.json', async () => {
    document ??= openApiDocument(routes, { version: options.version, catalogueCodes });
    return document;
  });
  addRoutes(app, routes, options, streams);
  await addConsole(app, options.staticDir);
  app.addHook('preClose', async () => streams.closeAll());
  const { host, port } = options.config;
  const url = await app.listen({ host, port });
  log.info('listening', { url });
  const tlcp = await openTlcp(app, options.config, { now: options.now, held: options.heldKey }, log).catch(
    async (error: unknown) => {
      await closeWithin(app);
      throw error;
    },
  );
  return {
    url,
    tlcpPort: tlcp?.port,
    close: async () => {
      await Promise.all([tlcp?.close(), closeWithin(app)]);
    },
  };
};
