import { createECDH, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** SubjectPublicKeyInfo of a P-256 key (RFC 5480) up to its point. */
const SPKI_HEAD = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
/** PKCS #8 of a P-256 key up to its scalar; the point is left out and computed by the reader. */
const PKCS8_HEAD = Buffer.from('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420', 'hex');
/** Order of the base point (SP 800-186, 3.2.1.3). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** A pair of P-256 keys that can sign. */
export interface P256Pair {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
}

/** Whether 32 bytes are a private key: from 1 to the order minus 1. */
export const isP256Scalar = (bytes: Uint8Array): boolean => {
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return bytes.length === 32 && value >= 1n && value < ORDER;
};

/** SubjectPublicKeyInfo of a point of 65 bytes. */
export const p256SpkiOf = (point: Uint8Array): Uint8Array => Buffer.concat([SPKI_HEAD, point]);

/** Makes the pair of a private scalar. */
export const p256PairOf = (scalar: Uint8Array): P256Pair => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(scalar);
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, scalar]), format: 'der', type: 'pkcs8' });
  return { privateKey, spki: Buffer.concat([SPKI_HEAD, ecdh.getPublicKey()]) };
};

/** Signs with ECDSA and SHA-256 (FIPS 186-5); DER of RFC 3279. */
export const p256Sign = ({ privateKey }: P256Pair, data: Uint8Array): Uint8Array => sign('sha256', data, privateKey);

/** Whether a signature of {@link p256Sign} is right. Never throws. */
export const p256Verify = (spki: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean => {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return verify('sha256', data, key, signature);
  } catch {
    return false;
  }
};
