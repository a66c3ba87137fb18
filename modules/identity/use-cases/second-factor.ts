import type { Tx } from '@chedun/records';
import { ScureBase32Plugin, generateURI, verify } from 'otplib';
import { toDataURL } from 'qrcode';
import type { ActorRef } from '@chedun/kernel';
import { identityError } from '../errors.ts';
import { hashSecret, newReadableCode, verifyPassword } from '../secrets.ts';
import {
  type Account,
  changeAccount,
  findById,
  loadAccount,
  read,
  saveRecoveryCodes,
  useRecoveryCode,
} from '../store.ts';
import { type World, auditUser, requireUser } from '../world.ts';

const KEY = 'identity-second-factor';
const RECOVERY_CODES = 10;
const DIGITS = /^\d{6}$/;
const base32 = new ScureBase32Plugin();

/** What somebody who enrols needs to see. */
export interface Offer {
  readonly secret: string;
  readonly uri: string;
  readonly qr: string;
}

const offerOf = async (seed: Uint8Array, name: string): Promise<Offer> => {
  const secret = base32.encode(seed, { padding: false });
  const uri = generateURI({ issuer: 'CheDun', label: name, secret });
  return { secret, uri, qr: await toDataURL(uri, { errorCorrectionLevel: 'M', margin: 2, width: 240 }) };
};

/** Time step of RFC 6238 at which this code fits (one step of clock difference either way), undefined when it does not. */
const stepOfCode = async (
  world: World,
  sealed: Uint8Array,
  account: Account,
  code: string,
): Promise<number | undefined> => {
  const secret = await world.keys.open(KEY, sealed, account.id);
  const result = await verify({
    secret,
    token: code,
    epoch: Math.floor(world.clock.now() / 1_000),
    epochTolerance: 30,
    ...(account.totp_step === null ? {} : { afterTimeStep: account.totp_step }),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
};

/** Begins the enrolment: a pending seed that counts only after a code of it was given. */
export const offerSecondFactor = async (world: World, account: Account): Promise<Offer> => {
  if (account.totp_pending !== null) {
    return offerOf(await world.keys.open(KEY, account.totp_pending, account.id), account.name);
  }
  const seed = world.randomBytes(20);
  await world.keys.ensure(KEY, 'aes-256-gcm');
  const sealed = Buffer.from(await world.keys.seal(KEY, seed, account.id));
  await world.records.transaction((tx) => changeAccount(tx, account.id, { totp_pending: sealed }));
  return offerOf(seed, account.name);
};

/** What a code given at sign-in proves; nothing is written yet. */
export type Proof =
  | { readonly kind: 'authenticator'; readonly step: number }
  | { readonly kind: 'enrolment'; readonly step: number; readonly recoveryCodes: readonly string[] }
  | { readonly kind: 'recovery'; readonly hash: Buffer };

const newRecoveryCodes = (world: World): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => newReadableCode(world.randomBytes));

/** Checks a code; a recovery code is only settled by {@link settleProof}. */
export const proveSecondFactor = async (world: World, account: Account, code: string): Promise<Proof | undefined> => {
  const sealed = account.totp_sealed ?? account.totp_pending;
  if (sealed === null) return undefined;
  if (!DIGITS.test(code))
    return account.totp_sealed === null ? undefined : { kind: 'recovery', hash: hashSecret(code) };
  const step = await stepOfCode(world, sealed, account, code);
  if (step === undefined) return undefined;
  if (account.totp_sealed !== null) return { kind: 'authenticator', step };
  return { kind: 'enrolment', step, recoveryCodes: newRecoveryCodes(world) };
};

/** Writes what a proof uses up: the time step, the recovery code, or the enrolment. False when it was used before. */
export const settleProof = async (tx: Tx, account: Account, proof: Proof, actor: ActorRef): Promise<boolean> => {
  switch (proof.kind) {
    case 'recovery':
      return useRecoveryCode(tx, account.id, proof.hash);
    case 'authenticator':
      if (account.totp_step !== null && account.totp_step >= proof.step) return false;
      await changeAccount(tx, account.id, { totp_step: proof.step });
      return true;
    case 'enrolment':
      await changeAccount(tx, account.id, {
        totp_sealed: account.totp_pending,
        totp_pending: null,
        totp_step: proof.step,
      });
      await saveRecoveryCodes(tx, account.id, proof.recoveryCodes.map(hashSecret));
      await auditUser(tx, actor, 'identity.second-factor-enrolled', account.id);
      return true;
  }
};

/** A signed-in user begins the enrolment. */
export const beginSecondFactor =
  (world: World) =>
  async (actor: ActorRef): Promise<Offer> => {
    const account = await findById(read(world.records), requireUser(actor));
    if (account === undefined) throw identityError('identity.no-such-user');
    if (account.totp_sealed !== null) throw identityError('identity.second-factor-exists');
    return offerSecondFactor(world, { ...account, totp_pending: null });
  };

/** A signed-in user proves the pending seed; the answer is shown once. */
export const confirmSecondFactor =
  (world: World) =>
  async (code: string, actor: ActorRef): Promise<readonly string[]> => {
    const account = await findById(read(world.records), requireUser(actor));
    if (account === undefined || account.totp_pending === null) throw identityError('identity.no-second-factor');
    const proof = await proveSecondFactor(world, { ...account, totp_sealed: null, totp_step: null }, code);
    if (proof?.kind !== 'enrolment') throw identityError('identity.wrong-code');
    await world.records.transaction((tx) => settleProof(tx, account, proof, actor));
    return proof.recoveryCodes;
  };

const dropSecondFactor = async (tx: Tx, id: string, actor: ActorRef): Promise<void> => {
  const account = await loadAccount(tx, id);
  if (account.totp_sealed === null) throw identityError('identity.no-second-factor');
  await changeAccount(tx, id, { totp_sealed: null, totp_pending: null, totp_step: null });
  await saveRecoveryCodes(tx, id, []);
  await auditUser(tx, actor, 'identity.second-factor-removed', id);
};

/** Removes the own second factor; the password is asked again. */
export const removeOwnSecondFactor =
  (world: World) =>
  async (password: string, actor: ActorRef): Promise<void> => {
    const account = await findById(read(world.records), requireUser(actor));
    if (account === undefined || !(await verifyPassword(password, account.password_hash))) {
      throw identityError('identity.wrong-credentials');
    }
    await world.records.transaction((tx) => dropSecondFactor(tx, account.id, actor));
  };

/** Removes the second factor of somebody who lost the telephone and the recovery codes. */
export const removeSecondFactorOf =
  (world: World) =>
  async (userId: string, actor: ActorRef): Promise<void> => {
    if (userId === actor.id) throw identityError('identity.own-account');
    await world.records.transaction((tx) => dropSecondFactor(tx, userId, actor));
  };
