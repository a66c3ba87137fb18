import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** PKCS #8 of an Ed25519 seed (RFC 8410 clause 7) up to the seed itself. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 clause 4) up to the key itself. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

/** Private key of a seed of 32 bytes. */
export const ed25519KeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });

/** The 32 bytes of a public key; undefined when the bytes are no Ed25519 key. */
export const ed25519RawOf = (spki: Uint8Array): Uint8Array | undefined => {
  const raw = spki.subarray(SPKI_HEAD.length);
  return Buffer.from(spki.subarray(0, SPKI_HEAD.length)).equals(SPKI_HEAD) && raw.length === KEY_BYTES
    ? raw
    : undefined;
};

/** SubjectPublicKeyInfo of a public key of 32 bytes. */
export const ed25519SpkiOf = (raw: Uint8Array): Uint8Array => Buffer.concat([SPKI_HEAD, raw]);

/** Whether a signature (RFC 8032) is right under a public key of 32 bytes. Never throws. */
export const ed25519Verify = (raw: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean => {
  try {
    const key = createPublicKey({ key: Buffer.from(ed25519SpkiOf(raw)), format: 'der', type: 'spki' });
    return verify(null, data, key, signature);
  } catch {
    return false;
  }
};
