import { createHmac, timingSafeEqual } from 'node:crypto';
import { xor } from '../bytes.ts';
import { securityError } from '../errors.ts';
import { kdf2 } from './kdf2.ts';

/** A key of 16 bytes, wrapped for one recipient: ciphertext and tag, 16 bytes each. */
export interface WrappedKey {
  readonly c: Uint8Array;
  readonly t: Uint8Array;
}

const KEY = 16;
const MAC_KEY = 32;
const TAG = 16;

const tagOf = (key: Uint8Array, c: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(c).digest().subarray(0, TAG));

/**
 * The symmetric half of ECIES (IEEE 1609.2 5.3.5): `shared` is the x coordinate of the agreed point, `p1` the hash of the
 * recipient's information. Key and tag from KDF2, encryption by exclusive or, tag HMAC-SHA-256 cut to 16 bytes.
 */
export const eciesWrap = (shared: Uint8Array, p1: Uint8Array, key: Uint8Array): WrappedKey => {
  if (key.length !== KEY) throw securityError('v2xsec.key', { reason: 'a message key has 16 bytes' });
  const derived = kdf2(shared, p1, KEY + MAC_KEY);
  const c = xor(key, derived.subarray(0, KEY));
  return { c, t: tagOf(derived.subarray(KEY), c) };
};

/** Reverses {@link eciesWrap}. Throws `v2xsec.decrypt` when the tag does not fit. */
export const eciesUnwrap = (shared: Uint8Array, p1: Uint8Array, { c, t }: WrappedKey): Uint8Array => {
  const derived = kdf2(shared, p1, KEY + MAC_KEY);
  const expected = tagOf(derived.subarray(KEY), c);
  if (c.length !== KEY || t.length !== TAG || !timingSafeEqual(expected, t))
    throw securityError('v2xsec.decrypt', { reason: 'the tag of the wrapped key does not fit' });
  return xor(c, derived.subarray(0, KEY));
};
