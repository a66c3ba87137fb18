import { createCipheriv, createSecretKey } from 'node:crypto';

const BLOCK = 16;
const TAG = 16;
/** B0: tag of 16 bytes, length in 3 bytes (RFC 3610). */
const FIRST = 0x3a;
const COUNTER = 0x02;
const MOST = 2 ** 24;

/**
 * SM4-CCM (RFC 3610, nonce of 12 bytes, tag of 16, no additional data): the bytes of `sealCcm` of @chedun/v2x-security, with
 * a key object made once for both passes, which is what costs most with a new key for every text. Throws RangeError.
 */
export const sealWholeCcm = (key: Uint8Array, nonce: Uint8Array, text: Uint8Array): Uint8Array => {
  if (nonce.length !== 12 || text.length >= MOST) throw new RangeError('a nonce of 12 bytes and a text below 16 MiB');
  const secret = createSecretKey(key);
  const blocks = new Uint8Array(BLOCK + Math.ceil(text.length / BLOCK) * BLOCK);
  blocks[0] = FIRST;
  blocks.set(nonce, 1);
  blocks[13] = text.length >> 16;
  blocks[14] = (text.length >> 8) & 255;
  blocks[15] = text.length & 255;
  blocks.set(text, BLOCK);
  const chained = createCipheriv('sm4-cbc', secret, new Uint8Array(BLOCK)).setAutoPadding(false).update(blocks);
  const stream = new Uint8Array(BLOCK + text.length);
  stream.set(chained.subarray(-BLOCK));
  stream.set(text, BLOCK);
  const counter = new Uint8Array(BLOCK);
  counter[0] = COUNTER;
  counter.set(nonce, 1);
  const masked = createCipheriv('sm4-ctr', secret, counter).update(stream);
  const sealed = new Uint8Array(text.length + TAG);
  sealed.set(masked.subarray(BLOCK));
  sealed.set(masked.subarray(0, TAG), text.length);
  return sealed;
};
