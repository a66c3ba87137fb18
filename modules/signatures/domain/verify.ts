import { createHash, createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import type { Algorithm } from '../contract.ts';

/** A trusted key, ready for use: for SM2 with the hash of identity and curve that comes before every message. */
export interface Verifier {
  readonly algorithm: Algorithm;
  readonly key: KeyObject;
  /** Z of GB/T 32918.2, 5.5; empty for RSA. */
  readonly z: Buffer;
}

/** Identity that is used where none was agreed (GM/T 0009, 10; that GB/T 32960 means it is unverified). */
const DEFAULT_ID = Buffer.from('1234567812345678');

/** a, b and base point of the curve (GB/T 32918.5). */
const CURVE = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);
const POINT_BYTES = 64;
const NUMBER_BYTES = 32;

const zOf = (spki: Buffer): Buffer => {
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(DEFAULT_ID.length * 8);
  return createHash('sm3').update(bits).update(DEFAULT_ID).update(CURVE).update(spki.subarray(-POINT_BYTES)).digest();
};

/** Makes a kept key ready for use. */
export const verifierOf = (algorithm: Algorithm, spki: Buffer): Verifier => ({
  algorithm,
  key: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
  z: algorithm === 'sm2' ? zOf(spki) : Buffer.alloc(0),
});

const integer = (bytes: Uint8Array): Buffer => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const value = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const padded = (value[0] ?? 0) >= 0x80 ? [0, ...value] : [...value];
  return Buffer.from([0x02, padded.length, ...padded]);
};

/** R and S as the two numbers of an ECDSA-Sig-Value; undefined when they are too long to be any. */
const derOf = (r: Uint8Array, s: Uint8Array): Buffer | undefined => {
  if (r.length === 0 || s.length === 0 || r.length > NUMBER_BYTES || s.length > NUMBER_BYTES) return undefined;
  const numbers = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([0x30, numbers.length]), numbers]);
};

/**
 * Whether the signature of GB/T 32960.3-2025 (Annex A) is right: RSA stands in R alone (PKCS #1 v1.5, SHA-256); SM2 as R
 * and S over SM3(Z, message). Never throws.
 */
export const isSignedBy = (verifier: Verifier, signed: Uint8Array, r: Uint8Array, s: Uint8Array): boolean => {
  try {
    if (verifier.algorithm === 'rsa')
      return s.length === 0 && createVerify('RSA-SHA256').update(signed).verify(verifier.key, r);
    const der = derOf(r, s);
    return der !== undefined && createVerify('sm3').update(verifier.z).update(signed).verify(verifier.key, der);
  } catch {
    // OpenSSL refuses some numbers with an error instead of an answer.
    return false;
  }
};
