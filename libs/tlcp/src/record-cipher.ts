import { hmacSm3, prepareSm4, sm3, type RandomBytes } from '@chedun/gm';
import { join, sameSecret, u16 } from './bytes.ts';
import { TlcpError } from './errors.ts';
import { TLCP_VERSION, type SuiteName } from './names.ts';
import type { WriteKeys } from './prf.ts';

/** Protects or opens the records of one direction. */
export interface RecordCipher {
  /** The fragment of the next record. */
  readonly seal: (type: number, text: Uint8Array) => Uint8Array;
  /** The text of the next fragment; everything that is wrong is one and the same `tlcp.bad-record`. */
  readonly open: (type: number, fragment: Uint8Array) => Uint8Array;
}

const BLOCK = 16;
const MAC = 32;
const NONCE = 8;
const TAG = 16;
/** Longest padding of CBC with its length byte. */
const MOST_PADDING = 256;
/** Block of SM3. */
const HASH_BLOCK = 64;
/** Of a hash: sequence, kind, version and length before the text, then at least 9 bytes of its own padding. */
const [HASH_HEAD, HASH_TAIL] = [13, 9];
const MOST_RECORDS = 2 ** 48;

const bad = (): TlcpError => new TlcpError('tlcp.bad-record', 'a record cannot be opened');

/** Counts records: 8 bytes that never repeat under one key. */
const counter = (): (() => Uint8Array) => {
  let count = 0;
  return () => {
    if (count >= MOST_RECORDS) throw new TlcpError('tlcp.limit', 'too many records under one key');
    const [high, low] = [Math.floor(count / 2 ** 32), count % 2 ** 32];
    count += 1;
    const bytes = new Uint8Array(NONCE);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, high);
    view.setUint32(4, low);
    return bytes;
  };
};

const head = (sequence: Uint8Array, type: number, length: number): Uint8Array =>
  join(sequence, [type], u16(TLCP_VERSION), u16(length));

/** -1 (all bits) when the number is below 0, else 0: no branch. */
const ifNegative = (value: number): number => value >> 31;

/**
 * Bytes of padding before its length byte and whether it is right (-1) or not (0): every byte holds the length. Looks at
 * the same bytes whatever they are; wrong padding counts as none, so that the MAC is computed all the same.
 */
export const paddingOf = (text: Uint8Array): { readonly padding: number; readonly good: number } => {
  const last = text.length - 1;
  const claimed = text[last] ?? 0;
  let differs = 0;
  const looked = Math.min(MOST_PADDING, text.length);
  for (let at = 0; at < looked; at += 1) differs |= ((text[last - at] ?? 0) ^ claimed) & ifNegative(at - claimed - 1);
  const good = ifNegative(differs - 1) & ~ifNegative(text.length - 1 - MAC - claimed);
  return { padding: claimed & good, good };
};

const hashBlocks = (length: number): number => Math.ceil((HASH_HEAD + length + HASH_TAIL) / HASH_BLOCK);

const cbcCipher = ({ mac, key }: WriteKeys, random: RandomBytes): RecordCipher => {
  const next = counter();
  const sm4 = prepareSm4(key);
  return {
    seal: (type, text) => {
      const tag = hmacSm3(mac, join(head(next(), type, text.length), text));
      const padding = BLOCK - 1 - ((text.length + MAC) % BLOCK);
      const filled = join(text, tag, new Uint8Array(padding + 1).fill(padding));
      const iv = random(BLOCK);
      return join(iv, sm4.cbcEncrypt(iv, filled));
    },
    open: (type, fragment) => {
      const sequence = next();
      const sealed = fragment.subarray(BLOCK);
      if (sealed.length % BLOCK !== 0 || sealed.length <= MAC) throw bad();
      const text = sm4.cbcDecrypt(fragment.subarray(0, BLOCK), sealed);
      const { padding, good } = paddingOf(text);
      const most = text.length - 1 - MAC;
      const length = most - padding;
      const wanted = hmacSm3(mac, join(head(sequence, type, length), text.subarray(0, length)));
      // As many blocks are hashed as without padding: time does not tell how much of it there was (Lucky Thirteen).
      sm3(text.subarray(0, (hashBlocks(most) - hashBlocks(length)) * HASH_BLOCK));
      const isRight = sameSecret(wanted, text.subarray(length, length + MAC));
      if (!isRight || good === 0) throw bad();
      return text.subarray(0, length);
    },
  };
};

const gcmCipher = ({ key, iv }: WriteKeys): RecordCipher => {
  const next = counter();
  const sm4 = prepareSm4(key);
  return {
    seal: (type, text) => {
      // the count of the record is a nonce that never repeats (RFC 5288, 3)
      const sequence = next();
      const aad = head(sequence, type, text.length);
      return join(sequence, sm4.gcmEncrypt(join(iv, sequence), text, aad));
    },
    open: (type, fragment) => {
      const sequence = next();
      if (fragment.length < NONCE + TAG) throw bad();
      const [nonce, sealed] = [fragment.subarray(0, NONCE), fragment.subarray(NONCE)];
      const aad = head(sequence, type, sealed.length - TAG);
      try {
        return sm4.gcmDecrypt(join(iv, nonce), sealed, aad);
      } catch {
        throw bad();
      }
    },
  };
};

/**
 * Protection of one direction (GB/T 38636-2020, 6.3.3.4): SM4-CBC with an explicit vector over text, HMAC-SM3 and padding,
 * or SM4-GCM with the fixed part of the nonce from the keys and 8 bytes of it in the record.
 */
export const recordCipher = (suite: SuiteName, keys: WriteKeys, random: RandomBytes): RecordCipher =>
  suite === 'ECC_SM4_CBC_SM3' ? cbcCipher(keys, random) : gcmCipher(keys);
