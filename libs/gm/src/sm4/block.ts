import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concat } from '../bytes.ts';
import { GmError, requireLength } from '../errors.ts';

/** Block of SM4 in bytes, and length of its keys. */
export const SM4_BLOCK = 16;

/** What fills the last block: PKCS#7 (RFC 5652, 6.3), or nothing, and then the data have to be whole blocks. */
export type Padding = 'pkcs7' | 'none';

type Mode = 'sm4-ecb' | 'sm4-cbc' | 'sm4-ctr';

/** One pass of a cipher in the encrypting direction, without padding. */
export const encryptPass = (mode: Mode, key: Uint8Array, iv: Uint8Array | null, data: Uint8Array): Uint8Array => {
  const cipher = createCipheriv(mode, key, iv);
  cipher.setAutoPadding(false);
  const first = cipher.update(data);
  const last = cipher.final();
  return last.length === 0 ? new Uint8Array(first.buffer, first.byteOffset, first.length) : concat(first, last);
};

const requireBlocks = (data: Uint8Array): void => {
  if (data.length % SM4_BLOCK !== 0) throw new GmError('gm.length', 'the data are no whole blocks of 16 bytes');
};

const encrypt = (
  mode: Mode,
  key: Uint8Array,
  iv: Uint8Array | null,
  data: Uint8Array,
  padding: Padding,
): Uint8Array => {
  requireLength(key, SM4_BLOCK, 'the key');
  if (padding === 'none') requireBlocks(data);
  const cipher = createCipheriv(mode, key, iv);
  cipher.setAutoPadding(padding === 'pkcs7');
  return concat(cipher.update(data), cipher.final());
};

const decrypt = (
  mode: Mode,
  key: Uint8Array,
  iv: Uint8Array | null,
  data: Uint8Array,
  padding: Padding,
): Uint8Array => {
  requireLength(key, SM4_BLOCK, 'the key');
  requireBlocks(data);
  if (padding === 'pkcs7' && data.length === 0) throw new GmError('gm.length', 'a padded text has at least one block');
  const decipher = createDecipheriv(mode, key, iv);
  decipher.setAutoPadding(padding === 'pkcs7');
  const text = decipher.update(data);
  try {
    return concat(text, decipher.final());
  } catch {
    throw new GmError('gm.padding', 'the last block ends with no padding');
  }
};

/**
 * SM4 (GB/T 32907-2016) in ECB mode (GB/T 17964). For single blocks and key wrapping by others' rules only: equal blocks
 * stay equal. Throws `gm.length`.
 */
export const sm4EcbEncrypt = (key: Uint8Array, data: Uint8Array, padding: Padding): Uint8Array =>
  encrypt('sm4-ecb', key, null, data, padding);

/** Reverses {@link sm4EcbEncrypt}. Throws `gm.length`, `gm.padding`. */
export const sm4EcbDecrypt = (key: Uint8Array, data: Uint8Array, padding: Padding): Uint8Array =>
  decrypt('sm4-ecb', key, null, data, padding);

/** SM4 in CBC mode; the initial vector has 16 bytes and must not be foreseeable. Throws `gm.length`. */
export const sm4CbcEncrypt = (key: Uint8Array, iv: Uint8Array, data: Uint8Array, padding: Padding): Uint8Array => {
  requireLength(iv, SM4_BLOCK, 'the initial vector');
  return encrypt('sm4-cbc', key, iv, data, padding);
};

/**
 * Reverses {@link sm4CbcEncrypt}. Throws `gm.length`, `gm.padding`. Whoever lets a sender see the difference between wrong
 * padding and other faults gives him the text: check a MAC first.
 */
export const sm4CbcDecrypt = (key: Uint8Array, iv: Uint8Array, data: Uint8Array, padding: Padding): Uint8Array => {
  requireLength(iv, SM4_BLOCK, 'the initial vector');
  return decrypt('sm4-cbc', key, iv, data, padding);
};

/** SM4 in CTR mode, both directions: a counter of 128 bits starts at `counter` (16 bytes). Throws `gm.length`. */
export const sm4Ctr = (key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array => {
  requireLength(key, SM4_BLOCK, 'the key');
  requireLength(counter, SM4_BLOCK, 'the counter');
  return encryptPass('sm4-ctr', key, counter, data);
};
