// All handling of KeyObject is in this file. Behaviour of node:crypto with SM2 that it relies on and guards against:
// a key that Node generated signs ECDSA until it was exported and imported again; one-shot sign and verify take an empty
// identity; export as sec1 or pkcs1 aborts the process; ECDH refuses its keys. The self-test proves on every start that it
// is still so.
import { createECDH, createPrivateKey, createPublicKey, createSign, type KeyObject } from 'node:crypto';
import { hex } from '../bytes.ts';
import { GmError } from '../errors.ts';
import { CURVE_BYTES, requirePrivateKey, SM2_NUMBER, SM2_POINT } from './curve.ts';
import { element, integer, TAG } from './der.ts';
import { pkcs8FromScalar } from './key-encoding.ts';
import { signatureFromDer } from './signature.ts';

/** A private key inside OpenSSL. */
export type NativeKey = KeyObject;

/** Brings a private key into OpenSSL; giving its public key saves computing it. Throws `gm.key`. */
export const importPrivateKey = (privateKey: Uint8Array, publicKey?: Uint8Array): NativeKey =>
  createPrivateKey({ key: Buffer.from(pkcs8FromScalar(privateKey, publicKey)), format: 'der', type: 'pkcs8' });

/** Signs SM3(z || message): r||s. */
export const nativeSign = (key: NativeKey, z: Uint8Array, message: Uint8Array): Uint8Array =>
  signatureFromDer(createSign('sm3').update(z).update(message).sign(key));

/** [d]G for a private key, in constant time: 65 bytes. Throws `gm.key`. */
export const nativePublicKey = (privateKey: Uint8Array): Uint8Array => {
  requirePrivateKey(privateKey);
  const ecdh = createECDH('SM2');
  ecdh.setPrivateKey(privateKey);
  return new Uint8Array(ecdh.getPublicKey());
};

const FIELD = hex('2a8648ce3d0101');
const EC_PUBLIC_KEY = hex('2a8648ce3d0201');
const ONE = Uint8Array.of(1);
const PRIME = hex('fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff');
const ORDER = hex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');

const octets = (bytes: Uint8Array): Uint8Array => element(TAG.octets, bytes);

/** The curve, written out with another base point. */
const curveWithBase = (base: Uint8Array): Uint8Array =>
  element(
    TAG.sequence,
    element(TAG.object, EC_PUBLIC_KEY),
    element(
      TAG.sequence,
      integer(ONE),
      element(TAG.sequence, element(TAG.object, FIELD), integer(PRIME)),
      element(
        TAG.sequence,
        octets(CURVE_BYTES.subarray(0, SM2_NUMBER)),
        octets(CURVE_BYTES.subarray(SM2_NUMBER, 2 * SM2_NUMBER)),
      ),
      octets(base),
      integer(ORDER),
      integer(ONE),
    ),
  );

/**
 * [d]P for a private number and a point on the curve, both coordinates, in the constant time of OpenSSL: P is made the base
 * point of a curve of its own, on which the public key of d is [d]P. 65 bytes; about a millisecond. Throws `gm.key`.
 */
export const nativeMultiply = (privateKey: Uint8Array, point: Uint8Array): Uint8Array => {
  requirePrivateKey(privateKey);
  const key = element(TAG.sequence, integer(ONE), octets(privateKey));
  const pkcs8 = element(TAG.sequence, integer(Uint8Array.of(0)), curveWithBase(point), octets(key));
  try {
    const made = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(made).export({ type: 'spki', format: 'der' });
    return Uint8Array.from(spki.subarray(-SM2_POINT));
  } catch {
    throw new GmError('gm.key', 'the point is not on the curve');
  }
};
