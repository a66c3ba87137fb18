import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { IdentityAsks } from './contract.ts';
import { findById, read } from './store.ts';
import { ensureBootstrap } from './use-cases/set-up.ts';
import { issueLocalToken } from './use-cases/tokens.ts';
import { resetPasswordLocally } from './use-cases/users.ts';
import type { World } from './world.ts';

/** What others may ask of this module. */
export const identityAsks = (world: World): IdentityAsks => ({
  ensureBootstrap: ensureBootstrap(world),
  issueLocalToken: async (name, scopes, days) =>
    (await issueLocalToken(world)({ name, scopes, days }, SYSTEM_ACTOR)).secret,
  resetPasswordLocally: (name) => resetPasswordLocally(world)(name, SYSTEM_ACTOR),
  userName: async (id) => (await findById(read(world.records), id))?.display_name,
});
