import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digits } from '../../testing/curve.ts';
import { concat, hex } from '../bytes.ts';
import { sm4CbcDecrypt, sm4CbcEncrypt, sm4Ctr, sm4EcbDecrypt, sm4EcbEncrypt } from './block.ts';

const KEY = hex('0123456789abcdeffedcba9876543210');
const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });
const block = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('examples of GB/T 32907-2016', () => {
  test('one block', () => {
    expect(digits(sm4EcbEncrypt(KEY, KEY, 'none'))).toBe('681edf34d206965e86b3e94f536e4246');
  });

  test('a thousand rounds of encryption, of the million of the standard, lead back', () => {
    let state = KEY;
    for (let at = 0; at < 1000; at += 1) state = sm4EcbEncrypt(KEY, state, 'none');
    for (let at = 0; at < 1000; at += 1) state = sm4EcbDecrypt(KEY, state, 'none');
    expect(state).toEqual(KEY);
  });

  test('CBC and CTR (draft-ribose-cfrg-sm4)', () => {
    expect(digits(sm4CbcEncrypt(KEY, KEY, concat(KEY, KEY), 'none'))).toBe(
      '2677f46b09c122cc975533105bd4a22af6125f7275ce552c3a2bbcf533de8a3b',
    );
    const text = hex('aabbccddeeffeeaa'.replaceAll(/../g, (pair) => pair.repeat(8)));
    expect(digits(sm4Ctr(KEY, KEY, text))).toBe(
      'c2b4759e78ac3cf43d0852f4e8d5f9fd7256e8a5fcb65a350ee00630912e4449' +
        '2a0b17e1b85b060d0fba612d8a95831638b361fd5ffacd942f081485a83ca35d',
    );
  });
});

describe('modes', () => {
  test('lead back for any text', () => {
    fc.assert(
      fc.property(block, block, bytes(80), (key, iv, text) => {
        expect(sm4EcbDecrypt(key, sm4EcbEncrypt(key, text, 'pkcs7'), 'pkcs7')).toEqual(text);
        expect(sm4CbcDecrypt(key, iv, sm4CbcEncrypt(key, iv, text, 'pkcs7'), 'pkcs7')).toEqual(text);
        expect(sm4Ctr(key, iv, sm4Ctr(key, iv, text))).toEqual(text);
      }),
    );
  });

  test('padding always adds, and makes whole blocks', () => {
    for (let length = 0; length <= 33; length += 1)
      expect(sm4CbcEncrypt(KEY, KEY, new Uint8Array(length), 'pkcs7')).toHaveLength((Math.floor(length / 16) + 1) * 16);
  });

  test('CBC is ECB of the sum with the block before', () => {
    const [first, second] = [hex('00112233445566778899aabbccddeeff'), hex('ffeeddccbbaa99887766554433221100')];
    const xor = (left: Uint8Array, right: Uint8Array): Uint8Array => left.map((byte, at) => byte ^ (right[at] ?? 0));
    const one = sm4EcbEncrypt(KEY, xor(first, KEY), 'none');
    const two = sm4EcbEncrypt(KEY, xor(second, one), 'none');
    expect(sm4CbcEncrypt(KEY, KEY, concat(first, second), 'none')).toEqual(concat(one, two));
  });
});

describe('what is refused', () => {
  const texts: readonly (readonly [string, () => unknown])[] = [
    ['a short key', () => sm4EcbEncrypt(KEY.subarray(1), KEY, 'none')],
    ['a long key', () => sm4Ctr(concat(KEY, KEY), KEY, KEY)],
    ['a short vector', () => sm4CbcEncrypt(KEY, KEY.subarray(1), KEY, 'none')],
    ['a short counter', () => sm4Ctr(KEY, KEY.subarray(4), KEY)],
    ['a part of a block without padding', () => sm4EcbEncrypt(KEY, KEY.subarray(1), 'none')],
    ['a part of a block to decrypt', () => sm4CbcDecrypt(KEY, KEY, KEY.subarray(1), 'pkcs7')],
    ['nothing to decrypt with padding', () => sm4CbcDecrypt(KEY, KEY, new Uint8Array(0), 'pkcs7')],
    ['a short vector to decrypt', () => sm4CbcDecrypt(KEY, KEY.subarray(1), KEY, 'none')],
  ];
  test.each(texts)('%s', (_, run) => {
    expect(run).toThrow(/gm.length/);
  });

  test('wrong padding', () => {
    const sealed = sm4CbcEncrypt(KEY, KEY, new Uint8Array(16), 'none');
    expect(() => sm4CbcDecrypt(KEY, KEY, sealed, 'pkcs7')).toThrow(/gm.padding/);
    expect(() => sm4EcbDecrypt(KEY, sm4EcbEncrypt(KEY, new Uint8Array(16).fill(17), 'none'), 'pkcs7')).toThrow(
      /gm.padding/,
    );
  });
});
