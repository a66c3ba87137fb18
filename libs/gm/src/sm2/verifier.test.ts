import { createPublicKey, createVerify, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addNaively,
  BASE,
  forgeFor,
  forgeFrom,
  inverse,
  mod,
  multiplyNaively,
  negateNaively,
  pointBytes,
  pointFrom,
  verifyNaively,
  type Point,
} from '../../testing/curve.ts';
import { concat, toBigInt, toBytes32 } from '../bytes.ts';
import { CURVE_ORDER, FIELD_PRIME } from './curve.ts';
import { sm2Digest, sm2Z } from './identity.ts';
import { spkiFromPoint } from './key-encoding.ts';
import { createSigner, generateKeyPair } from './sign.ts';
import { signatureToDer } from './signature.ts';
import { packSm2Check, SM2_ANSWER, SM2_ITEM_BYTES, Sm2Verifier } from './verifier.ts';

const n = CURVE_ORDER;
const verifier = new Sm2Verifier({ keys: 64, batch: 50 });

/** Both ways, with and without tables, have to say the same. */
const answerOf = (publicKey: Uint8Array, e: Uint8Array, signature: Uint8Array): boolean => {
  const handle = verifier.prepare(publicKey);
  const [cold, hot] = verifier.verifyBatch([
    { key: publicKey, e, signature },
    { key: handle, e, signature },
  ]);
  expect(hot).toBe(cold);
  return cold === SM2_ANSWER.right;
};

const numbers = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => mod(toBigInt(bytes), n - 1n) + 1n);

describe('against node:crypto', () => {
  test('thousands of signatures, half of them changed somewhere, of 40 keys', () => {
    const signers = Array.from({ length: 40 }, () => createSigner(generateKeyPair().privateKey));
    const checks = Array.from({ length: 2000 }, (_, at) => {
      const { publicKey, sign } = signers[at % signers.length] ?? createSigner(generateKeyPair().privateKey);
      const z = sm2Z(publicKey);
      const message = randomBytes(at % 90);
      const signature = sign(message);
      if (at % 2 === 1) signature[at % 64] = (signature[at % 64] ?? 0) ^ (1 << (at % 8));
      return { publicKey, z, message, signature, e: sm2Digest(z, message) };
    });
    const keys = new Map(
      signers.map(({ publicKey }) => [
        publicKey,
        createPublicKey({ key: Buffer.from(spkiFromPoint(publicKey)), format: 'der', type: 'spki' }),
      ]),
    );
    const theirs = checks.map(({ publicKey, z, message, signature }) => {
      const key = keys.get(publicKey);
      return key !== undefined && createVerify('sm3').update(z).update(message).verify(key, signatureToDer(signature));
    });
    const cold = verifier.verifyBatch(checks.map(({ publicKey, e, signature }) => ({ key: publicKey, e, signature })));
    const hot = verifier.verifyBatch(
      checks.map(({ publicKey, e, signature }) => ({ key: verifier.prepare(publicKey), e, signature })),
    );
    expect(theirs.filter(Boolean)).toHaveLength(1000);
    expect([...cold].map((answer) => answer === 1)).toEqual(theirs);
    expect([...hot].map((answer) => answer === 1)).toEqual(theirs);
  });
});

describe('against the text book', () => {
  test('any s, t and key: the digest that fits is taken, its neighbour is not', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (s, t, d) => {
        fc.pre(mod(s + t * d, n) !== 0n && s !== t);
        const point = multiplyNaively(d, BASE);
        const { e, signature } = forgeFor(s, t, point);
        const next = toBytes32(mod(toBigInt(e) + 1n, n));
        expect(answerOf(pointBytes(point), e, signature)).toBe(true);
        expect(answerOf(pointBytes(point), next, signature)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  const keys: readonly (readonly [string, Point])[] = [
    ['G', BASE],
    ['-G', negateNaively(BASE)],
    ['2G', multiplyNaively(2n, BASE)],
    ['2^32 G, a point of the tables', multiplyNaively(2n ** 32n, BASE)],
    ['-(2^64 G)', negateNaively(multiplyNaively(2n ** 64n, BASE))],
    ['127 G, the last of the first table', multiplyNaively(127n, BASE)],
    ['the point with the least x', pointFrom(0n)],
  ];
  const scalars: readonly bigint[] = [1n, 2n, 15n, 16n, 2n ** 32n, 2n ** 128n - 1n, 2n ** 255n, n - 1n, n - 2n];

  const ofBase = scalars.map((s) => [s, multiplyNaively(s, BASE)] as const);

  test.each(keys)('equal, opposite and repeated points under the key %s', (_, point) => {
    const ofKey = scalars.map((t) => [t, multiplyNaively(t, point)] as const);
    for (const [s, first] of ofBase)
      for (const [t, second] of ofKey) {
        const sum = addNaively(first, second);
        if (sum === undefined || s === t) continue;
        const { e, signature } = forgeFrom(s, t, sum);
        expect(answerOf(pointBytes(point), e, signature), `${s} ${t}`).toBe(true);
        expect(answerOf(pointBytes(point), toBytes32(mod(toBigInt(e) - 1n, n)), signature)).toBe(false);
      }
  });

  test('[s]G + [t]P at infinity is wrong', () => {
    const d = 77n;
    const point = multiplyNaively(d, BASE);
    const t = 5n;
    const s = mod(-t * d, n);
    const signature = concat(toBytes32(mod(t - s, n)), toBytes32(s));
    for (const e of [0n, 1n, mod(t - s, n)]) expect(answerOf(pointBytes(point), toBytes32(e), signature)).toBe(false);
  });

  test('an x from n to p is taken mod n, and an x of p and more does not exist', () => {
    const sum = pointFrom(n);
    expect(sum.x < FIELD_PRIME).toBe(true);
    const [s, t] = [12_345n, 67_890n];
    // P = (R - [s]G) / t, so that [s]G + [t]P = R
    const point = multiplyNaively(inverse(t, n), addNaively(sum, negateNaively(multiplyNaively(s, BASE))));
    const { e, signature } = forgeFor(s, t, point);
    expect(verifyNaively(point, e, signature)).toBe(true);
    expect(answerOf(pointBytes(point), e, signature)).toBe(true);
    expect(answerOf(pointBytes(point), toBytes32(mod(toBigInt(e) + 1n, n)), signature)).toBe(false);
  });

  test('a digest of n and more is taken mod n', () => {
    const point = multiplyNaively(9n, BASE);
    const [s, t] = [3n, 5n];
    const sum = addNaively(multiplyNaively(s, BASE), multiplyNaively(t, point));
    const r = mod(t - s, n);
    const e = mod(r - (sum?.x ?? 0n), n);
    const signature = concat(toBytes32(r), toBytes32(s));
    const most = 2n ** 256n - 1n;
    expect(answerOf(pointBytes(point), toBytes32(e), signature)).toBe(true);
    if (e + n <= most) expect(answerOf(pointBytes(point), toBytes32(e + n), signature)).toBe(true);
    expect(answerOf(pointBytes(point), toBytes32(most), signature)).toBe(
      verifyNaively(point, toBytes32(most), signature),
    );
  });

  test('r and s out of range, and r + s = n, are wrong', () => {
    const point = multiplyNaively(3n, BASE);
    const { e, signature } = forgeFor(4n, 9n, point);
    const [r, s] = [toBigInt(signature.subarray(0, 32)), toBigInt(signature.subarray(32))];
    expect(answerOf(pointBytes(point), e, signature)).toBe(true);
    const pairs: readonly (readonly [bigint, bigint])[] = [
      [0n, s],
      [r, 0n],
      [n, s],
      [r, n],
      [r + n, s],
      [r, s + n],
      [2n ** 256n - 1n, s],
      [r, 2n ** 256n - 1n],
      [n - s, s],
      [n - 1n, 1n],
      [s, r],
    ];
    for (const [first, second] of pairs)
      expect(answerOf(pointBytes(point), e, concat(toBytes32(first), toBytes32(second))), `${first} ${second}`).toBe(
        false,
      );
  });
});

describe('keys', () => {
  const { e, signature } = forgeFor(4n, 9n, BASE);
  const wrongPoints: readonly (readonly [string, Uint8Array])[] = [
    ['zeros', concat(Uint8Array.of(4), new Uint8Array(64))],
    ['a y that does not fit', pointBytes({ x: BASE?.x ?? 0n, y: 5n })],
    ['an x of p', pointBytes({ x: FIELD_PRIME, y: BASE?.y ?? 0n })],
    ['an x beyond p that fits mod p', pointBytes({ x: FIELD_PRIME + pointFrom(0n).x, y: pointFrom(0n).y })],
    ['all ones', concat(Uint8Array.of(4), new Uint8Array(64).fill(255))],
  ];
  test.each(wrongPoints)('%s are no key', (_, point) => {
    expect(() => verifier.verify(point, e, signature)).toThrow(/gm.key/);
    expect(() => verifier.prepare(point)).toThrow(/gm.key/);
    expect([...verifier.verifyBatch([{ key: point, e, signature }])]).toEqual([SM2_ANSWER.badKey]);
  });

  test('other shapes and lengths are refused', () => {
    const key = pointBytes(BASE);
    expect(() => verifier.verify(key.subarray(1), e, signature)).toThrow(/gm.key/);
    expect(() => verifier.verify(concat(Uint8Array.of(2), key.subarray(1)), e, signature)).toThrow(/gm.key/);
    expect(() => verifier.verify(key, e.subarray(1), signature)).toThrow(/gm.length/);
    expect(() => verifier.verify(key, e, signature.subarray(1))).toThrow(/gm.length/);
    for (const keys of [0, -1, 1.5, 1e9]) expect(() => new Sm2Verifier({ keys })).toThrow(/gm.length/);
    for (const batch of [0, 2 ** 17]) expect(() => new Sm2Verifier({ batch })).toThrow(/gm.length/);
  });

  test('a full verifier gives the room of keys that were not used lately, and stays right', () => {
    const small = new Sm2Verifier({ keys: 3, batch: 2 });
    const all = Array.from({ length: 8 }, (_, at) => pointBytes(multiplyNaively(BigInt(at + 2), BASE)));
    const cases = all.map((publicKey, at) => ({
      publicKey,
      ...forgeFor(4n, 9n, multiplyNaively(BigInt(at + 2), BASE)),
    }));
    const handles = all.map((publicKey) => small.prepare(publicKey));
    expect(new Set(handles.map(({ number }) => number))).toEqual(new Set([1, 2, 3]));
    expect(handles.filter((handle) => small.isPrepared(handle))).toHaveLength(3);
    const checks = cases.map((one, at) => ({ key: handles[at] ?? one.publicKey, e: one.e, signature: one.signature }));
    expect([...small.verifyBatch(checks)]).toEqual(all.map(() => 1));
    const last = handles.at(-1);
    expect(last && small.prepare(last.publicKey)).toBe(last);
  });

  test('a used key outlives one that is not used, and a handle that lost its tables is served all the same', () => {
    const small = new Sm2Verifier({ keys: 3 });
    const handles = [2n, 3n, 4n].map((d) => small.prepare(pointBytes(multiplyNaively(d, BASE))));
    small.prepare(pointBytes(multiplyNaively(5n, BASE)));
    expect(handles.map((handle) => small.isPrepared(handle))).toEqual([false, true, true]);
    const right = forgeFor(4n, 9n, multiplyNaively(3n, BASE));
    const used = handles[1] ?? pointBytes(BASE);
    expect(small.verify(used, right.e, right.signature)).toBe(true);
    small.prepare(pointBytes(multiplyNaively(6n, BASE)));
    expect(handles.map((handle) => small.isPrepared(handle))).toEqual([false, true, false]);
    const old = forgeFor(4n, 9n, multiplyNaively(2n, BASE));
    const lost = handles[0] ?? pointBytes(BASE);
    expect(small.verify(lost, old.e, old.signature)).toBe(true);
    expect(small.verify(lost, right.e, right.signature)).toBe(false);
  });
});

describe('packed batches', () => {
  const point = multiplyNaively(11n, BASE);
  const { e, signature } = forgeFor(4n, 9n, point);
  test('go through shared memory, and a wrong number of a handle changes nothing', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3 * SM2_ITEM_BYTES));
    const handle = verifier.prepare(pointBytes(point));
    const other = verifier.prepare(pointBytes(multiplyNaively(12n, BASE)));
    packSm2Check({ key: pointBytes(point), e, signature }, shared, 0);
    packSm2Check({ key: handle, e, signature }, shared, 1);
    packSm2Check({ key: { number: other.number, publicKey: handle.publicKey }, e, signature }, shared, 2);
    expect([...verifier.verifyPacked(shared)]).toEqual([1, 1, 1]);
    packSm2Check({ key: { number: 4_000_000_000, publicKey: handle.publicKey }, e, signature }, shared, 2);
    expect([...verifier.verifyPacked(shared)]).toEqual([1, 1, 1]);
    packSm2Check({ key: { number: handle.number, publicKey: other.publicKey }, e, signature }, shared, 0);
    expect([...verifier.verifyPacked(shared)]).toEqual([0, 1, 1]);
  });

  test('bounds', () => {
    const packed = new Uint8Array(SM2_ITEM_BYTES);
    expect(() => packSm2Check({ key: pointBytes(point), e, signature }, packed, 1)).toThrow(/gm.length/);
    expect(() => packSm2Check({ key: pointBytes(point), e, signature }, packed, -1)).toThrow(/gm.length/);
    expect(() => verifier.verifyPacked(packed.subarray(1))).toThrow(/gm.length/);
    expect(verifier.verifyPacked(new Uint8Array(0))).toHaveLength(0);
    expect([...verifier.verifyPacked(packed)]).toEqual([SM2_ANSWER.badKey]);
  });
});
