import type { DomainError } from '@chedun/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admitGuest } from './guests.ts';
import { InvalidRequest, httpError } from './problem.ts';
import type { Actor, AnyRoute, Authenticator, Call, GuestGuard } from './route.ts';
import { SESSION_COOKIE } from './security.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
  }
}

type AnyCall<B> = Call<unknown, unknown, B>;

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;

/** Who says who somebody is, and what a guest may read. */
export interface Doorkeepers {
  readonly authenticator: Authenticator;
  readonly guard?: GuestGuard;
}

/**
 * Step "authenticate": leaves the actor on the request; refuses bad or missing credentials unless the route is public, and what
 * guests may not read. Without a route (metrics) somebody has to be signed in who is no guest.
 */
export const authenticate = async (
  request: FastifyRequest,
  { authenticator, guard }: Doorkeepers,
  route: AnyRoute | undefined,
): Promise<void> => {
  const bearer = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const sessionCookie = request.cookies[SESSION_COOKIE];
  if (bearer !== undefined || sessionCookie !== undefined) {
    const { ip, method } = request;
    const actor = (await authenticator.authenticate({ sessionCookie, bearer, ip, method })) ?? null;
    request.actor = actor?.guest === true ? await admitGuest(actor, request, route, guard) : actor;
  }
  if (route?.permission !== 'public' && request.actor === null) throw httpError('http.sign-in-needed');
};

const parsePart = (part: 'params' | 'query' | 'body', schema: z.ZodType | undefined, value: unknown): unknown => {
  if (schema === undefined) return undefined;
  // a body that was left out is an empty one
  const given = value ?? (part === 'body' ? {} : value);
  try {
    const result = schema.safeParse(given);
    if (!result.success) throw new InvalidRequest(part, schema, given);
    return result.data;
  } catch (error) {
    // a body nested deeper than the stack must not look like a bug of ours
    if (error instanceof RangeError) throw httpError('http.malformed-body', { reason: 'nested too deeply' });
    throw error;
  }
};

/** Step "authorise": the actor holds the permission that the route declares. */
const authorise = (permission: AnyRoute['permission'], actor: Actor | null): DomainError | undefined => {
  if (permission === 'public') return undefined;
  if (actor === null) return httpError('http.sign-in-needed');
  if (permission === 'signed-in' || actor.permissions.has(permission)) return undefined;
  return httpError('http.not-allowed', { permission });
};

const anonymous = (ip: string): Actor => ({
  kind: 'user',
  id: 'anonymous',
  name: 'anonymous',
  ip,
  roles: [],
  permissions: new Set(),
});

/** Aborts when the client goes away before the answer is complete. */
const clientGone = (reply: FastifyReply): AbortSignal => {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
};

/** Steps "parse" and "authorise"; the answer is what the handler receives. */
export const admit = <B>(
  route: AnyRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  body: B,
  secure: boolean,
): AnyCall<B> => {
  const params = parsePart('params', route.params, request.params);
  const query = parsePart('query', route.query, request.query);
  const parsedBody = route.kind === 'json' ? (parsePart('body', route.body, body) as B) : body;
  const refusal = authorise(route.permission, request.actor);
  if (refusal !== undefined) throw refusal;
  return {
    params,
    query,
    body: parsedBody,
    actor: request.actor ?? anonymous(request.ip),
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 256),
    signal: clientGone(reply),
    cookie: (name) => request.cookies[name],
    setCookie: (name, value, { maxAgeSeconds }) => {
      reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: maxAgeSeconds });
    },
  };
};
