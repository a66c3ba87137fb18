import { constants, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { signatureFromDer, sm2Digest, sm2Z, verifyDigest, Sm2Verifier } from '@chedun/gm';
import { digestOf, signatureAlgorithmOf } from './algorithm.ts';
import type { AlgorithmIdentifier, SignatureAlgorithm } from './algorithm.ts';
import type { Certificate } from './certificate.ts';
import type { KeyKind, PublicKeyInfo } from './public-key.ts';

/** Checks signatures. Gives false for everything that is not a right signature, and never throws. */
export interface SignatureVerifier {
  verify(key: PublicKeyInfo, algorithm: AlgorithmIdentifier, message: Uint8Array, signature: Uint8Array): boolean;
}

const KINDS: Readonly<Record<string, readonly KeyKind[]>> = {
  sm2: ['sm2'],
  ecdsa: ['p256', 'p384', 'p521'],
  rsa: ['rsa'],
  ed25519: ['ed25519'],
};

const fits = (kind: KeyKind, algorithm: SignatureAlgorithm): boolean =>
  KINDS[algorithm.split('-')[0] ?? '']?.includes(kind) ?? false;

const keyObject = (key: PublicKeyInfo): KeyObject =>
  createPublicKey({ key: Buffer.from(key.raw), format: 'der', type: 'spki' });

const check = (
  object: KeyObject,
  algorithm: SignatureAlgorithm,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => {
  const digest = digestOf(algorithm);
  if (digest === undefined) return verify(null, message, object, signature);
  if (!algorithm.startsWith('rsa-pss')) return verify(digest, message, object, signature);
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return verify(digest, message, { key: object, ...padding }, signature);
};

type Check = (algorithm: SignatureAlgorithm, message: Uint8Array, signature: Uint8Array) => boolean;

/** Prepares a key once: an object of OpenSSL, or tables and Z (GB/T 32918.2-2016 5.5) of SM2 with the default identity. */
const prepare = (key: PublicKeyInfo, engine: Sm2Verifier | undefined): Check => {
  if (key.kind !== 'sm2') {
    const object = keyObject(key);
    return (algorithm, message, signature) => check(object, algorithm, message, signature);
  }
  const point = Uint8Array.from(key.key);
  const z = sm2Z(point);
  const handle = engine?.prepare(point);
  return (_, message, signature) => {
    const [e, raw] = [sm2Digest(z, message), signatureFromDer(signature)];
    return engine === undefined ? verifyDigest(point, e, raw) : engine.verify(handle ?? point, e, raw);
  };
};

/**
 * A verifier that keeps the keys it has prepared, `keys` at most (default 256, the oldest goes). SM2 with the default
 * identity by the engine of `@chedun/gm`; ECDSA, RSA (PKCS #1 and PSS) and Ed25519 by node:crypto, as
 * {@link SignatureAlgorithm} lists them. A key of another kind than the algorithm wants gives false. Software SM2 here is
 * no certified cryptographic product.
 */
export const createNodeVerifier = (keys = 256): SignatureVerifier => {
  const known = new Map<string, Check>();
  const engine = keys > 0 ? new Sm2Verifier({ keys, batch: 1 }) : undefined;
  const prepared = (key: PublicKeyInfo): Check => {
    if (keys <= 0) return prepare(key, undefined);
    const id = Buffer.from(key.raw.buffer, key.raw.byteOffset, key.raw.length).toString('latin1');
    const found = known.get(id);
    if (found !== undefined) return found;
    const made = prepare(key, engine);
    const oldest = known.keys().next();
    if (known.size >= keys && oldest.done !== true) known.delete(oldest.value);
    known.set(id, made);
    return made;
  };
  return {
    verify: (key, identifier, message, signature) => {
      const algorithm = signatureAlgorithmOf(identifier);
      if (algorithm === undefined || !fits(key.kind, algorithm)) return false;
      try {
        return prepared(key)(algorithm, message, signature);
      } catch {
        // Points off the curve, numbers out of range and signatures that are no DER come as errors instead of an answer.
        return false;
      }
    },
  };
};

/** {@link createNodeVerifier} without memory. */
export const nodeVerifier: SignatureVerifier = createNodeVerifier(0);

/** Whether `issuer` signed this certificate: the signature only, no names, times or rights. Never throws. */
export const isSignedBy = (
  certificate: Certificate,
  issuer: PublicKeyInfo,
  verifier: SignatureVerifier = nodeVerifier,
): boolean => verifier.verify(issuer, certificate.signatureAlgorithm, certificate.tbs, certificate.signature);
