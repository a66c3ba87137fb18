import { timingSafeEqual } from 'node:crypto';
import { concat, uint32 } from '../bytes.ts';
import { GmError, requireLength } from '../errors.ts';
import { encryptPass, SM4_BLOCK } from './block.ts';
import { ghash } from './ghash.ts';

/** What authenticated encryption takes beside key and text. */
export interface AeadOptions {
  /** Data that are authenticated and not encrypted; default none. */
  readonly aad?: Uint8Array;
  /** Bytes of the tag; default 16. */
  readonly tagLength?: number;
}

const NOTHING = new Uint8Array(0);
const NONCE = 12;
const TAGS: readonly number[] = [4, 8, 12, 13, 14, 15, 16];
const COUNTERS = 2 ** 32;

interface Start {
  /** Hash key. */
  readonly h: Uint8Array;
  /** First counter block: masks the tag. */
  readonly j0: Uint8Array;
}

const bitLength = (bytes: Uint8Array): Uint8Array =>
  concat(uint32(Math.floor(bytes.length / 2 ** 29)), uint32((bytes.length * 8) % 2 ** 32));

const start = (key: Uint8Array, nonce: Uint8Array, tagLength: number): Start => {
  requireLength(key, SM4_BLOCK, 'the key');
  if (nonce.length === 0) throw new GmError('gm.length', 'the nonce is empty');
  if (!TAGS.includes(tagLength)) throw new GmError('gm.length', `a tag of GCM has ${TAGS.join(', ')} bytes`);
  const h = encryptPass('sm4-ecb', key, null, new Uint8Array(SM4_BLOCK));
  const j0 =
    nonce.length === NONCE ? concat(nonce, uint32(1)) : ghash(h, [nonce, concat(new Uint8Array(8), bitLength(nonce))]);
  return { h, j0 };
};

/** CTR from the block after j0, whose counter is the last 32 bits alone; the native one would carry over all 128. */
const counterMode = (key: Uint8Array, j0: Uint8Array, data: Uint8Array): Uint8Array => {
  const prefix = j0.subarray(0, NONCE);
  const last = new DataView(j0.buffer, j0.byteOffset).getUint32(NONCE);
  const first = (last + 1) % COUNTERS;
  const cut = (COUNTERS - first) * SM4_BLOCK;
  const head = encryptPass('sm4-ctr', key, concat(prefix, uint32(first)), data.subarray(0, cut));
  if (data.length <= cut) return head;
  return concat(head, encryptPass('sm4-ctr', key, concat(prefix, uint32(0)), data.subarray(cut)));
};

const tagOf = (key: Uint8Array, { h, j0 }: Start, aad: Uint8Array, ciphertext: Uint8Array): Uint8Array => {
  const hashed = ghash(h, [aad, ciphertext, concat(bitLength(aad), bitLength(ciphertext))]);
  const mask = encryptPass('sm4-ecb', key, null, j0);
  return hashed.map((byte, at) => byte ^ (mask[at] ?? 0));
};

/**
 * SM4-GCM (NIST SP 800-38D with SM4; RFC 8998): ciphertext with the tag behind it. The nonce has 12 bytes as a rule, may
 * have any length but none, and must never be used twice under one key. Throws `gm.length`.
 */
export const sm4GcmEncrypt = (
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  { aad = NOTHING, tagLength = SM4_BLOCK }: AeadOptions = {},
): Uint8Array => {
  const begun = start(key, nonce, tagLength);
  const ciphertext = counterMode(key, begun.j0, plaintext);
  return concat(ciphertext, tagOf(key, begun, aad, ciphertext).subarray(0, tagLength));
};

/** Reverses {@link sm4GcmEncrypt}; nothing is decrypted before the tag was found right. Throws `gm.length`, `gm.tag`. */
export const sm4GcmDecrypt = (
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  { aad = NOTHING, tagLength = SM4_BLOCK }: AeadOptions = {},
): Uint8Array => {
  const begun = start(key, nonce, tagLength);
  if (sealed.length < tagLength) throw new GmError('gm.length', 'the ciphertext is shorter than its tag');
  const ciphertext = sealed.subarray(0, sealed.length - tagLength);
  const tag = tagOf(key, begun, aad, ciphertext).subarray(0, tagLength);
  if (!timingSafeEqual(tag, sealed.subarray(ciphertext.length)))
    throw new GmError('gm.tag', 'the tag is not that of the data');
  return counterMode(key, begun.j0, ciphertext);
};
