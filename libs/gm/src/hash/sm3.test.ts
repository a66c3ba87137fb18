import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, digits } from '../../testing/curve.ts';
import { concat, hex } from '../bytes.ts';
import { createSm3, hkdfSm3, hmacSm3, pbkdf2Sm3, sm3 } from './sm3.ts';

/** RFC 5869, 2.2 and 2.3, from HMAC alone. */
const hkdfByHand = (key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array => {
  const secret = hmacSm3(salt.length === 0 ? new Uint8Array(32) : salt, key);
  let [out, last] = [new Uint8Array(0), new Uint8Array(0)];
  for (let at = 1; out.length < length; at += 1) {
    last = Uint8Array.from(hmacSm3(secret, concat(last, info, Uint8Array.of(at))));
    out = Uint8Array.from(concat(out, last));
  }
  return out.subarray(0, length);
};

/** RFC 8018, 5.2, for one block. */
const pbkdf2ByHand = (password: Uint8Array, salt: Uint8Array, iterations: number): Uint8Array => {
  let step = hmacSm3(password, concat(salt, Uint8Array.of(0, 0, 0, 1)));
  let sum = step;
  for (let at = 1; at < iterations; at += 1) {
    step = hmacSm3(password, step);
    sum = sum.map((byte, place) => byte ^ (step[place] ?? 0));
  }
  return sum;
};

/** RFC 2104 from the hash alone. */
const hmacByHand = (key: Uint8Array, data: Uint8Array): Uint8Array => {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sm3(key) : key);
  const inner = sm3(
    concat(
      block.map((byte) => byte ^ 0x36),
      data,
    ),
  );
  return sm3(
    concat(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  );
};

describe('SM3', () => {
  test('examples of GB/T 32905-2016', () => {
    expect(digits(sm3(ascii('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(digits(sm3(ascii('abcd'.repeat(16))))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });

  test('in parts it is the same', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 }), (parts) => {
        const state = createSm3();
        for (const part of parts) expect(state.update(part)).toBe(state);
        expect(state.digest()).toEqual(sm3(concat(...parts)));
      }),
    );
  });

  test('one bit changes it', () => {
    expect(digits(sm3(ascii('abc')))).not.toBe(digits(sm3(ascii('abb'))));
  });
});

describe('HMAC, HKDF, PBKDF2', () => {
  test('HMAC: example of GM/T 0042-2015, and its definition', () => {
    const key = hex('0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20');
    const text = ascii('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'.repeat(2));
    expect(digits(hmacSm3(key, text))).toBe('ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 130 }), fc.uint8Array({ maxLength: 130 }), (anyKey, data) => {
        expect(hmacSm3(anyKey, data)).toEqual(hmacByHand(anyKey, data));
      }),
    );
  });

  test('HKDF follows RFC 5869', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 70 });
    fc.assert(
      fc.property(
        bytes,
        fc.uint8Array({ maxLength: 70 }),
        bytes,
        fc.integer({ min: 1, max: 200 }),
        (key, salt, info, length) => {
          expect(hkdfSm3(key, salt, info, length)).toEqual(hkdfByHand(key, salt, info, length));
        },
      ),
    );
    expect(hkdfSm3(ascii('k'), ascii(''), ascii(''), 8160)).toHaveLength(8160);
    for (const length of [0, 8161, 1.5])
      expect(() => hkdfSm3(ascii('k'), ascii(''), ascii(''), length)).toThrow(/gm.length/);
    expect(() => hkdfSm3(ascii('k'), ascii(''), new Uint8Array(1025), 1)).toThrow(/gm.length/);
  });

  test('PBKDF2 follows RFC 8018', () => {
    for (const iterations of [1, 2, 17])
      expect(pbkdf2Sm3(ascii('password'), ascii('salt'), iterations, 32)).toEqual(
        pbkdf2ByHand(ascii('password'), ascii('salt'), iterations),
      );
    expect(pbkdf2Sm3(ascii('p'), ascii('s'), 1, 5)).toEqual(pbkdf2ByHand(ascii('p'), ascii('s'), 1).subarray(0, 5));
    for (const [iterations, length] of [
      [0, 1],
      [1, 0],
      [2 ** 31, 1],
      [1, 2 ** 31],
    ] as const)
      expect(() => pbkdf2Sm3(ascii('p'), ascii('s'), iterations, length)).toThrow(/gm.length/);
  });
});
