import type { Metrics } from '@chedun/log';
import type { FastifyInstance } from 'fastify';
import { authenticate, type Doorkeepers } from './pipeline.ts';
import { isLocal } from './security.ts';

/** One thing that must work before requests are welcome. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<{ readonly ok: boolean; readonly reason?: string }>;
}

const CHECK_LIMIT_MS = 3_000;

const runCheck = async ({ name, check }: ReadinessCheck) => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: boolean; reason: string }>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: 'no answer in time' }), CHECK_LIMIT_MS);
  });
  try {
    const { ok, reason } = await Promise.race([check(), late]);
    return { name, ok, ...(reason === undefined ? {} : { reason }) };
  } catch {
    return { name, ok: false, reason: 'the check failed' };
  } finally {
    clearTimeout(timer);
  }
};

/** Adds /healthz (the process lives), /readyz (it can work) and /metrics (Prometheus). */
export const addProbes = (
  app: FastifyInstance,
  parts: {
    readonly readiness: readonly ReadinessCheck[];
    readonly metrics: Metrics;
  } & Doorkeepers,
): void => {
  app.get('/healthz', () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const checks = await Promise.all(parts.readiness.map(runCheck));
    const ok = checks.every((check) => check.ok);
    return reply.code(ok ? 200 : 503).send({ ok, checks });
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) await authenticate(request, parts, undefined);
    return reply.type(parts.metrics.contentType).send(await parts.metrics.render());
  });
};
