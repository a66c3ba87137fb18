import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { type Policy, type SignInResult, identityEvents } from '../contract.ts';
import { NO_FAILURES, afterFailure, isLocked } from '../domain/lockout.ts';
import { passwordExpiresAt } from '../domain/password.ts';
import { isAdministrator } from '../domain/roles.ts';
import { identityError } from '../errors.ts';
import { hashSecret, newSecret, verifyPassword } from '../secrets.ts';
import {
  type Account,
  addSession,
  changeAccount,
  findByName,
  loadAccount,
  loadPolicy,
  read,
  savePassword,
} from '../store.ts';
import { type Origin, type World, auditUser } from '../world.ts';
import { admitNewPassword } from './passwords.ts';
import { type Proof, offerSecondFactor, proveSecondFactor, settleProof } from './second-factor.ts';

/** What the person typed. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly newPassword?: string | undefined;
}

/** The answer and, when it is `signed-in`, the secret for the cookie. */
export interface SignedIn {
  readonly result: SignInResult;
  readonly session?: { readonly secret: string; readonly maxAgeSeconds: number };
}

const actorOf = (account: Account, ip: string): ActorRef => ({ kind: 'user', id: account.id, name: account.name, ip });

const failuresOf = (account: Account) => ({
  failures: account.failures,
  lockedUntil: account.locked_until?.getTime(),
});

const lockedError = (until: number) =>
  identityError('identity.account-locked', { until: new Date(until).toISOString() });

/** Counts a failure and locks the account when it was the last one allowed. */
const countFailure = (world: World, policy: Policy, account: Account, ip: string, what: string): Promise<void> =>
  world.records.transaction(async (tx) => {
    const current = await loadAccount(tx, account.id);
    const next = afterFailure(policy, failuresOf(current), world.clock.now());
    const lockedUntil = next.lockedUntil === undefined ? null : new Date(next.lockedUntil);
    await changeAccount(tx, account.id, { failures: next.failures, locked_until: lockedUntil });
    const actor = actorOf(account, ip);
    const target = { kind: 'user', id: account.id };
    await tx.audit({ actor, action: 'identity.signed-in', target, outcome: 'refused', after: { reason: what } });
    if (lockedUntil === null) return;
    await auditUser(tx, actor, 'identity.user-locked', account.id, { after: { until: lockedUntil.toISOString() } });
    await tx.tell({ type: identityEvents.userLocked, aggregate: account.id, payload: { name: account.name } }, actor);
  });

/** Guessing names shows in the trail like guessing passwords. */
const noteUnknownName = (world: World, name: string, ip: string): Promise<void> => {
  const actor: ActorRef = { kind: 'user', id: 'anonymous', name, ip };
  const target = { kind: 'user', id: name };
  const after = { reason: 'unknown name' };
  return world.records.transaction((tx) =>
    tx.audit({ actor, action: 'identity.signed-in', target, outcome: 'refused', after }),
  );
};

/** Step one: the account exists, may sign in, and the password is right. */
const provePassword = async (world: World, policy: Policy, credentials: Credentials, ip: string): Promise<Account> => {
  const account = await findByName(read(world.records), credentials.name);
  if (account === undefined) {
    await verifyPassword(credentials.password, undefined);
    await noteUnknownName(world, credentials.name, ip);
    throw identityError('identity.wrong-credentials');
  }
  const { lockedUntil } = failuresOf(account);
  if (lockedUntil !== undefined && isLocked(failuresOf(account), world.clock.now())) throw lockedError(lockedUntil);
  const right = await verifyPassword(credentials.password, account.password_hash);
  if (!right || account.disabled) {
    await countFailure(world, policy, account, ip, account.disabled ? 'disabled' : 'wrong password');
    throw identityError('identity.wrong-credentials');
  }
  return account;
};

const mustEnrol = (policy: Policy, account: Account): boolean => {
  if (account.totp_sealed !== null) return false;
  return (
    policy.secondFactor === 'everyone' || (policy.secondFactor === 'administrators' && isAdministrator(account.roles))
  );
};

/** Opens a session in a transaction; the secret exists only in the answer. */
export const openSession = async (tx: Tx, world: World, userId: string, policy: Policy, origin: Origin) => {
  const now = world.clock.now();
  const secret = newSecret(world.randomBytes);
  const maxAgeSeconds = policy.sessionHours * 3_600;
  await addSession(tx, {
    id: world.newId(),
    secret_hash: hashSecret(secret),
    user_id: userId,
    ip: origin.ip,
    user_agent: origin.userAgent,
    created_at: new Date(now),
    last_seen_at: new Date(now),
    expires_at: new Date(now + maxAgeSeconds * 1_000),
  });
  return { secret, maxAgeSeconds };
};

const passwordReason = (world: World, policy: Policy, account: Account): 'first-sign-in' | 'expired' | undefined => {
  if (account.must_change) return 'first-sign-in';
  const expires = passwordExpiresAt(policy, account.password_at.getTime());
  return expires !== undefined && expires <= world.clock.now() ? 'expired' : undefined;
};

const enter = (
  world: World,
  policy: Policy,
  account: Account,
  origin: Origin,
  proof: Proof | undefined,
  newHash: string | undefined,
) =>
  world.records.transaction(async (tx) => {
    const current = await loadAccount(tx, account.id);
    const actor = actorOf(account, origin.ip);
    if (isLocked(failuresOf(current), world.clock.now())) return undefined;
    if (proof !== undefined && !(await settleProof(tx, current, proof, actor))) return undefined;
    const at = new Date(world.clock.now());
    if (newHash !== undefined) {
      await savePassword(tx, account.id, { hash: newHash, at, mustChange: false });
      await auditUser(tx, actor, 'identity.password-changed', account.id);
    }
    await changeAccount(tx, account.id, { failures: NO_FAILURES.failures, locked_until: null, last_sign_in_at: at });
    await auditUser(tx, actor, 'identity.signed-in', account.id, { after: { secondFactor: proof?.kind ?? 'none' } });
    return openSession(tx, world, account.id, policy, origin);
  });

/**
 * Signs in with one request. When more is needed the answer says what, and the whole request comes again with it, so no
 * half-open session ever exists: password → second factor → new password → session.
 */
export const signIn =
  (world: World) =>
  async (credentials: Credentials, origin: Origin): Promise<SignedIn> => {
    const policy = await loadPolicy(read(world.records));
    const account = await provePassword(world, policy, credentials, origin.ip);

    const enrol = mustEnrol(policy, account);
    if (enrol && (credentials.code === undefined || account.totp_pending === null)) {
      return { result: { kind: 'second-factor-needed', offer: await offerSecondFactor(world, account) } };
    }
    let proof: Proof | undefined;
    if (enrol || account.totp_sealed !== null) {
      if (credentials.code === undefined) return { result: { kind: 'code-needed' } };
      proof = await proveSecondFactor(world, account, credentials.code);
      if (proof === undefined) {
        await countFailure(world, policy, account, origin.ip, 'wrong code');
        throw identityError('identity.wrong-code');
      }
    }
    const reason = passwordReason(world, policy, account);
    if (reason !== undefined && credentials.newPassword === undefined) {
      return { result: { kind: 'new-password-needed', reason } };
    }
    // a new password nobody asked for is ignored: sign-in is not the way to change it
    const newHash =
      reason === undefined || credentials.newPassword === undefined
        ? undefined
        : await admitNewPassword(world, account, credentials.newPassword);
    const session = await enter(world, policy, account, origin, proof, newHash);
    if (session === undefined) {
      await countFailure(world, policy, account, origin.ip, 'used code');
      throw identityError('identity.wrong-code');
    }
    const recoveryCodes = proof?.kind === 'enrolment' ? [...proof.recoveryCodes] : null;
    return { result: { kind: 'signed-in', recoveryCodes }, session };
  };
