import { createHash, timingSafeEqual } from 'node:crypto';
import { digestName } from '@chedun/x509';
import type { CertConfirmation, PkiBody } from '@chedun/x509/cmp';
import { refusal } from '../domain/refusal.ts';
import type { Transaction } from './transactions.ts';
import { actorOf, transactionKey, type CmpNeeds, type Heard, type Reply } from './types.ts';

const CONFIRMED: Reply = { body: { kind: 'pkiconf' }, confirm: 'none' };

/** Ends a transaction whose certificate is not wanted: it is revoked at once. */
const giveUp = async (needs: CmpNeeds, heard: Heard, { id, serial }: Transaction, reason: string): Promise<Reply> => {
  await needs.certificates.withdraw(serial === null ? [] : [serial], reason, actorOf(heard));
  await needs.records.transaction((tx) => needs.transactions.change(tx, id, { state: 'refused', reason }));
  return CONFIRMED;
};

const hashFits = async (
  needs: CmpNeeds,
  found: Transaction,
  { hash, hashAlgorithm }: CertConfirmation,
): Promise<boolean> => {
  let wanted = found.certificate_hash;
  if (hashAlgorithm !== undefined) {
    const digest = digestName(hashAlgorithm.oid);
    if (digest === undefined || digest === 'sha1') throw refusal('badAlg', `the digest ${hashAlgorithm.oid}`);
    const der = found.serial === null ? undefined : await needs.certificates.derOf(found.serial);
    wanted = der === undefined ? null : createHash(digest).update(der).digest();
  }
  return wanted !== null && wanted.length === hash.length && timingSafeEqual(wanted, hash);
};

const demandNonce = (found: Transaction, { message }: Heard): void => {
  const given = Buffer.from(message.header.recipientNonce ?? []);
  if (found.sender_nonce !== null && !given.equals(found.sender_nonce))
    throw refusal('badRecipientNonce', 'the nonce is not the one of the answer');
};

/** Takes the confirmation of a certificate (RFC 9483 4.1.1): only then a secret is spent. */
export const confirm = async (
  needs: CmpNeeds,
  heard: Heard,
  { confirmations }: Extract<PkiBody, { readonly kind: 'certConf' }>,
): Promise<Reply> => {
  const found = await needs.transactions.find(transactionKey(heard));
  if (found === undefined || (found.state !== 'issued' && found.state !== 'confirmed'))
    throw refusal('badRequest', 'nothing in this transaction waits to be confirmed');
  demandNonce(found, heard);
  const [only] = confirmations;
  if (confirmations.length > 1) throw refusal('badRequest', 'one certificate was issued');
  if (only !== undefined && !(await hashFits(needs, found, only)))
    throw refusal('badCertId', 'the hash is not the one of the certificate');
  if (found.state === 'confirmed') return CONFIRMED;
  const status = only?.status?.status ?? 'accepted';
  if (only === undefined || (status !== 'accepted' && status !== 'grantedWithMods'))
    return giveUp(needs, heard, found, `not accepted: ${(only?.status?.text ?? []).join(' ').slice(0, 200)}`);
  const { secret, serial } = found;
  const isDone = await needs.records.transaction(async (tx) => {
    const spent = secret === null || serial === null || (await needs.secrets.spend(tx, secret, serial));
    if (spent) await needs.transactions.change(tx, found.id, { state: 'confirmed' });
    return spent;
  });
  if (isDone) return CONFIRMED;
  await giveUp(needs, heard, found, 'the secret was spent for another certificate');
  throw refusal('certConfirmed', 'the secret was spent for another certificate');
};
