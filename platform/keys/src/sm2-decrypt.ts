import { createHash } from 'node:crypto';
import type { Sm2Agreement } from './sm2-agreement.ts';

/** How the parts of an SM2 ciphertext stand: GB/T 32918.4-2016 (C1 C3 C2), its older form, or as ASN.1 (GM/T 0009). */
export type Sm2Order = 'c1c3c2' | 'c1c2c3' | 'asn1';

interface Parts {
  /** Point without its leading 04: x and y. */
  readonly point: Buffer;
  readonly hash: Buffer;
  readonly text: Buffer;
}

const POINT = 64;
const NUMBER = 32;
const HASH = 32;

const plainParts = (bytes: Buffer, order: 'c1c3c2' | 'c1c2c3'): Parts | undefined => {
  // The point may or may not be announced by 04.
  const from = bytes[0] === 4 && bytes.length > 1 + POINT + HASH ? 1 : 0;
  const rest = bytes.subarray(from + POINT);
  if (rest.length <= HASH) return undefined;
  const point = bytes.subarray(from, from + POINT);
  return order === 'c1c3c2'
    ? { point, hash: rest.subarray(0, HASH), text: rest.subarray(HASH) }
    : { point, hash: rest.subarray(-HASH), text: rest.subarray(0, -HASH) };
};

/** Content of the element at `at` when it has this tag. */
const element = (
  bytes: Buffer,
  at: number,
  tag: number,
): { readonly content: Buffer; readonly next: number } | undefined => {
  if (bytes[at] !== tag) return undefined;
  const first = bytes[at + 1] ?? 0xff;
  const wide = first & 0x7f;
  if (first >= 0x80 && (wide === 0 || wide > 3 || at + 2 + wide > bytes.length)) return undefined;
  const length = first < 0x80 ? first : bytes.readUIntBE(at + 2, wide);
  const from = at + 2 + (first < 0x80 ? 0 : wide);
  return from + length > bytes.length
    ? undefined
    : { content: bytes.subarray(from, from + length), next: from + length };
};

const padded = (number: Buffer): Buffer => {
  const value = number[0] === 0 ? number.subarray(1) : number;
  return value.length > NUMBER ? value : Buffer.concat([Buffer.alloc(NUMBER - value.length), value]);
};

const asn1Parts = (bytes: Buffer): Parts | undefined => {
  const outer = element(bytes, 0, 0x30);
  const x = outer && element(outer.content, 0, 0x02);
  const y = outer && x && element(outer.content, x.next, 0x02);
  const hash = outer && y && element(outer.content, y.next, 0x04);
  const text = outer && hash && element(outer.content, hash.next, 0x04);
  if (!x || !y || !hash || !text || hash.content.length !== HASH) return undefined;
  return { point: Buffer.concat([padded(x.content), padded(y.content)]), hash: hash.content, text: text.content };
};

/** KDF of GB/T 32918.4, 5.4.3 with SM3, as long as the text, XORed with it. */
const unmask = (shared: Buffer, text: Buffer): Buffer => {
  const plain = Buffer.from(text);
  const counter = Buffer.alloc(4);
  for (let at = 0, n = 1; at < text.length; at += HASH, n += 1) {
    counter.writeUInt32BE(n);
    const stream = createHash('sm3').update(shared).update(counter).digest();
    for (let i = 0; i < HASH && at + i < text.length; i += 1) plain[at + i] = (text[at + i] ?? 0) ^ (stream[i] ?? 0);
  }
  return plain;
};

/**
 * Decrypts by GB/T 32918.4 with a prepared private number; undefined when the ciphertext is none or was changed. About
 * a millisecond. Throws when its point is not on the curve.
 */
export const sm2Decrypt = (agree: Sm2Agreement, bytes: Uint8Array, order: Sm2Order): Buffer | undefined => {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = order === 'asn1' ? asn1Parts(given) : plainParts(given, order);
  if (parts === undefined || parts.point.length !== POINT) return undefined;
  for (const shared of agree(parts.point)) {
    const plain = unmask(shared, parts.text);
    const [x, y] = [shared.subarray(0, NUMBER), shared.subarray(NUMBER)];
    if (createHash('sm3').update(x).update(plain).update(y).digest().equals(parts.hash)) return plain;
  }
  return undefined;
};
