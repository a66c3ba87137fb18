import { ECDH, createECDH } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addNaively,
  BASE,
  mod,
  multiplyNaively,
  negateNaively,
  pointBytes,
  pointFrom,
  type Point,
} from '../../testing/curve.ts';
import { concat, toBigInt, toBytes32 } from '../bytes.ts';
import { CURVE_ORDER, FIELD_PRIME } from './curve.ts';
import {
  addPoints,
  compressPoint,
  decompressPoint,
  isPublicKey,
  multiplyAdd,
  multiplyBase,
  multiplyPoint,
} from './points.ts';
import { generateKeyPair } from './sign.ts';

const n = CURVE_ORDER;
const numbers = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBigInt);
const edges = [
  1n,
  2n,
  3n,
  255n,
  256n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 64n,
  2n ** 224n,
  n - 2n,
  n - 1n,
  n + 1n,
  2n ** 256n - 1n,
];
const bytesOrCode = (point: Point): Uint8Array | string => (point === undefined ? 'gm.infinity' : pointBytes(point));
const got = (run: () => Uint8Array): Uint8Array | string => {
  try {
    return run();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

describe('multiplication', () => {
  test('of the base point, as OpenSSL does it', () => {
    fc.assert(
      fc.property(numbers, (k) => {
        const value = mod(k, n - 1n) + 1n;
        const ecdh = createECDH('SM2');
        ecdh.setPrivateKey(toBytes32(value));
        expect(multiplyBase(toBytes32(value))).toEqual(new Uint8Array(ecdh.getPublicKey()));
      }),
      { numRuns: 300 },
    );
  });

  test('numbers at the edges', () => {
    for (const k of [...edges, 0n, n])
      expect(got(() => multiplyBase(toBytes32(k)))).toEqual(bytesOrCode(multiplyNaively(k, BASE)));
  });

  test('[s]G + [t]P by the text book', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (s, t, d) => {
        const point = multiplyNaively(mod(d, n - 1n) + 1n, BASE);
        const wanted = addNaively(multiplyNaively(s, BASE), multiplyNaively(t, point));
        expect(multiplyAdd(toBytes32(s), toBytes32(t), pointBytes(point))).toEqual(bytesOrCode(wanted));
      }),
      { numRuns: 12 },
    );
    const point = multiplyNaively(4n, BASE);
    for (const s of [0n, 1n, 4n, n - 4n, n - 1n, n])
      for (const t of [0n, 1n, n - 1n]) {
        const wanted = addNaively(multiplyNaively(s, BASE), multiplyNaively(t, point));
        expect(
          got(() => multiplyAdd(toBytes32(s), toBytes32(t), pointBytes(point))),
          `${s} ${t}`,
        ).toEqual(bytesOrCode(wanted));
      }
    for (const k of edges)
      expect(multiplyPoint(toBytes32(k), pointBytes(point))).toEqual(bytesOrCode(multiplyNaively(k, point)));
  });

  test('what is refused', () => {
    const point = pointBytes(BASE);
    expect(() => multiplyBase(new Uint8Array(31))).toThrow(/gm.length/);
    expect(() => multiplyBase(new Uint8Array(32))).toThrow(/gm.infinity/);
    expect(() => multiplyAdd(new Uint8Array(32), new Uint8Array(33), point)).toThrow(/gm.length/);
    expect(() => multiplyAdd(new Uint8Array(31), new Uint8Array(32), point)).toThrow(/gm.length/);
    expect(() =>
      multiplyPoint(
        toBytes32(1n),
        point.map((byte, at) => (at === 64 ? byte ^ 1 : byte)),
      ),
    ).toThrow(/gm.key/);
  });
});

describe('addition', () => {
  test('of any, equal and opposite points', () => {
    const points = [1n, 2n, 3n, 2n ** 100n, n - 1n, n - 3n].map((k) => multiplyNaively(k, BASE));
    for (const first of points)
      for (const second of points)
        expect(got(() => addPoints(pointBytes(first), pointBytes(second)))).toEqual(
          bytesOrCode(addNaively(first, second)),
        );
  });

  test('a butterfly key: the public key of a sum is the sum of the public keys', () => {
    const [first, second] = [generateKeyPair(), generateKeyPair()];
    const sum = toBytes32(mod(toBigInt(first.privateKey) + toBigInt(second.privateKey), n));
    const ecdh = createECDH('SM2');
    ecdh.setPrivateKey(sum);
    expect(addPoints(first.publicKey, multiplyBase(second.privateKey))).toEqual(new Uint8Array(ecdh.getPublicKey()));
  });

  test('what is refused', () => {
    const point = pointBytes(BASE);
    const wrong = pointBytes({ x: 1n, y: 1n });
    expect(() => addPoints(point, wrong)).toThrow(/gm.key/);
    expect(() => addPoints(wrong, point)).toThrow(/gm.key/);
    expect(() => addPoints(point, point.subarray(1))).toThrow(/gm.key/);
    expect(() => addPoints(point, pointBytes(negateNaively(BASE)))).toThrow(/gm.infinity/);
  });
});

describe('compression', () => {
  test('as OpenSSL does it, and back', () => {
    for (let at = 0; at < 100; at += 1) {
      const { publicKey } = generateKeyPair();
      const compressed = compressPoint(publicKey);
      const theirs = ECDH.convertKey(publicKey, 'SM2', undefined, 'hex', 'compressed');
      expect(Buffer.from(compressed).toString('hex')).toBe(theirs);
      expect(decompressPoint(compressed)).toEqual(publicKey);
    }
  });

  test('both points of an x, and an x of none', () => {
    const point = pointFrom(0n);
    const x = toBytes32(point.x);
    for (const kind of [2, 3]) {
      const found = decompressPoint(concat(Uint8Array.of(kind), x));
      expect((found[64] ?? 0) & 1).toBe(kind & 1);
      expect([point, negateNaively(point)].map((one) => pointBytes(one))).toContainEqual(found);
    }
    const none = Array.from({ length: 10 }, (_, at) => BigInt(at)).filter((value) => pointFrom(value).x !== value);
    expect(none.length).toBeGreaterThan(0);
    for (const value of none)
      expect(() => decompressPoint(concat(Uint8Array.of(2), toBytes32(value)))).toThrow(/gm.key/);
  });

  test('what is refused', () => {
    const compressed = compressPoint(pointBytes(BASE));
    expect(() => decompressPoint(compressed.subarray(1))).toThrow(/gm.key/);
    expect(() => decompressPoint(concat(Uint8Array.of(4), compressed.subarray(1)))).toThrow(/gm.key/);
    expect(() => decompressPoint(concat(Uint8Array.of(2), toBytes32(FIELD_PRIME + pointFrom(0n).x)))).toThrow(/gm.key/);
    expect(() => compressPoint(pointBytes({ x: 1n, y: 1n }))).toThrow(/gm.key/);
    expect(() => compressPoint(compressed)).toThrow(/gm.key/);
  });

  test('what is a public key', () => {
    expect(isPublicKey(pointBytes(BASE))).toBe(true);
    expect(isPublicKey(pointBytes(BASE).subarray(0, 64))).toBe(false);
    expect(isPublicKey(pointBytes({ x: 3n, y: 4n }))).toBe(false);
    expect(isPublicKey(pointBytes({ x: FIELD_PRIME + pointFrom(0n).x, y: pointFrom(0n).y }))).toBe(false);
  });
});
