import { timingSafeEqual } from 'node:crypto';
import { concat } from '../bytes.ts';
import { GmError } from '../errors.ts';
import { SM3_BYTES, sm3 } from '../hash/sm3.ts';
import { requirePointShape, requirePrivateKey, SM2_NUMBER, SM2_POINT } from './curve.ts';
import { DerReader, element, integer, TAG } from './der.ts';
import { sm2Kdf } from './kdf.ts';
import { nativeMultiply, nativePublicKey } from './native.ts';
import { generateKeyPair } from './sign.ts';

/**
 * How the parts of a ciphertext stand: C1 C3 C2 (GB/T 32918.4-2016), C1 C2 C3 (drafts before 2012, still met), or as ASN.1
 * SEQUENCE { x, y, hash, text } (GM/T 0009-2012, 7.2). C1 is a point of 65 bytes, C3 a digest, C2 as long as the text.
 */
export type CiphertextOrder = 'c1c3c2' | 'c1c2c3' | 'asn1';

interface Parts {
  readonly point: Uint8Array;
  readonly hash: Uint8Array;
  readonly text: Uint8Array;
}

const join = ({ point, hash, text }: Parts, order: CiphertextOrder): Uint8Array => {
  if (order === 'c1c3c2') return concat(point, hash, text);
  if (order === 'c1c2c3') return concat(point, text, hash);
  const [x, y] = [point.subarray(1, 1 + SM2_NUMBER), point.subarray(1 + SM2_NUMBER)];
  return element(TAG.sequence, integer(x), integer(y), element(TAG.octets, hash), element(TAG.octets, text));
};

const fromAsn1 = (bytes: Uint8Array): Parts => {
  const whole = new DerReader(bytes);
  const parts = whole.enter(TAG.sequence);
  const point = concat(Uint8Array.of(4), parts.number(), parts.number());
  const { offset } = parts;
  const hash = parts.content(TAG.octets);
  if (hash.length !== SM3_BYTES) throw new GmError('gm.encoding', 'the hash has not 32 bytes', offset);
  const text = parts.content(TAG.octets);
  parts.finish();
  whole.finish();
  if (text.length === 0) throw new GmError('gm.length', 'the ciphertext holds no text');
  return { point, hash, text };
};

const split = (bytes: Uint8Array, order: CiphertextOrder): Parts => {
  if (order === 'asn1') return fromAsn1(bytes);
  if (bytes.length <= SM2_POINT + SM3_BYTES) throw new GmError('gm.length', 'a ciphertext has over 97 bytes');
  if (bytes[0] !== 4) throw new GmError('gm.encoding', 'C1 does not begin with 04', 0);
  const [point, rest] = [bytes.subarray(0, SM2_POINT), bytes.subarray(SM2_POINT)];
  return order === 'c1c3c2'
    ? { point, hash: rest.subarray(0, SM3_BYTES), text: rest.subarray(SM3_BYTES) }
    : { point, hash: rest.subarray(-SM3_BYTES), text: rest.subarray(0, -SM3_BYTES) };
};

const xor = (text: Uint8Array, mask: Uint8Array): Uint8Array =>
  Uint8Array.from(text, (byte, at) => byte ^ (mask[at] ?? 0));

const hashOf = (shared: Uint8Array, text: Uint8Array): Uint8Array =>
  sm3(concat(shared.subarray(0, SM2_NUMBER), text, shared.subarray(SM2_NUMBER)));

/**
 * Encrypts for a public key (GB/T 32918.4-2016, 6.1); about two milliseconds, for short texts such as keys. Throws `gm.key`;
 * `gm.length` for an empty text.
 */
export const encrypt = (publicKey: Uint8Array, text: Uint8Array, order: CiphertextOrder): Uint8Array => {
  for (;;) {
    const ciphertext = encryptWith(generateKeyPair().privateKey, publicKey, text, order);
    if (ciphertext !== undefined) return ciphertext;
  }
};

/**
 * The same with a given k: for known answers. Whoever uses a k twice gives his texts away. Undefined when the standard
 * wants another k, as the mask would be all zeros.
 */
export const encryptWith = (
  k: Uint8Array,
  publicKey: Uint8Array,
  text: Uint8Array,
  order: CiphertextOrder,
): Uint8Array | undefined => {
  requirePointShape(publicKey);
  if (text.length === 0) throw new GmError('gm.length', 'the text is empty');
  const shared = nativeMultiply(k, publicKey).subarray(1);
  const mask = sm2Kdf(shared, text.length);
  if (mask.every((byte) => byte === 0)) return undefined;
  return join({ point: nativePublicKey(k), hash: hashOf(shared, text), text: xor(text, mask) }, order);
};

/**
 * Decrypts (GB/T 32918.4-2016, 7.1); the private number is used by OpenSSL alone. Throws `gm.key` for no private key,
 * `gm.length` and `gm.encoding` for what is no ciphertext of this order, `gm.ciphertext` when it was changed or made for
 * another key.
 */
export const decrypt = (privateKey: Uint8Array, ciphertext: Uint8Array, order: CiphertextOrder): Uint8Array => {
  requirePrivateKey(privateKey);
  return decryptWith((point) => nativeMultiply(privateKey, point), ciphertext, order);
};

/** The same with another way to multiply C1 by the private number: 65 bytes to 65, an error for what is no point. */
export const decryptWith = (
  multiply: (point: Uint8Array) => Uint8Array,
  ciphertext: Uint8Array,
  order: CiphertextOrder,
): Uint8Array => {
  const { point, hash, text } = split(ciphertext, order);
  const shared = sharedPoint(multiply, point);
  const plain = xor(text, sm2Kdf(shared, text.length));
  if (!timingSafeEqual(hashOf(shared, plain), hash))
    throw new GmError('gm.ciphertext', 'the hash inside is not that of the text');
  return plain;
};

const sharedPoint = (multiply: (point: Uint8Array) => Uint8Array, point: Uint8Array): Uint8Array => {
  try {
    return multiply(point).subarray(1);
  } catch {
    throw new GmError('gm.ciphertext', 'C1 is no point of the curve');
  }
};
