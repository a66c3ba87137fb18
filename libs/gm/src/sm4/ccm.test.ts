import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digits } from '../../testing/curve.ts';
import { concat, hex, uint32 } from '../bytes.ts';
import { sm4EcbEncrypt } from './block.ts';
import { sm4CcmDecrypt, sm4CcmEncrypt } from './ccm.ts';

const KEY = hex('0123456789abcdeffedcba9876543210');
const NONCE = hex('00001234567800000000abcd');
const AAD = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
const TEXT = hex('aabbccddeeffeeaa'.replaceAll(/../g, (pair) => pair.repeat(8)));

interface Case {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly text: Uint8Array;
  readonly aad: Uint8Array;
  readonly tagLength: number;
}

const padded = (data: Uint8Array): Uint8Array => concat(data, new Uint8Array((16 - (data.length % 16)) % 16));

/** RFC 3610, 2.2 to 2.4, block by block, for texts and data of less than 65,280 bytes. */
const sealByHand = ({ key, nonce, text, aad, tagLength }: Case): Uint8Array => {
  const wide = 15 - nonce.length;
  const number = (value: number): Uint8Array => concat(new Uint8Array(wide), uint32(value)).slice(-wide);
  const flags = 64 * Math.min(1, aad.length) + 8 * ((tagLength - 2) / 2) + wide - 1;
  const head = aad.length === 0 ? aad : padded(concat(Uint8Array.of(aad.length >> 8, aad.length & 255), aad));
  const blocks = concat(Uint8Array.of(flags), nonce, number(text.length), head, padded(text));
  let mac = new Uint8Array(16);
  for (let at = 0; at < blocks.length; at += 16)
    mac = Uint8Array.from(
      sm4EcbEncrypt(
        key,
        mac.map((byte, place) => byte ^ (blocks[at + place] ?? 0)),
        'none',
      ),
    );
  const mask = (at: number): Uint8Array =>
    sm4EcbEncrypt(key, concat(Uint8Array.of(wide - 1), nonce, number(at)), 'none');
  const sealed = text.map((byte, at) => byte ^ (mask(1 + Math.floor(at / 16))[at % 16] ?? 0));
  return concat(sealed, mac.map((byte, at) => byte ^ (mask(0)[at] ?? 0)).subarray(0, tagLength));
};

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });
const cases: fc.Arbitrary<Case> = fc.record({
  key: bytes(16, 16),
  nonce: bytes(7, 13),
  text: bytes(0, 60),
  aad: bytes(0, 40),
  tagLength: fc.constantFrom(4, 6, 8, 10, 12, 14, 16),
});

describe('SM4-CCM', () => {
  test('example of RFC 8998', () => {
    const sealed = sm4CcmEncrypt(KEY, NONCE, TEXT, { aad: AAD });
    expect(digits(sealed.subarray(-16))).toBe('16842d4fa186f56ab33256971fa110f4');
    expect(sm4CcmDecrypt(KEY, NONCE, sealed, { aad: AAD })).toEqual(TEXT);
  });

  test('any nonce, text, data and tag: by the RFC, and back', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { key, nonce, text, ...options } = one;
        const sealed = sm4CcmEncrypt(key, nonce, text, options);
        expect(sealed).toEqual(sealByHand(one));
        expect(sm4CcmDecrypt(key, nonce, sealed, options)).toEqual(text);
      }),
    );
  });

  test('data of 65,280 bytes and more carry a longer length', () => {
    const [short, long] = [new Uint8Array(0xfeff), new Uint8Array(0xff00)];
    const tags = [short, long].map((aad) => sm4CcmEncrypt(KEY, NONCE, TEXT, { aad }));
    expect(tags[0]).toEqual(sealByHand({ key: KEY, nonce: NONCE, text: TEXT, aad: short, tagLength: 16 }));
    expect(tags[1]).not.toEqual(sealByHand({ key: KEY, nonce: NONCE, text: TEXT, aad: long, tagLength: 16 }));
    expect(sm4CcmDecrypt(KEY, NONCE, tags[1] ?? TEXT, { aad: long })).toEqual(TEXT);
  });

  test('any change is noticed', () => {
    const sealed = sm4CcmEncrypt(KEY, NONCE, TEXT, { aad: AAD });
    fc.assert(
      fc.property(fc.nat({ max: sealed.length * 8 - 1 }), (bit) => {
        const changed = sealed.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(() => sm4CcmDecrypt(KEY, NONCE, changed, { aad: AAD })).toThrow(/gm.tag/);
      }),
    );
    expect(() => sm4CcmDecrypt(KEY, NONCE, sealed)).toThrow(/gm.tag/);
  });

  test('lengths', () => {
    for (const length of [0, 6, 14])
      expect(() => sm4CcmEncrypt(KEY, new Uint8Array(length), TEXT)).toThrow(/gm.length/);
    for (const tagLength of [0, 2, 5, 18])
      expect(() => sm4CcmEncrypt(KEY, NONCE, TEXT, { tagLength })).toThrow(/gm.length/);
    expect(() => sm4CcmEncrypt(KEY, new Uint8Array(13), new Uint8Array(65_536))).toThrow(/gm.length/);
    expect(sm4CcmEncrypt(KEY, new Uint8Array(13), new Uint8Array(65_535))).toHaveLength(65_551);
    expect(() => sm4CcmDecrypt(KEY, NONCE, new Uint8Array(15))).toThrow(/gm.length/);
    expect(() => sm4CcmDecrypt(KEY.subarray(1), NONCE, TEXT)).toThrow(/gm.length/);
  });
});
