import type { Clock } from '@chedun/kernel';
import type { Actor, Authenticator } from '@chedun/http';
import type { Records } from '@chedun/records';
import { isGuest, mayBeScope, permissionsOf } from './domain/roles.ts';
import { hashSecret } from './secrets.ts';
import { loadPolicy, read } from './store.ts';

/** What a credential stands for, without the address of the caller. */
interface Known {
  readonly actor: Omit<Actor, 'ip'>;
  /** Milliseconds since 1970 UTC after which it is worth nothing. */
  readonly until: number;
  readonly checkedAt: number;
}

/** How long a known credential is believed without asking the store; bounds how late another process hears of changes. */
const BELIEVE_MS = 3_000;
/** Last-seen times are written at most this often. */
const TOUCH_MS = 60_000;
const CACHE_LIMIT = 10_000;

/** The authenticator of the house, with a way to make it forget. */
export interface CachingAuthenticator extends Authenticator {
  readonly forget: () => void;
}

interface Parts {
  readonly records: Records;
  readonly clock: Clock;
  readonly knownPermissions: () => readonly string[];
}

const loadSession = async ({ records, clock, knownPermissions }: Parts, hash: Buffer): Promise<Known | undefined> => {
  const db = read(records);
  const row = await db
    .selectFrom('identity.sessions as s')
    .innerJoin('identity.users as u', 'u.id', 's.user_id')
    .select(['s.id as session_id', 's.last_seen_at', 's.expires_at', 'u.id', 'u.name', 'u.roles', 'u.disabled'])
    .where('s.secret_hash', '=', hash)
    .executeTakeFirst();
  if (row === undefined || row.disabled) return undefined;
  const now = clock.now();
  const { sessionIdleMinutes } = await loadPolicy(db);
  const idleUntil = row.last_seen_at.getTime() + sessionIdleMinutes * 60_000;
  if (idleUntil <= now || row.expires_at.getTime() <= now) return undefined;
  if (now - row.last_seen_at.getTime() > TOUCH_MS) {
    const lastSeen = { last_seen_at: new Date(now) };
    await db.updateTable('identity.sessions').set(lastSeen).where('id', '=', row.session_id).execute();
  }
  const permissions = permissionsOf(row.roles, knownPermissions());
  const guest = isGuest(row.roles) ? { guest: true as const } : {};
  const actor = { kind: 'user' as const, id: row.id, name: row.name, roles: row.roles, permissions, ...guest };
  return { actor, until: row.expires_at.getTime(), checkedAt: now };
};

const loadToken = async ({ records, clock, knownPermissions }: Parts, hash: Buffer): Promise<Known | undefined> => {
  const db = read(records);
  const row = await db
    .selectFrom('identity.tokens as t')
    .leftJoin('identity.users as u', 'u.id', 't.owner_id')
    .select(['t.id', 't.name', 't.scopes', 't.owner_id', 't.expires_at', 't.revoked_at', 't.last_used_at'])
    .select(['u.roles', 'u.disabled'])
    .where('t.secret_hash', '=', hash)
    .executeTakeFirst();
  const now = clock.now();
  if (row === undefined || row.revoked_at !== null || row.expires_at.getTime() <= now || row.disabled === true)
    return undefined;
  // what its owner made before becoming a guest is worth nothing: nobody would ask the guard on listeners beside the API
  if (isGuest(row.roles ?? [])) return undefined;
  if (now - (row.last_used_at?.getTime() ?? 0) > TOUCH_MS) {
    await db
      .updateTable('identity.tokens')
      .set({ last_used_at: new Date(now) })
      .where('id', '=', row.id)
      .execute();
  }
  const held = row.owner_id === null ? new Set(knownPermissions()) : permissionsOf(row.roles ?? [], knownPermissions());
  const permissions = new Set(row.scopes.filter((scope) => held.has(scope) && mayBeScope(scope)));
  const owner = row.owner_id === null ? {} : { owner: row.owner_id };
  const actor = { kind: 'token' as const, id: row.id, name: row.name, ...owner, roles: [], permissions };
  return { actor, until: row.expires_at.getTime(), checkedAt: now };
};

/** Turns session cookies and bearer tokens into actors. */
export const createAuthenticator = (parts: Parts): CachingAuthenticator => {
  const cache = new Map<string, Known>();
  let generation = 0;
  const remember = (key: string, known: Known): void => {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, known);
  };
  const resolve = async (kind: 'session' | 'token', secret: string): Promise<Known | undefined> => {
    const hash = hashSecret(secret);
    const key = kind + hash.toString('base64');
    const now = parts.clock.now();
    const cached = cache.get(key);
    if (cached !== undefined && now - cached.checkedAt < BELIEVE_MS && cached.until > now) return cached;
    const before = generation;
    const known = await (kind === 'session' ? loadSession(parts, hash) : loadToken(parts, hash));
    if (known === undefined) cache.delete(key);
    // what was read before a change must not outlive it
    else if (before === generation) remember(key, known);
    return known;
  };
  return {
    forget: () => {
      generation += 1;
      cache.clear();
    },
    authenticate: async ({ sessionCookie, bearer, ip }) => {
      const known =
        bearer !== undefined
          ? await resolve('token', bearer)
          : sessionCookie === undefined
            ? undefined
            : await resolve('session', sessionCookie);
      return known === undefined ? undefined : { ...known.actor, ip };
    },
  };
};
