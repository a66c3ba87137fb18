import type { ActorRef } from '@chedun/kernel';
import type { Actor } from '@chedun/http';
import type { Alongside } from '../contract.ts';
import { mayBeScope } from '../domain/roles.ts';
import { identityError } from '../errors.ts';
import { hashSecret, newSecret } from '../secrets.ts';
import { addToken, revokeToken as revoke } from '../store-tokens.ts';
import { type World, requireUser } from '../world.ts';

const HINT_LENGTH = 11;
const DAY = 86_400_000;

interface TokenCommand {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days: number;
}

const issue = async (world: World, command: TokenCommand, ownerId: string | null, actor: ActorRef) => {
  const secret = newSecret(world.randomBytes, 'chedun_');
  const now = world.clock.now();
  const token = {
    id: world.newId(),
    secret_hash: hashSecret(secret),
    name: command.name,
    hint: secret.slice(0, HINT_LENGTH),
    scopes: [...new Set(command.scopes)].toSorted(),
    owner_id: ownerId,
    created_at: new Date(now),
    expires_at: new Date(now + command.days * DAY),
    last_used_at: null,
    revoked_at: null,
  };
  await world.records.transaction(async (tx) => {
    await addToken(tx, token);
    const after = { name: token.name, scopes: token.scopes, expiresAt: token.expires_at.toISOString() };
    await tx.audit({
      actor,
      action: 'identity.token-created',
      target: { kind: 'token', id: token.id },
      outcome: 'done',
      after,
    });
  });
  return { id: token.id, secret };
};

/** Makes a token that acts for its owner with some of the owner's permissions; the secret is shown once. */
export const createToken = (world: World) => (command: TokenCommand, actor: Actor) => {
  const ownerId = requireUser(actor);
  if (actor.guest === true) throw identityError('identity.scope-not-held', { field: 'scopes', reason: 'guest' });
  const beyond = command.scopes.find((scope) => !actor.permissions.has(scope) || !mayBeScope(scope));
  if (beyond !== undefined) throw identityError('identity.scope-not-held', { field: 'scopes', reason: beyond });
  return issue(world, command, ownerId, actor);
};

/** A token of the server itself, bound to no user. */
export const issueLocalToken = (world: World) => (command: TokenCommand, actor: ActorRef) => {
  const unknown = command.scopes.find((scope) => !world.knownPermissions().includes(scope) || !mayBeScope(scope));
  if (unknown !== undefined) throw identityError('identity.scope-not-held', { field: 'scopes', reason: unknown });
  return issue(world, command, null, actor);
};

/** Revokes a token: one's own, or with `any` that of anybody. */
export const revokeToken =
  (world: World) =>
  async (id: string, whose: 'own' | 'any', actor: ActorRef, alongside?: Alongside): Promise<void> => {
    const ownerId = whose === 'own' ? requireUser(actor) : undefined;
    await world.records.transaction(async (tx) => {
      if (!(await revoke(tx, id, new Date(world.clock.now()), ownerId)))
        throw identityError('identity.no-such-token', { id });
      await tx.audit({ actor, action: 'identity.token-revoked', target: { kind: 'token', id }, outcome: 'done' });
      await alongside?.(tx);
    });
    world.forgetCredentials();
  };
