import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digits } from '../../testing/curve.ts';
import { concat, hex, toBigInt, uint32 } from '../bytes.ts';
import { sm4EcbEncrypt } from './block.ts';
import { sm4GcmDecrypt, sm4GcmEncrypt } from './gcm.ts';
import { ghash } from './ghash.ts';

const KEY = hex('0123456789abcdeffedcba9876543210');
const NONCE = hex('00001234567800000000abcd');
const AAD = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
const TEXT = hex('aabbccddeeffeeaa'.replaceAll(/../g, (pair) => pair.repeat(8)));

/** SP 800-38D, 7.1, block by block, with a counter of its own. */
const sealByHand = (key: Uint8Array, nonce: Uint8Array, text: Uint8Array, aad: Uint8Array): Uint8Array => {
  const h = sm4EcbEncrypt(key, new Uint8Array(16), 'none');
  const bits = (bytes: Uint8Array): Uint8Array => concat(uint32(0), uint32(bytes.length * 8));
  const j0 = nonce.length === 12 ? concat(nonce, uint32(1)) : ghash(h, [nonce, concat(new Uint8Array(8), bits(nonce))]);
  const mask = (add: number): Uint8Array => {
    const counter = Number((toBigInt(j0.subarray(12)) + BigInt(add)) % 2n ** 32n);
    return sm4EcbEncrypt(key, concat(j0.subarray(0, 12), uint32(counter)), 'none');
  };
  const sealed = text.map((byte, at) => byte ^ (mask(1 + Math.floor(at / 16))[at % 16] ?? 0));
  const tag = ghash(h, [aad, sealed, concat(bits(aad), bits(sealed))]);
  return concat(
    sealed,
    tag.map((byte, at) => byte ^ (mask(0)[at] ?? 0)),
  );
};

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });

describe('SM4-GCM', () => {
  test('example of RFC 8998', () => {
    const sealed = sm4GcmEncrypt(KEY, NONCE, TEXT, { aad: AAD });
    expect(digits(sealed.subarray(-16))).toBe('83de3541e4c2b58177e065a9bf7b62ec');
    expect(sm4GcmDecrypt(KEY, NONCE, sealed, { aad: AAD })).toEqual(TEXT);
  });

  test('any nonce, text and data: by the standard, and back', () => {
    fc.assert(
      fc.property(bytes(16, 16), bytes(1, 40), bytes(0, 60), bytes(0, 40), (key, nonce, text, aad) => {
        const sealed = sm4GcmEncrypt(key, nonce, text, { aad });
        expect(sealed).toEqual(sealByHand(key, nonce, text, aad));
        expect(sm4GcmDecrypt(key, nonce, sealed, { aad })).toEqual(text);
      }),
    );
  });

  test('the counter wraps in 32 bits (nonces found by search)', () => {
    // with a nonce of 16 bytes the first counter is a hash: one that is close to 2^32 is made by solving GHASH for it
    const h = sm4EcbEncrypt(KEY, new Uint8Array(16), 'none');
    const found = Array.from({ length: 70_000 }, (_, at) => concat(new Uint8Array(12), uint32(at))).filter((nonce) => {
      const j0 = ghash(h, [nonce, concat(new Uint8Array(8), uint32(0), uint32(128))]);
      return j0[12] === 255 && j0[13] === 255;
    });
    expect(found.length).toBeGreaterThan(0);
    const nonce = found[0] ?? NONCE;
    const text = new Uint8Array(2 ** 20 + 5).fill(7);
    const sealed = sm4GcmEncrypt(KEY, nonce, text);
    expect(sm4GcmDecrypt(KEY, nonce, sealed)).toEqual(text);
    const j0 = ghash(h, [nonce, concat(new Uint8Array(8), uint32(0), uint32(128))]);
    const wrap = 2 ** 32 - Number(toBigInt(j0.subarray(12))) - 1;
    expect(wrap).toBeLessThan(2 ** 16);
    const after = sm4EcbEncrypt(KEY, concat(j0.subarray(0, 12), uint32(0)), 'none');
    expect(sealed.subarray(16 * wrap, 16 * wrap + 16)).toEqual(after.map((byte) => byte ^ 7));
  });

  test('any change is noticed', () => {
    const sealed = sm4GcmEncrypt(KEY, NONCE, TEXT, { aad: AAD });
    fc.assert(
      fc.property(fc.nat({ max: sealed.length * 8 - 1 }), (bit) => {
        const changed = sealed.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(() => sm4GcmDecrypt(KEY, NONCE, changed, { aad: AAD })).toThrow(/gm.tag/);
      }),
    );
    expect(() => sm4GcmDecrypt(KEY, NONCE, sealed)).toThrow(/gm.tag/);
    expect(() => sm4GcmDecrypt(KEY, AAD, sealed, { aad: AAD })).toThrow(/gm.tag/);
    expect(() => sm4GcmDecrypt(AAD.subarray(0, 16), NONCE, sealed, { aad: AAD })).toThrow(/gm.tag/);
  });

  test('lengths', () => {
    for (const tagLength of [4, 8, 12, 13, 14, 15, 16]) {
      const sealed = sm4GcmEncrypt(KEY, NONCE, TEXT, { tagLength });
      expect(sealed).toHaveLength(TEXT.length + tagLength);
      expect(sm4GcmDecrypt(KEY, NONCE, sealed, { tagLength })).toEqual(TEXT);
    }
    for (const tagLength of [0, 3, 7, 17])
      expect(() => sm4GcmEncrypt(KEY, NONCE, TEXT, { tagLength })).toThrow(/gm.length/);
    expect(() => sm4GcmEncrypt(KEY, new Uint8Array(0), TEXT)).toThrow(/gm.length/);
    expect(() => sm4GcmEncrypt(KEY.subarray(1), NONCE, TEXT)).toThrow(/gm.length/);
    expect(() => sm4GcmDecrypt(KEY, NONCE, new Uint8Array(15))).toThrow(/gm.length/);
  });
});
