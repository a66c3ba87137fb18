import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sm2Digest, sm2Z, Sm2Verifier } from '@chedun/gm';
import { concat, fromHex, toHex } from './bytes.ts';
import type { PublicKey, RawSignature } from './keys.ts';
import type { Curve } from './points.ts';
import type { SignatureInput } from './signature-input.ts';

/** A prepared key of an SM2 engine: checks r ‖ s over the digest e = SM3(Z ‖ message). */
export interface PreparedSm2 {
  readonly verify: (digest: Uint8Array, signature: Uint8Array) => boolean;
}

/** Makes keys ready in an engine that is faster for keys that it knows. */
export type PrepareSm2 = (publicKey: Uint8Array) => PreparedSm2;

/** Who checks signatures. Answers false for whatever is not a valid signature, and never throws. */
export interface SignatureVerifier {
  /** SM2 with SM3 (GB/T 32918.2): public key of 65 bytes, signature r ‖ s of 64. */
  readonly verifySm2: (
    publicKey: Uint8Array,
    signerId: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ) => boolean;
  /** ECDSA (FIPS 186-5): the message is hashed with `hash`; public key 0x04 ‖ x ‖ y, signature r ‖ s. */
  readonly verifyEcdsa: (
    curve: Exclude<Curve, 'sm2'>,
    publicKey: Uint8Array,
    hash: 'sha256' | 'sha384',
    message: Uint8Array,
    signature: Uint8Array,
  ) => boolean;
}

/** Whether a signature over an input holds under a key. */
export const checkSignature = (
  verifier: SignatureVerifier,
  key: PublicKey,
  input: SignatureInput,
  { curve, rs }: RawSignature,
): boolean => {
  if (key.curve !== curve) return false;
  if (curve === 'sm2') return input.kind === 'sm2' && verifier.verifySm2(key.point, input.signerId, input.message, rs);
  return input.kind === 'ecdsa' && verifier.verifyEcdsa(curve, key.point, input.hash, input.message, rs);
};

const SPKI_HEADS: Readonly<Record<Exclude<Curve, 'sm2'>, string>> = {
  nistP256: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  brainpoolP256r1: '305a301406072a8648ce3d020106092b2403030208010107034200',
  nistP384: '3076301006072a8648ce3d020106052b81040022036200',
  brainpoolP384r1: '307a301406072a8648ce3d020106092b240303020801010b036200',
};

const keyObject = (curve: Exclude<Curve, 'sm2'>, point: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.from(concat(fromHex(SPKI_HEADS[curve]), point)), format: 'der', type: 'spki' });

/** How many keys a verifier keeps ready when nothing is said. */
const KEPT_KEYS = 4096;

/** A verifier, and what makes SM2 keys ready for more than one signature. */
export interface PreparingVerifier extends SignatureVerifier {
  /** Tables for a key that comes again; throws `gm.key` for a point that is not on the curve. */
  readonly prepareSm2: PrepareSm2;
}

const guarded = (check: () => boolean): boolean => {
  try {
    return check();
  } catch {
    return false;
  }
};

/**
 * The verifier of this library: SM2 by the WebAssembly engine of @chedun/gm (not a certified product), ECDSA by
 * node:crypto. `keys` is how many keys of each kind are kept ready. One verifier a thread.
 */
export const createVerifier = (keys = KEPT_KEYS): PreparingVerifier => {
  const engine = new Sm2Verifier({ keys });
  const kept = new Map<string, KeyObject>();
  const keyOf = (curve: Exclude<Curve, 'sm2'>, point: Uint8Array): KeyObject => {
    const name = `${curve}:${toHex(point)}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const key = keyObject(curve, point);
    const [oldest] = kept.keys();
    if (kept.size >= keys && oldest !== undefined) kept.delete(oldest);
    kept.set(name, key);
    return key;
  };
  return {
    prepareSm2: (publicKey) => {
      const handle = engine.prepare(publicKey);
      return { verify: (digest, signature) => guarded(() => engine.verify(handle, digest, signature)) };
    },
    verifySm2: (publicKey, signerId, message, signature) =>
      guarded(() => engine.verify(publicKey, sm2Digest(sm2Z(publicKey, signerId), message), signature)),
    verifyEcdsa: (curve, publicKey, hash, message, signature) =>
      guarded(() => verify(hash, message, { key: keyOf(curve, publicKey), dsaEncoding: 'ieee-p1363' }, signature)),
  };
};
