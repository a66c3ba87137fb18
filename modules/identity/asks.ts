import type { Authenticator } from '@chedun/http';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { IdentityAsks } from './contract.ts';
import { identityError } from './errors.ts';
import { allAccounts, findById, findByName, peopleWith, read } from './store.ts';
import { ensureBootstrap } from './use-cases/set-up.ts';
import { issueLocalToken, revokeToken } from './use-cases/tokens.ts';
import { createGuest, endSessionsOf, resetPasswordLocally, updateUser } from './use-cases/users.ts';
import type { World } from './world.ts';

/** What containment asks: to switch accounts and tokens off, and how they stand. */
const containmentAsks = (
  world: World,
): Pick<IdentityAsks, 'switchAccount' | 'accountState' | 'revokeToken' | 'tokenState'> => ({
  switchAccount: async ({ name, to }, actor, alongside) => {
    const account = await findByName(read(world.records), name);
    if (account === undefined) throw identityError('identity.no-such-user', { name });
    await updateUser(world)(account.id, { disabled: to === 'disabled' }, actor, alongside);
  },
  accountState: async (name) => {
    const account = await findByName(read(world.records), name);
    if (account === undefined) return undefined;
    const { sessions } = await read(world.records)
      .selectFrom('identity.sessions')
      .select((eb) => eb.fn.countAll<number>().as('sessions'))
      .where('user_id', '=', account.id)
      .where('expires_at', '>', new Date(world.clock.now()))
      .executeTakeFirstOrThrow();
    return { id: account.id, isDisabled: account.disabled, sessions: Number(sessions) };
  },
  revokeToken: (id, actor, alongside) => revokeToken(world)(id, 'any', actor, alongside),
  tokenState: async (id) => {
    const token = await read(world.records)
      .selectFrom('identity.tokens')
      .select(['revoked_at', 'expires_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (token === undefined) return undefined;
    if (token.revoked_at !== null) return 'revoked';
    return token.expires_at.getTime() < world.clock.now() ? 'expired' : 'valid';
  },
});

/** What others may ask of this module. */
export const identityAsks = (world: World, authenticator: Authenticator): IdentityAsks => ({
  ...containmentAsks(world),
  authenticateToken: (bearer, ip) =>
    authenticator.authenticate({ sessionCookie: undefined, bearer, ip, method: 'POST' }),
  ensureBootstrap: ensureBootstrap(world),
  issueLocalToken: async (name, scopes, days) =>
    (await issueLocalToken(world)({ name, scopes, days }, SYSTEM_ACTOR)).secret,
  resetPasswordLocally: (name) => resetPasswordLocally(world)(name, SYSTEM_ACTOR),
  tokenOwner: async (id) => {
    const token = await read(world.records)
      .selectFrom('identity.tokens')
      .select('owner_id')
      .where('id', '=', id)
      .executeTakeFirst();
    return token?.owner_id ?? undefined;
  },
  accounts: () => allAccounts(read(world.records)),
  makeGuest: createGuest(world),
  endSessions: endSessionsOf(world),
  peopleWith: (roles) => peopleWith(read(world.records), roles),
  userLogin: async (id) => (await findById(read(world.records), id))?.name,
  userName: async (id) => (await findById(read(world.records), id))?.display_name,
});
