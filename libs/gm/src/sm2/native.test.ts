import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  BASE,
  digits,
  EXAMPLE_KEY,
  multiplyNaively,
  negateNaively,
  pointBytes,
  pointFrom,
} from '../../testing/curve.ts';
import { concat, toBigInt, toBytes32 } from '../bytes.ts';
import { CURVE_ORDER, requirePointShape, requirePrivateKey } from './curve.ts';
import { importPrivateKey, nativeMultiply, nativePublicKey, nativeSign } from './native.ts';
import { generateKeyPair } from './sign.ts';

describe('[d]P by OpenSSL', () => {
  const points = [
    BASE,
    negateNaively(BASE),
    multiplyNaively(2n, BASE),
    multiplyNaively(CURVE_ORDER - 5n, BASE),
    pointFrom(0n),
    pointFrom(CURVE_ORDER),
  ];
  const scalars = [1n, 2n, 3n, 2n ** 128n, CURVE_ORDER - 2n, toBigInt(EXAMPLE_KEY)];

  test.each(points.map((point, at) => [at, point] as const))('is that of the text book, point %s', (_, point) => {
    for (const d of scalars)
      expect(nativeMultiply(toBytes32(d), pointBytes(point))).toEqual(pointBytes(multiplyNaively(d, point)));
  });

  test('of random keys is the same from both sides', () => {
    for (let at = 0; at < 5; at += 1) {
      const [one, other] = [generateKeyPair(), generateKeyPair()];
      expect(nativeMultiply(one.privateKey, other.publicKey)).toEqual(nativeMultiply(other.privateKey, one.publicKey));
    }
  });

  test('points that are none, and numbers out of range', () => {
    expect(() => nativeMultiply(EXAMPLE_KEY, pointBytes({ x: 1n, y: 1n }))).toThrow(/gm.key/);
    expect(() => nativeMultiply(EXAMPLE_KEY, new Uint8Array(65))).toThrow(/gm.key/);
    expect(() => nativeMultiply(EXAMPLE_KEY, pointBytes(BASE).subarray(1))).toThrow(/gm.key/);
    for (const d of [0n, CURVE_ORDER - 1n, CURVE_ORDER])
      expect(() => nativeMultiply(toBytes32(d), pointBytes(BASE))).toThrow(/gm.key/);
  });
});

describe('keys inside OpenSSL', () => {
  test('with and without the public key they are the same key', () => {
    const publicKey = nativePublicKey(EXAMPLE_KEY);
    const spki = [importPrivateKey(EXAMPLE_KEY), importPrivateKey(EXAMPLE_KEY, publicKey)].map((key) =>
      createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('hex'),
    );
    expect(spki[0]).toBe(spki[1]);
    expect(spki[0]?.endsWith(digits(publicKey))).toBe(true);
  });

  test('an imported key is of the type that signs SM2', () => {
    expect(importPrivateKey(EXAMPLE_KEY).asymmetricKeyType).not.toBe('ec');
    expect(nativeSign(importPrivateKey(EXAMPLE_KEY), new Uint8Array(32), new Uint8Array(3))).toHaveLength(64);
    expect(() => importPrivateKey(new Uint8Array(32))).toThrow(/gm.key/);
    expect(() => nativePublicKey(new Uint8Array(32).fill(255))).toThrow(/gm.key/);
  });
});

describe('shapes', () => {
  test('of private and public keys', () => {
    expect(() => requirePrivateKey(EXAMPLE_KEY)).not.toThrow();
    expect(() => requirePrivateKey(concat(EXAMPLE_KEY, EXAMPLE_KEY))).toThrow(/gm.key/);
    expect(() => requirePointShape(pointBytes(BASE))).not.toThrow();
    for (const wrong of [
      pointBytes(BASE).subarray(1),
      pointBytes(BASE).map((byte, at) => (at === 0 ? 6 : byte)),
      new Uint8Array(0),
    ])
      expect(() => requirePointShape(wrong)).toThrow(/gm.key/);
  });
});
