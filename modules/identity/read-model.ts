import type { Permission } from '@chedun/module';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  ADMINISTRATOR_ROLES,
  type ApiToken,
  type Me,
  type Role,
  type Session,
  type User,
  type UserQuery,
} from './contract.ts';
import { isLocked } from './domain/lockout.ts';
import { passwordExpiresAt } from './domain/password.ts';
import { ROLES, isAdministrator, permissionsOf } from './domain/roles.ts';
import { identityError } from './errors.ts';
import { hashSecret } from './secrets.ts';
import { type Account, findById, loadPolicy, read } from './store.ts';

type Readable = Pick<Records, 'read'>;
const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const presentUser = (account: Account, now: number): User => {
  const locked = isLocked({ failures: 0, lockedUntil: account.locked_until?.getTime() }, now);
  return {
    id: account.id,
    name: account.name,
    displayName: account.display_name,
    status: account.disabled ? 'disabled' : locked ? 'locked' : 'active',
    roles: account.roles as User['roles'],
    secondFactor: account.totp_sealed !== null,
    mustChangePassword: account.must_change,
    lockedUntil: locked ? iso(account.locked_until) : null,
    lastSignInAt: iso(account.last_sign_in_at),
    createdAt: account.created_at.toISOString(),
  };
};

/** One user. */
export const getUser = async (records: Readable, id: string, now: number): Promise<User> => {
  const account = await findById(read(records), id);
  if (account === undefined) throw identityError('identity.no-such-user', { id });
  return presentUser(account, now);
};

const likePattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** A page of users by name. */
export const listUsers = async (records: Readable, query: z.output<typeof UserQuery>, now: number) => {
  let select = read(records)
    .selectFrom('identity.users')
    .selectAll()
    .orderBy('name')
    .limit(query.limit + 1);
  const { cursor, q, role, status } = query;
  if (cursor !== undefined) select = select.where('name', '>', cursor);
  if (q !== undefined && q !== '') {
    const pattern = likePattern(q);
    select = select.where((eb) => eb.or([eb('name', 'ilike', pattern), eb('display_name', 'ilike', pattern)]));
  }
  if (role !== undefined) select = select.where(sql<boolean>`${role} = any(roles)`);
  if (status === 'disabled') select = select.where('disabled', '=', true);
  if (status === 'locked') select = select.where('disabled', '=', false).where('locked_until', '>', new Date(now));
  if (status === 'active') {
    select = select
      .where('disabled', '=', false)
      .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', new Date(now))]));
  }
  const rows = await select.execute();
  const items = rows.slice(0, query.limit).map((row) => presentUser(row, now));
  return { items, next: rows.length > query.limit ? (items.at(-1)?.name ?? null) : null };
};

/** People whom work can be given to, by name; at most 200. */
export const listPeople = async (records: Readable, q = '') => {
  const rows = await read(records)
    .selectFrom('identity.users')
    .select(['id', 'name', 'display_name as displayName'])
    .where('disabled', '=', false)
    .where(sql<boolean>`roles <> '{}' and not roles && ${[...ADMINISTRATOR_ROLES]}::text[]`)
    .where((eb) => eb.or([eb('name', 'ilike', likePattern(q)), eb('display_name', 'ilike', likePattern(q))]))
    .orderBy('name')
    .limit(200)
    .execute();
  return rows;
};

/** The signed-in user or token. */
export const getMe = async (
  records: Readable,
  actor: {
    readonly kind: Me['kind'];
    readonly id: string;
    readonly name: string;
    readonly permissions: ReadonlySet<string>;
  },
): Promise<Me> => {
  const db = read(records);
  const account = actor.kind === 'user' ? await findById(db, actor.id) : undefined;
  const codes = await db
    .selectFrom('identity.recovery_codes')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('user_id', '=', account?.id ?? '00000000-0000-0000-0000-000000000000')
    .executeTakeFirstOrThrow();
  const expires =
    account === undefined ? undefined : passwordExpiresAt(await loadPolicy(db), account.password_at.getTime());
  return {
    id: actor.id,
    kind: actor.kind,
    name: actor.name,
    displayName: account?.display_name ?? actor.name,
    roles: account?.roles ?? [],
    permissions: [...actor.permissions].toSorted(),
    secondFactor: account !== undefined && account.totp_sealed !== null,
    recoveryCodesLeft: codes.left,
    passwordExpiresAt: expires === undefined ? null : new Date(expires).toISOString(),
  };
};

/** The open sessions of a user, the latest first. */
export const listSessions = async (
  records: Readable,
  userId: string,
  currentSecret: string | undefined,
  now: number,
): Promise<Session[]> => {
  const rows = await read(records)
    .selectFrom('identity.sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', new Date(now))
    .orderBy('last_seen_at', 'desc')
    .limit(100)
    .execute();
  const current = currentSecret === undefined ? undefined : hashSecret(currentSecret);
  return rows.map((row) => ({
    id: row.id,
    current: current !== undefined && row.secret_hash.equals(current),
    ip: row.ip,
    userAgent: row.user_agent,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
};

/** Tokens of one owner, or of all; the newest first, at most 500. */
export const listTokens = async (records: Readable, ownerId: string | undefined, now: number): Promise<ApiToken[]> => {
  let select = read(records)
    .selectFrom('identity.tokens as t')
    .leftJoin('identity.users as u', 'u.id', 't.owner_id')
    .selectAll('t')
    .select('u.name as owner')
    .orderBy('t.created_at', 'desc')
    .limit(500);
  if (ownerId !== undefined) select = select.where('t.owner_id', '=', ownerId);
  return (await select.execute()).map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    owner: row.owner,
    status: row.revoked_at !== null ? 'revoked' : row.expires_at.getTime() <= now ? 'expired' : 'active',
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: iso(row.last_used_at),
  }));
};

/** All roles with the permissions they grant here and how many accounts hold them. */
export const listRoles = async (records: Readable, permissions: readonly Permission[]): Promise<Role[]> => {
  const rows = await read(records)
    .selectFrom('identity.users')
    .select((eb) => [eb.fn<string>('unnest', ['roles']).as('role'), eb.fn.countAll<number>().as('users')])
    .groupBy('role')
    .execute();
  const users = new Map(rows.map((row) => [row.role, row.users]));
  const names = permissions.map((permission) => permission.name);
  return ROLES.map((role) => {
    const granted = permissionsOf([role.id], names);
    return {
      id: role.id,
      title: role.title,
      about: role.about,
      administrator: isAdministrator([role.id]),
      permissions: permissions.filter(({ name }) => granted.has(name)).map(({ name, title }) => ({ name, title })),
      users: users.get(role.id) ?? 0,
    };
  });
};
