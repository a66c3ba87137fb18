import {
  createSigner,
  GmError,
  pointFromSpki,
  publicKeyOf,
  signatureFromDer,
  signatureToDer,
  spkiFromPoint,
  verify,
  type Sm2Signer,
} from '@chedun/gm';

/** Identities under which one key is kept ready to sign. */
const MOST_IDENTITIES = 16;

/** A private key that signs under several identities. */
export interface Sm2Key {
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Signs with SM2 and SM3, under the default identity when none is given; DER of GM/T 0009. */
  readonly sign: (data: Uint8Array, identity?: Uint8Array) => Uint8Array;
}

/** Makes a private number of 32 bytes ready to sign. Throws `gm.key` for one out of range. */
export const sm2KeyOf = (scalar: Uint8Array): Sm2Key => {
  const signers = new Map<string, Sm2Signer>();
  const signerUnder = (identity: Uint8Array | undefined): Sm2Signer => {
    const name = identity === undefined ? '' : Buffer.from(identity).toString('hex');
    const signer = signers.get(name) ?? createSigner(scalar, identity);
    const [oldest] = signers.keys();
    if (!signers.has(name) && signers.size >= MOST_IDENTITIES && oldest !== undefined) signers.delete(oldest);
    signers.set(name, signer);
    return signer;
  };
  return {
    spki: spkiFromPoint(publicKeyOf(scalar)),
    sign: (data, identity) => signatureToDer(signerUnder(identity).sign(data)),
  };
};

/** The point of a public key, 65 bytes with 04 before it; undefined when the bytes are no SM2 key. */
export const sm2PointOf = (spki: Uint8Array): Uint8Array | undefined => {
  try {
    return pointFromSpki(spki);
  } catch (error) {
    if (error instanceof GmError) return undefined;
    throw error;
  }
};

/** SubjectPublicKeyInfo of a point of 65 bytes. Throws `gm.key` for another shape. */
export const sm2SpkiOf = (point: Uint8Array): Uint8Array => spkiFromPoint(point);

/** Whether a signature in DER is right, under the default identity when none is given. Never throws. */
export const sm2Verify = (spki: Uint8Array, signature: Uint8Array, data: Uint8Array, id?: Uint8Array): boolean => {
  try {
    return verify(pointFromSpki(spki), data, signatureFromDer(signature), id);
  } catch (error) {
    // No key, no signature, or a point that is not on the curve.
    if (error instanceof GmError) return false;
    throw error;
  }
};
