import { createCipheriv, createDecipheriv } from 'node:crypto';
import { sm4CcmDecrypt, sm4CcmEncrypt } from '@chedun/gm';
import { concat } from '../bytes.ts';
import { securityError } from '../errors.ts';

/** Ciphers of messages. */
export type MessageCipher = 'aes128Ccm' | 'sm4Ccm';

const TAG = 16;
const KEY = 16;
const NONCE = 12;

const check = (key: Uint8Array, nonce: Uint8Array): void => {
  if (key.length === KEY && nonce.length === NONCE) return;
  throw securityError('v2xsec.key', { reason: 'CCM takes a key of 16 and a nonce of 12 bytes' });
};

/**
 * CCM without additional data, tag of 16 bytes behind the ciphertext (IEEE 1609.2 5.3.8; the same with SM4, unverified).
 * A nonce is used once under one key.
 */
export const sealCcm = (cipher: MessageCipher, key: Uint8Array, nonce: Uint8Array, text: Uint8Array): Uint8Array => {
  check(key, nonce);
  if (cipher === 'sm4Ccm') return sm4CcmEncrypt(key, nonce, text);
  const seal = createCipheriv('aes-128-ccm', key, nonce, { authTagLength: TAG });
  const body = seal.update(text);
  seal.final();
  return concat(body, seal.getAuthTag());
};

/** Reverses {@link sealCcm}. Throws `v2xsec.decrypt` for another key or a changed ciphertext. */
export const openCcm = (cipher: MessageCipher, key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array => {
  check(key, nonce);
  if (sealed.length < TAG) throw securityError('v2xsec.decrypt', { reason: 'shorter than its tag' });
  try {
    if (cipher === 'sm4Ccm') return sm4CcmDecrypt(key, nonce, sealed);
    const open = createDecipheriv('aes-128-ccm', key, nonce, { authTagLength: TAG });
    open.setAuthTag(sealed.subarray(sealed.length - TAG));
    const text = open.update(sealed.subarray(0, sealed.length - TAG));
    open.final();
    return new Uint8Array(text);
  } catch (cause) {
    throw securityError('v2xsec.decrypt', { reason: 'the tag does not fit' }, cause);
  }
};
