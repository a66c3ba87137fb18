import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digits } from '../../testing/curve.ts';
import { concat, hex, toBigInt } from '../bytes.ts';
import { sharedGhashEngine } from '../engine/engine.ts';
import { ghash } from './ghash.ts';

/** Multiplication of NIST SP 800-38D, 6.3, bit by bit. */
const multiply = (x: bigint, y: bigint): bigint => {
  let [z, v] = [0n, y];
  for (let bit = 127n; bit >= 0n; bit -= 1n) {
    if ((x >> bit) & 1n) z ^= v;
    v = v & 1n ? (v >> 1n) ^ (0xe1n << 120n) : v >> 1n;
  }
  return z;
};

const ghashByHand = (h: Uint8Array, parts: readonly Uint8Array[]): string => {
  let y = 0n;
  for (const part of parts)
    for (let at = 0; at < part.length; at += 16) {
      const block = concat(part.subarray(at, at + 16), new Uint8Array(16)).subarray(0, 16);
      y = multiply(y ^ toBigInt(block), toBigInt(h));
    }
  return y.toString(16).padStart(32, '0');
};

describe('GHASH', () => {
  test('test case 2 of the GCM specification', () => {
    const h = hex('66e94bd4ef8a2c3b884cfa59ca342b2e');
    const parts = [hex('0388dace60b6a392f328c2b971b2fe78'), hex('00000000000000000000000000000080')];
    expect(digits(ghash(h, parts))).toBe('f38cbb1ad69223dcc3457ae5b6b0f885');
  });

  test('is multiplication bit by bit, for any key and parts', () => {
    const part = fc.uint8Array({ maxLength: 70 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.array(part, { maxLength: 3 }), (h, parts) => {
        expect(digits(ghash(h, parts))).toBe(ghashByHand(h, parts));
      }),
    );
  });

  test('keys of one bit and of all bits', () => {
    const data = hex('ffffffffffffffffffffffffffffffff00000000000000000000000000000001');
    for (const h of [
      '80000000000000000000000000000000',
      '00000000000000000000000000000001',
      'f'.repeat(32),
      '0'.repeat(32),
    ])
      expect(digits(ghash(hex(h), [data]))).toBe(ghashByHand(hex(h), [data]));
  });

  test('leaves no hash key in the engine', () => {
    ghash(hex('66e94bd4ef8a2c3b884cfa59ca342b2e'), [hex('01')]);
    expect([...sharedGhashEngine().take(32)].every((byte) => byte === 0)).toBe(true);
  });

  test('longer than what goes into the engine at once', () => {
    const h = hex('66e94bd4ef8a2c3b884cfa59ca342b2e');
    const data = new Uint8Array(4096 * 16 + 37).map((_, at) => (at * 31) & 0xff);
    const cut = 4096 * 16 - 16;
    // whole blocks may be cut anywhere between
    expect(ghash(h, [data])).toEqual(ghash(h, [data.subarray(0, cut), data.subarray(cut)]));
    expect(digits(ghash(h, [data.subarray(cut)]))).toBe(ghashByHand(h, [data.subarray(cut)]));
  });
});
