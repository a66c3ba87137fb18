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

/** Everything that a session rests on. */
interface Proven {
  readonly policy: Policy;
  readonly account: Account;
  readonly origin: Origin;
  readonly secondFactor: Proof | undefined;
  /** Hash of the password that replaces a one-time or expired one. */
  readonly newHash: string | undefined;
}

/** Writes what was proven and opens the session; undefined when the account or the code was used up meanwhile. */
const enter = (world: World, { policy, account, origin, secondFactor, newHash }: Proven) =>
  world.records.transaction(async (tx) => {
    const current = await loadAccount(tx, account.id);
    const actor = actorOf(account, origin.ip);
    if (isLocked(failuresOf(current), world.clock.now())) return undefined;
    if (secondFactor !== undefined && !(await settleProof(tx, current, secondFactor, actor))) return undefined;
    const at = new Date(world.clock.now());
    if (newHash !== undefined) {
      await savePassword(tx, account.id, { hash: newHash, at, mustChange: false });
      await auditUser(tx, actor, 'identity.password-changed', account.id);
    }
    await changeAccount(tx, account.id, { failures: NO_FAILURES.failures, locked_until: null, last_sign_in_at: at });
    const after = { secondFactor: secondFactor?.kind ?? 'none' };
    await auditUser(tx, actor, 'identity.signed-in', account.id, { after });
    return openSession(tx, world, account.id, policy, origin);
  });

type Step<T> = { readonly kind: 'ask'; readonly result: SignInResult } | { readonly kind: 'go'; readonly value: T };

const ask = (result: SignInResult): { readonly kind: 'ask'; readonly result: SignInResult } => ({
  kind: 'ask',
  result,
});

/** Step two: the second factor, when the account has one or the policy demands one. */
const secondFactorStep = async (
  world: World,
  policy: Policy,
  account: Account,
  { code }: Credentials,
  ip: string,
): Promise<Step<Proof | undefined>> => {
  const enrol = mustEnrol(policy, account);
  if (!enrol && account.totp_sealed === null) return { kind: 'go', value: undefined };
  if (enrol && (code === undefined || account.totp_pending === null)) {
    return ask({ kind: 'second-factor-needed', offer: await offerSecondFactor(world, account) });
  }
  if (code === undefined) return ask({ kind: 'code-needed' });
  const proof = await proveSecondFactor(world, account, code);
  if (proof !== undefined) return { kind: 'go', value: proof };
  await countFailure(world, policy, account, ip, 'wrong code');
  throw identityError('identity.wrong-code');
};

/** Step three: a new password instead of a one-time or expired one. One that nobody asked for is ignored. */
const newPasswordStep = async (
  world: World,
  policy: Policy,
  account: Account,
  { newPassword }: Credentials,
): Promise<Step<string | undefined>> => {
  const reason = passwordReason(world, policy, account);
  if (reason === undefined) return { kind: 'go', value: undefined };
  if (newPassword === undefined) return ask({ kind: 'new-password-needed', reason });
  return { kind: 'go', value: await admitNewPassword(world, account, newPassword) };
};

/**
 * Signs in with one request: password → second factor → new password → session. When more is needed the answer says what,
 * and the whole request comes again with it, so no half-open session ever exists.
 */
export const signIn =
  (world: World) =>
  async (credentials: Credentials, origin: Origin): Promise<SignedIn> => {
    const policy = await loadPolicy(read(world.records));
    const account = await provePassword(world, policy, credentials, origin.ip);
    const second = await secondFactorStep(world, policy, account, credentials, origin.ip);
    if (second.kind === 'ask') return { result: second.result };
    const password = await newPasswordStep(world, policy, account, credentials);
    if (password.kind === 'ask') return { result: password.result };

    const proven = { policy, account, origin, secondFactor: second.value, newHash: password.value };
    const session = await enter(world, proven);
    if (session === undefined) {
      await countFailure(world, policy, account, origin.ip, 'used code');
      throw identityError('identity.wrong-code');
    }
    const recoveryCodes = second.value?.kind === 'enrolment' ? [...second.value.recoveryCodes] : null;
    return { result: { kind: 'signed-in', recoveryCodes }, session };
  };
