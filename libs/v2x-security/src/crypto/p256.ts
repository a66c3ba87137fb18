import { createECDH } from 'node:crypto';
import { concat, fromHex, toHex } from '../bytes.ts';
import { securityError } from '../errors.ts';

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
/** Order of the group of NIST P-256 (FIPS 186-5). */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface Affine {
  readonly x: bigint;
  readonly y: bigint;
}

const mod = (value: bigint): bigint => ((value % P) + P) % P;

/** Inverse by the extended algorithm of Euclid; the argument is not 0. */
const inverse = (value: bigint): bigint => {
  let [r0, r1, s0, s1] = [P, mod(value), 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  return mod(s0);
};

const affine = (point: Uint8Array): Affine => {
  if (point.length !== 65 || point[0] !== 4) throw securityError('v2xsec.key', { reason: 'a point has 65 bytes' });
  const x = BigInt(`0x${toHex(point.subarray(1, 33))}`);
  const y = BigInt(`0x${toHex(point.subarray(33))}`);
  const right = x * x * x - 3n * x + 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  if (x >= P || y >= P || mod(y * y - right) !== 0n) throw securityError('v2xsec.key', { reason: 'no point of P-256' });
  return { x, y };
};

const bytesOf = ({ x, y }: Affine): Uint8Array =>
  concat(Uint8Array.of(4), fromHex(x.toString(16).padStart(64, '0')), fromHex(y.toString(16).padStart(64, '0')));

/** The line through two points of the curve, or its tangent; undefined for opposite points. */
const sum = (one: Affine, two: Affine): Affine | undefined => {
  if (one.x === two.x && one.y !== two.y) return undefined;
  const slope =
    one.x === two.x
      ? mod((3n * one.x * one.x - 3n) * inverse(2n * one.y))
      : mod((two.y - one.y) * inverse(two.x - one.x));
  const x = mod(slope * slope - one.x - two.x);
  return { x, y: mod(slope * (one.x - x) - one.y) };
};

const whole = (point: Affine | undefined): Uint8Array => {
  if (point === undefined) throw securityError('v2xsec.key', { reason: 'the sum is the point at infinity' });
  return bytesOf(point);
};

/** P + Q on NIST P-256, points in uncompressed form. Public data only: the time tells the points. Throws `v2xsec.key`. */
export const addP256 = (one: Uint8Array, two: Uint8Array): Uint8Array => whole(sum(affine(one), affine(two)));

/** [k]P on NIST P-256 for a public number; some milliseconds. Throws `v2xsec.key`, also for the point at infinity. */
export const multiplyP256 = (k: bigint, point: Uint8Array): Uint8Array => {
  const base = affine(point);
  let result: Affine | undefined;
  for (const bit of (((k % P256_ORDER) + P256_ORDER) % P256_ORDER).toString(2)) {
    if (result !== undefined) result = sum(result, result);
    if (bit === '1') result = result === undefined ? base : sum(result, base);
  }
  return whole(result);
};

/** [k]G on NIST P-256, by OpenSSL. Throws `v2xsec.key` for 0. */
export const multiplyBaseP256 = (k: bigint): Uint8Array => {
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(fromHex((k % P256_ORDER).toString(16).padStart(64, '0')));
  } catch (cause) {
    throw securityError('v2xsec.key', { reason: 'a number that is 0 mod the order' }, cause);
  }
  return new Uint8Array(pair.getPublicKey());
};
