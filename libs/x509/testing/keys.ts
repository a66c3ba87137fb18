import {
  constants,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  sign as signOnce,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sm2Z } from '@chedun/gm';
import type { SignatureAlgorithm } from '../src/index.ts';
import { digestOf, parsePublicKey } from '../src/index.ts';

/** A key pair of tests, with the algorithm it signs with. */
export interface TestKey {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** PKCS #8, DER. */
  readonly pkcs8: Uint8Array;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

const CURVES: Readonly<Partial<Record<SignatureAlgorithm, string>>> = {
  'sm2-sm3': 'SM2',
  'ecdsa-sha256': 'P-256',
  'ecdsa-sha384': 'P-384',
  'ecdsa-sha512': 'P-521',
};

const generate = (algorithm: SignatureAlgorithm): KeyObject => {
  const namedCurve = CURVES[algorithm];
  if (namedCurve !== undefined) return generateKeyPairSync('ec', { namedCurve }).privateKey;
  if (algorithm === 'ed25519') return generateKeyPairSync('ed25519').privateKey;
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
};

const signer =
  (algorithm: SignatureAlgorithm, key: KeyObject, spki: Uint8Array) =>
  (message: Uint8Array): Uint8Array => {
    const digest = digestOf(algorithm);
    if (algorithm === 'sm2-sm3')
      return createSign('sm3')
        .update(sm2Z(parsePublicKey(spki).key))
        .update(message)
        .sign(key);
    if (!algorithm.startsWith('rsa-pss')) return signOnce(digest, message, key);
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    return signOnce(digest, message, { key, ...padding });
  };

/** Takes a private key (PKCS #8, DER) into use. SM2 keys have to be imported: a generated one would sign ECDSA. */
export const keyOf = (algorithm: SignatureAlgorithm, pkcs8: Uint8Array): TestKey => {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const spki = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  const sign = signer(algorithm, key, spki);
  return { algorithm, spki, pkcs8, sign: async (message) => new Uint8Array(sign(message)) };
};

/** Makes a key pair. */
export const newKey = (algorithm: SignatureAlgorithm): TestKey =>
  keyOf(algorithm, new Uint8Array(generate(algorithm).export({ format: 'der', type: 'pkcs8' })));
