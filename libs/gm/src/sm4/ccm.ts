import { timingSafeEqual } from 'node:crypto';
import { concat, uint32 } from '../bytes.ts';
import { GmError, requireLength } from '../errors.ts';
import { encryptPass, SM4_BLOCK } from './block.ts';
import type { AeadOptions } from './gcm.ts';

const NOTHING = new Uint8Array(0);
const TAGS: readonly number[] = [4, 6, 8, 10, 12, 14, 16];
const [SHORTEST_NONCE, LONGEST_NONCE] = [7, 13];
/** From here on the length of additional data takes 6 bytes instead of 2. */
const LONG_AAD = 0xff00;

const check = (key: Uint8Array, nonce: Uint8Array, textLength: number, tagLength: number): void => {
  requireLength(key, SM4_BLOCK, 'the key');
  if (nonce.length < SHORTEST_NONCE || nonce.length > LONGEST_NONCE)
    throw new GmError('gm.length', 'a nonce of CCM has 7 to 13 bytes');
  if (!TAGS.includes(tagLength)) throw new GmError('gm.length', `a tag of CCM has ${TAGS.join(', ')} bytes`);
  const lengthBytes = SM4_BLOCK - 1 - nonce.length;
  if (textLength >= 2 ** (8 * lengthBytes))
    throw new GmError('gm.length', `with this nonce a text has less than 2^${8 * lengthBytes} bytes`);
};

const filled = (bytes: Uint8Array): Uint8Array =>
  concat(bytes, new Uint8Array((SM4_BLOCK - (bytes.length % SM4_BLOCK)) % SM4_BLOCK));

const aadBlocks = (aad: Uint8Array): Uint8Array => {
  if (aad.length === 0) return NOTHING;
  const short = Uint8Array.of(aad.length >>> 8, aad.length & 0xff);
  const head = aad.length < LONG_AAD ? short : concat(Uint8Array.of(0xff, 0xfe), uint32(aad.length));
  return filled(concat(head, aad));
};

/** First block of the MAC (RFC 3610, 2.2): flags, nonce, length of the text. */
const firstBlock = (nonce: Uint8Array, aad: Uint8Array, textLength: number, tagLength: number): Uint8Array => {
  const block = new Uint8Array(SM4_BLOCK);
  const lengthBytes = SM4_BLOCK - 1 - nonce.length;
  block[0] = (aad.length > 0 ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | (lengthBytes - 1);
  block.set(nonce, 1);
  for (let at = SM4_BLOCK - 1, rest = textLength; at > nonce.length; at -= 1) {
    block[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return block;
};

const counterBlock = (nonce: Uint8Array): Uint8Array => {
  const block = new Uint8Array(SM4_BLOCK);
  block[0] = SM4_BLOCK - 2 - nonce.length;
  block.set(nonce, 1);
  return block;
};

/** CBC-MAC, and with it the whole stream: the block of counter 0 masks the MAC, those after it the text. */
const macOf = (
  key: Uint8Array,
  nonce: Uint8Array,
  text: Uint8Array,
  aad: Uint8Array,
  tagLength: number,
): Uint8Array => {
  const blocks = concat(firstBlock(nonce, aad, text.length, tagLength), aadBlocks(aad), filled(text));
  return encryptPass('sm4-cbc', key, new Uint8Array(SM4_BLOCK), blocks).slice(-SM4_BLOCK);
};

/**
 * SM4-CCM (RFC 3610 with SM4; RFC 8998): ciphertext with the tag behind it. Nonce of 7 to 13 bytes (12 in V2X, IEEE
 * 1609.2), never used twice under one key; a text below 2^(8 * (15 - nonce length)) bytes; tag of 4, 6 .. 16 bytes. Throws
 * `gm.length`.
 */
export const sm4CcmEncrypt = (
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  { aad = NOTHING, tagLength = SM4_BLOCK }: AeadOptions = {},
): Uint8Array => {
  check(key, nonce, plaintext.length, tagLength);
  const mac = macOf(key, nonce, plaintext, aad, tagLength);
  const stream = encryptPass('sm4-ctr', key, counterBlock(nonce), concat(mac, plaintext));
  return concat(stream.subarray(SM4_BLOCK), stream.subarray(0, tagLength));
};

/** Reverses {@link sm4CcmEncrypt}; text with a wrong tag is never given out. Throws `gm.length`, `gm.tag`. */
export const sm4CcmDecrypt = (
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  { aad = NOTHING, tagLength = SM4_BLOCK }: AeadOptions = {},
): Uint8Array => {
  const length = sealed.length - tagLength;
  check(key, nonce, Math.max(0, length), tagLength);
  if (length < 0) throw new GmError('gm.length', 'the ciphertext is shorter than its tag');
  const masked = concat(sealed.subarray(length), new Uint8Array(SM4_BLOCK - tagLength), sealed.subarray(0, length));
  const stream = encryptPass('sm4-ctr', key, counterBlock(nonce), masked);
  const text = stream.slice(SM4_BLOCK);
  const mac = macOf(key, nonce, text, aad, tagLength);
  if (!timingSafeEqual(mac.subarray(0, tagLength), stream.subarray(0, tagLength)))
    throw new GmError('gm.tag', 'the tag is not that of the data');
  return text;
};
