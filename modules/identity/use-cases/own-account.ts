import type { ActorRef } from '@chedun/kernel';
import { identityError } from '../errors.ts';
import { hashSecret, verifyPassword } from '../secrets.ts';
import { endSessions, findById, read, savePassword } from '../store.ts';
import { type World, auditUser, requireUser } from '../world.ts';
import { admitNewPassword } from './passwords.ts';

/** Changes the own password and ends the other sessions of the account. */
export const changePassword =
  (world: World) =>
  async (
    command: { readonly password: string; readonly newPassword: string; readonly sessionSecret: string },
    actor: ActorRef,
  ): Promise<void> => {
    const account = await findById(read(world.records), requireUser(actor));
    if (account === undefined || !(await verifyPassword(command.password, account.password_hash))) {
      throw identityError('identity.wrong-credentials', { field: 'password' });
    }
    const hash = await admitNewPassword(world, account, command.newPassword);
    await world.records.transaction(async (tx) => {
      await savePassword(tx, account.id, { hash, at: new Date(world.clock.now()), mustChange: false });
      await endSessions(tx, account.id, { exceptSecret: hashSecret(command.sessionSecret) });
      await auditUser(tx, actor, 'identity.password-changed', account.id);
    });
    world.forgetCredentials();
  };

/** Ends one of the own sessions. */
export const endOwnSession =
  (world: World) =>
  async (sessionId: string, actor: ActorRef): Promise<void> => {
    const userId = requireUser(actor);
    await world.records.transaction(async (tx) => {
      const ended = await endSessions(tx, userId, { only: sessionId });
      if (ended > 0) await auditUser(tx, actor, 'identity.sessions-ended', userId, { after: { ended } });
    });
    world.forgetCredentials();
  };

/** Ends the session that asks. */
export const signOut =
  (world: World) =>
  async (secret: string, actor: ActorRef): Promise<void> => {
    const userId = requireUser(actor);
    await world.records.transaction(async (tx) => {
      await endSessions(tx, userId, { onlySecret: hashSecret(secret) });
      await auditUser(tx, actor, 'identity.signed-out', userId);
    });
    world.forgetCredentials();
  };
