import type { FastifyRequest } from 'fastify';
import { httpError } from './problem.ts';
import type { Actor, AnyRoute, GuestGuard } from './route.ts';

const paramsOf = (params: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(typeof params === 'object' && params !== null ? params : {}).map(([name, value]) => [
      name,
      String(value),
    ]),
  );

/** Reading in one piece: what stays open would outlive the moment for which it was let through. */
const isOneRead = ({ method, kind }: AnyRoute): boolean => method === 'GET' && (kind === 'json' || kind === 'download');

/**
 * Step "admit guests": a guest holds nothing of its own. Routes of the own account and public ones pass; everything else asks the
 * guard for this very request, and without a guard, or where it says nothing, is refused. What passes holds the permission of its
 * route and no other.
 */
export const admitGuest = async (
  guest: Actor,
  request: FastifyRequest,
  route: AnyRoute | undefined,
  guard: GuestGuard | undefined,
): Promise<Actor> => {
  if (route === undefined) throw httpError('http.guest-refused', { reason: 'not-in-scope' });
  const { permission } = route;
  if (permission === 'public' || route.guests === 'own-account') return guest;
  const asked = {
    method: request.method,
    route: route.path,
    params: paramsOf(request.params),
    url: request.url.replace(/^\/api/, ''),
    permission,
  };
  const verdict = (await guard?.(guest, asked)) ?? { kind: 'refused' as const, because: 'not-in-scope' };
  if (verdict.kind === 'refused') throw httpError('http.guest-refused', { reason: verdict.because });
  if (permission === 'signed-in' || !isOneRead(route)) throw httpError('http.guest-refused', { reason: 'not-reading' });
  return { ...guest, permissions: new Set([permission]) };
};
