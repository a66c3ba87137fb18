import { GmError, pointFromSpki, verify } from '@chedun/gm';
import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import type { Algorithm } from '../contract.ts';

/** A trusted key, ready for use. */
export type Verifier =
  | { readonly algorithm: 'rsa'; readonly key: KeyObject }
  /** Point of 65 bytes. */
  | { readonly algorithm: 'sm2'; readonly key: Uint8Array };

const NUMBER_BYTES = 32;

/** Makes a kept key ready for use. */
export const verifierOf = (algorithm: Algorithm, spki: Buffer): Verifier =>
  algorithm === 'sm2'
    ? { algorithm, key: pointFromSpki(spki) }
    : { algorithm, key: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };

/** R and S as 64 bytes; senders may leave out leading zeros. Undefined when they are too long to be any. */
const rawOf = (r: Uint8Array, s: Uint8Array): Uint8Array | undefined => {
  if (r.length === 0 || s.length === 0 || r.length > NUMBER_BYTES || s.length > NUMBER_BYTES) return undefined;
  const raw = new Uint8Array(2 * NUMBER_BYTES);
  raw.set(r, NUMBER_BYTES - r.length);
  raw.set(s, 2 * NUMBER_BYTES - s.length);
  return raw;
};

/**
 * Whether the signature of GB/T 32960.3-2025 (Annex A) is right: RSA stands in R alone (PKCS #1 v1.5, SHA-256); SM2 as R
 * and S over SM3(Z, message) under the identity 1234567812345678, which is used where none was agreed (GM/T 0009, 10; that
 * GB/T 32960 means it is unverified). Never throws.
 */
export const isSignedBy = (verifier: Verifier, signed: Uint8Array, r: Uint8Array, s: Uint8Array): boolean => {
  try {
    if (verifier.algorithm === 'rsa')
      return s.length === 0 && createVerify('RSA-SHA256').update(signed).verify(verifier.key, r);
    const raw = rawOf(r, s);
    return raw !== undefined && verify(verifier.key, signed, raw);
  } catch (error) {
    // OpenSSL refuses some numbers with an error instead of an answer, and a point may not be on the curve.
    if (error instanceof GmError || verifier.algorithm === 'rsa') return false;
    throw error;
  }
};
