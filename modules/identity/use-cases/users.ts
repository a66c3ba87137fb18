import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { ADMINISTRATOR_ROLES, GUEST_ROLE, type Alongside, type RoleId, identityEvents } from '../contract.ts';
import { isAdministrator, rolesConflict } from '../domain/roles.ts';
import { identityError } from '../errors.ts';
import { hashPassword, newReadableCode } from '../secrets.ts';
import {
  type Account,
  addAccount,
  changeAccount,
  countOthersWithRole,
  endSessions,
  findByName,
  loadAccount,
  read,
  savePassword,
} from '../store.ts';
import { type World, auditUser } from '../world.ts';

/** A new account as it goes into the store. */
export const newAccount = (
  world: World,
  fields: Pick<Account, 'name' | 'display_name' | 'roles' | 'password_hash' | 'must_change'>,
): Account => {
  const now = new Date(world.clock.now());
  return {
    ...fields,
    id: world.newId(),
    password_at: now,
    disabled: false,
    failures: 0,
    locked_until: null,
    totp_sealed: null,
    totp_pending: null,
    totp_step: null,
    last_sign_in_at: null,
    created_at: now,
  };
};

/** Writes a new account with its audit line and its event. */
export const registerAccount = async (tx: Tx, account: Account, actor: ActorRef): Promise<void> => {
  await addAccount(tx, account);
  const { password_hash: hash, password_at: at, must_change: mustChange } = account;
  await savePassword(tx, account.id, { hash, at, mustChange });
  const after = { name: account.name, displayName: account.display_name, roles: account.roles };
  await auditUser(tx, actor, 'identity.user-created', account.id, { after });
  await tx.tell({ type: identityEvents.userCreated, aggregate: account.id, payload: { name: account.name } }, actor);
};

interface NewPerson {
  readonly name: string;
  readonly displayName: string;
}

const createWith = async (
  world: World,
  { name, displayName }: NewPerson,
  roles: RoleId[],
  keep: (tx: Tx, account: Account) => Promise<void>,
) => {
  const oneTimePassword = newReadableCode(world.randomBytes);
  const account = newAccount(world, {
    name,
    display_name: displayName,
    roles,
    password_hash: await hashPassword(oneTimePassword, world.randomBytes),
    must_change: true,
  });
  await world.records.transaction((tx) => keep(tx, account));
  return { id: account.id, oneTimePassword };
};

/** Creates an account without roles; the security administrator grants them. The one-time password is shown once. */
export const createUser = (world: World) => (person: NewPerson, actor: ActorRef) =>
  createWith(world, person, [], (tx, account) => registerAccount(tx, account, actor));

/** Creates the account of a guest; its role reads nothing by itself, so no right is granted here. */
export const createGuest =
  (world: World) => (person: NewPerson, actor: ActorRef, alongside?: (tx: Tx, id: string) => Promise<void>) =>
    createWith(world, person, [GUEST_ROLE], async (tx, account) => {
      await registerAccount(tx, account, actor);
      await alongside?.(tx, account.id);
    });

const requireAnotherAdministrator = async (tx: Tx, account: Account, roles: readonly string[]): Promise<void> => {
  for (const role of ADMINISTRATOR_ROLES) {
    if (!account.roles.includes(role) || roles.includes(role)) continue;
    if ((await countOthersWithRole(tx, role, account.id)) === 0) {
      throw identityError('identity.last-administrator', { role });
    }
  }
};

const disable = async (tx: Tx, account: Account, actor: ActorRef): Promise<void> => {
  if (account.id === actor.id) throw identityError('identity.own-account');
  await requireAnotherAdministrator(tx, account, []);
  await endSessions(tx, account.id);
  await tx.tell({ type: identityEvents.userDisabled, aggregate: account.id, payload: { name: account.name } }, actor);
};

/** Renames, disables or enables an account. Disabling ends its sessions; its tokens stop working with it. */
export const updateUser =
  (world: World) =>
  async (
    id: string,
    change: { readonly displayName?: string | undefined; readonly disabled?: boolean | undefined },
    actor: ActorRef,
    alongside?: Alongside,
  ): Promise<void> => {
    await world.records.transaction(async (tx) => {
      const account = await loadAccount(tx, id);
      const next = {
        display_name: change.displayName ?? account.display_name,
        disabled: change.disabled ?? account.disabled,
      };
      if (next.disabled && !account.disabled) await disable(tx, account, actor);
      await changeAccount(tx, id, next);
      await auditUser(tx, actor, 'identity.user-changed', id, {
        before: { displayName: account.display_name, disabled: account.disabled },
        after: { displayName: next.display_name, disabled: next.disabled },
      });
      await alongside?.(tx);
    });
    world.forgetCredentials();
  };

/** Ends a lock before its time. */
export const unlockUser = (world: World) => (id: string, actor: ActorRef) =>
  world.records.transaction(async (tx) => {
    await loadAccount(tx, id);
    await changeAccount(tx, id, { failures: 0, locked_until: null });
    await auditUser(tx, actor, 'identity.user-unlocked', id);
  });

/** Replaces the roles of another account; nobody grants to himself, and an administrator role stands alone. */
export const grantRoles =
  (world: World) =>
  async (id: string, roles: readonly RoleId[], actor: ActorRef): Promise<void> => {
    const next = [...new Set(roles)].toSorted();
    if (id === actor.id) throw identityError('identity.own-account');
    if (rolesConflict(next)) throw identityError('identity.roles-conflict', { field: 'roles', roles: next.join(' ') });
    await world.records.transaction(async (tx) => {
      const account = await loadAccount(tx, id);
      await requireAnotherAdministrator(tx, account, next);
      await changeAccount(tx, id, { roles: next });
      await auditUser(tx, actor, 'identity.roles-granted', id, {
        before: { roles: account.roles },
        after: { roles: next },
      });
    });
    world.forgetCredentials();
  };

/** Signs a user out everywhere. */
export const endSessionsOf =
  (world: World) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    await world.records.transaction(async (tx) => {
      await loadAccount(tx, id);
      const ended = await endSessions(tx, id);
      await auditUser(tx, actor, 'identity.sessions-ended', id, { after: { ended } });
    });
    world.forgetCredentials();
  };

const giveOneTimePassword = async (world: World, id: string, actor: ActorRef, guard: (account: Account) => void) => {
  const oneTimePassword = newReadableCode(world.randomBytes);
  const hash = await hashPassword(oneTimePassword, world.randomBytes);
  await world.records.transaction(async (tx) => {
    const account = await loadAccount(tx, id);
    guard(account);
    await savePassword(tx, id, { hash, at: new Date(world.clock.now()), mustChange: true });
    await changeAccount(tx, id, { failures: 0, locked_until: null });
    await endSessions(tx, id);
    await auditUser(tx, actor, 'identity.password-reset', id);
  });
  world.forgetCredentials();
  return { oneTimePassword };
};

/** Gives a one-time password to somebody who forgot his. Never for administrators: that would undo their separation. */
export const resetPassword = (world: World) => (id: string, actor: ActorRef) =>
  giveOneTimePassword(world, id, actor, (account) => {
    if (isAdministrator(account.roles)) throw identityError('identity.administrator-protected');
  });

/** The same for everybody, for whoever has access to the machine; a second factor stays in force. */
export const resetPasswordLocally = (world: World) => async (name: string, actor: ActorRef) => {
  const account = await findByName(read(world.records), name);
  if (account === undefined) throw identityError('identity.no-such-user', { name });
  return giveOneTimePassword(world, account.id, actor, () => undefined);
};
