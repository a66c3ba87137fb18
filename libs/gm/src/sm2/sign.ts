import { createECDH, randomBytes } from 'node:crypto';
import { concat, toBigInt, toBytes32 } from '../bytes.ts';
import { GmError, requireLength } from '../errors.ts';
import { CURVE_ORDER, isPrivateKey, requirePrivateKey, SM2_NUMBER } from './curve.ts';
import { sm2Z } from './identity.ts';
import { importPrivateKey, nativePublicKey, nativeSign } from './native.ts';

/** Keys as plain bytes. */
export interface Sm2KeyPair {
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
  /** 65 bytes: 04, x, y. */
  readonly publicKey: Uint8Array;
}

/** A private key that is ready to sign. */
export interface Sm2Signer {
  readonly publicKey: Uint8Array;
  /** r||s over a message, 64 bytes. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** Gives so many random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** What a good source of random bytes needs twice once in 2^32 times. */
const MOST_TRIES = 100;
const NO_NUMBER = 'the source of random bytes gives no number that can be used';

/** Makes a key pair from the random numbers of OpenSSL. */
export const generateKeyPair = (): Sm2KeyPair => {
  for (;;) {
    const ecdh = createECDH('SM2');
    const publicKey = new Uint8Array(ecdh.generateKeys());
    const number = ecdh.getPrivateKey();
    const privateKey = concat(new Uint8Array(SM2_NUMBER - number.length), number);
    // the order minus 1 is a key of other curves' rules, not of SM2
    if (isPrivateKey(privateKey)) return { privateKey, publicKey };
  }
};

/** Public key of a private key, 65 bytes; computed by OpenSSL in constant time. Throws `gm.key`. */
export const publicKeyOf = (privateKey: Uint8Array): Uint8Array => nativePublicKey(privateKey);

/**
 * Prepares a private key for many signatures under one identity (default 1234567812345678). The key stays in OpenSSL.
 * Throws `gm.key`, `gm.length`.
 */
export const createSigner = (privateKey: Uint8Array, id?: Uint8Array): Sm2Signer => {
  const publicKey = nativePublicKey(privateKey);
  const key = importPrivateKey(privateKey, publicKey);
  const z = sm2Z(publicKey, id);
  return { publicKey, sign: (message) => nativeSign(key, z, message) };
};

/** Signs a message (GB/T 32918.2-2016, 6.1): r||s, 64 bytes. Throws `gm.key`, `gm.length`. */
export const sign = (privateKey: Uint8Array, message: Uint8Array, id?: Uint8Array): Uint8Array =>
  createSigner(privateKey, id).sign(message);

/**
 * Signs a digest e of 32 bytes that was made elsewhere. Node can not hand a digest to OpenSSL's SM2, so the last steps are
 * done here with numbers of JavaScript: blinded by a random factor, yet not in constant time. Where the message is at hand,
 * {@link sign} is the better choice. Throws `gm.key`, `gm.length`.
 */
export const signDigest = (privateKey: Uint8Array, e: Uint8Array, random: RandomBytes = randomBytes): Uint8Array => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const signature = signDigestWith(privateKey, e, randomNumber(random), randomNumber(random));
    if (signature !== undefined) return signature;
  }
  throw new GmError('gm.key', NO_NUMBER);
};

/**
 * The same for a given k (and blinding factor): for known answers. Whoever uses a k twice gives his key away. Undefined
 * when the standard wants another k.
 */
export const signDigestWith = (
  privateKey: Uint8Array,
  e: Uint8Array,
  k: Uint8Array,
  blinding: Uint8Array,
): Uint8Array | undefined => {
  requirePrivateKey(privateKey);
  requireLength(e, SM2_NUMBER, 'the digest');
  const n = CURVE_ORDER;
  const x = nativePublicKey(k).subarray(1, 1 + SM2_NUMBER);
  const [nonce, factor] = [toBigInt(k), toBigInt(blinding) % n];
  if (factor === 0n) throw new GmError('gm.key', 'the blinding factor is 0');
  const r = (toBigInt(e) + toBigInt(x)) % n;
  if (r === 0n || r + nonce === n) return undefined;
  // s = (k - r d) / (1 + d) = (k + r) / (1 + d) - r
  const inverse = invert((factor * (1n + toBigInt(privateKey))) % n, n);
  const s = (((inverse * factor) % n) * (nonce + r) + n - r) % n;
  return s === 0n ? undefined : concat(toBytes32(r), toBytes32(s));
};

const randomNumber = (random: RandomBytes): Uint8Array => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const bytes = random(SM2_NUMBER);
    if (isPrivateKey(bytes)) return Uint8Array.from(bytes);
  }
  throw new GmError('gm.key', NO_NUMBER);
};

/** Inverse mod a prime, for a number that is not 0. */
const invert = (value: bigint, prime: bigint): bigint => {
  let [low, high] = [value, prime];
  let [factor, other] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [high, low] = [low, high - quotient * low];
    [other, factor] = [factor, other - quotient * factor];
  }
  return ((factor % prime) + prime) % prime;
};
