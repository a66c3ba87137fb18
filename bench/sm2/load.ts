import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import {
  createSigner,
  generateKeyPair,
  signatureToDer,
  sm2Digest,
  sm2Z,
  spkiFromPoint,
  type Sm2KeyPair,
  type Sm2Signer,
} from '@chedun/gm';

/** One message with its signature, in the forms that each implementation wants. */
export interface Signed {
  readonly publicKey: Uint8Array;
  readonly key: KeyObject;
  readonly z: Uint8Array;
  readonly message: Uint8Array;
  readonly e: Uint8Array;
  readonly signature: Uint8Array;
  readonly der: Uint8Array;
  /** Every fourth signature is wrong. */
  readonly isRight: boolean;
  readonly publicHex: string;
  readonly signatureHex: string;
}

const MESSAGE_BYTES = 300;

interface Signer {
  readonly pair: Sm2KeyPair;
  readonly signer: Sm2Signer;
  readonly key: KeyObject;
  readonly z: Uint8Array;
}

const makeSigner = (): Signer => {
  const pair = generateKeyPair();
  const spki = Buffer.from(spkiFromPoint(pair.publicKey));
  return {
    pair,
    signer: createSigner(pair.privateKey),
    key: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    z: sm2Z(pair.publicKey),
  };
};

const makeSigned = ({ pair: { publicKey }, signer, key, z }: Signer, at: number): Signed => {
  const message = new Uint8Array(MESSAGE_BYTES).map((_, place) => (at * 7 + place * 13) & 0xff);
  const signature = signer.sign(message);
  const isRight = at % 4 !== 3;
  if (!isRight) signature[at % 64] = (signature[at % 64] ?? 0) ^ (1 << (at % 8));
  return {
    publicKey,
    key,
    z,
    message,
    e: sm2Digest(z, message),
    signature,
    der: signatureToDer(signature),
    isRight,
    publicHex: Buffer.from(publicKey).toString('hex'),
    signatureHex: Buffer.from(signature).toString('hex'),
  };
};

/** Messages of 300 bytes from so many signers in turn. */
export const makeLoad = (signers: number, count: number): readonly Signed[] => {
  const all = Array.from({ length: signers }, makeSigner);
  return Array.from({ length: count }, (_, at) => makeSigned(all[at % signers] ?? makeSigner(), at));
};

/** Verification by node:crypto with the key held ready. */
export const verifyByNode = ({ key, z, message, der }: Signed): boolean => {
  try {
    return createVerify('sm3').update(z).update(message).verify(key, der);
  } catch {
    // OpenSSL answers some numbers out of range with an error
    return false;
  }
};
