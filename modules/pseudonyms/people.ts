import type { IdentityAsks } from '@chedun/identity/contract';
import type { ActorRef } from '@chedun/kernel';
import type { Person } from './tables.ts';

/** Finds the person behind an actor: the owner of a token is the same person as in the console. */
export const personOf = async (
  identity: Pick<IdentityAsks, 'tokenOwner'>,
  { kind, id, name }: ActorRef,
): Promise<Person> => ({
  kind,
  id,
  name,
  person: kind === 'token' ? ((await identity.tokenOwner(id)) ?? `token ${id}`) : id,
});
