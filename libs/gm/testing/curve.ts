import { CURVE_ORDER, FIELD_PRIME } from '../src/sm2/curve.ts';
import { concat, hex, toBigInt, toBytes32 } from '../src/bytes.ts';

/** Affine point; undefined is the point at infinity. */
export type Point = { readonly x: bigint; readonly y: bigint } | undefined;

const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;

/** Base point. */
export const BASE: Point = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

/** Remainder from 0 on. */
export const mod = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;

/** Power by squaring. */
const power = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n;
  for (let factor = mod(base, modulus), rest = exponent; rest > 0n; rest >>= 1n, factor = (factor * factor) % modulus)
    if (rest & 1n) result = (result * factor) % modulus;
  return result;
};

/** Inverse mod a prime, by Euclid. */
export const inverse = (value: bigint, prime: bigint): bigint => {
  let [high, low, old, now] = [prime, mod(value, prime), 0n, 1n];
  while (low > 1n) [high, low, old, now] = [low, high % low, now, old - (high / low) * now];
  return mod(now, prime);
};

/** Addition by the text book (GB/T 32918.1-2016, 3.2.3.1), to judge the engine by. */
export const addNaively = (first: Point, second: Point): Point => {
  if (first === undefined) return second;
  if (second === undefined) return first;
  const p = FIELD_PRIME;
  if (first.x === second.x && mod(first.y + second.y, p) === 0n) return undefined;
  const slope =
    first.x === second.x
      ? (3n * first.x * first.x - 3n) * inverse(2n * first.y, p)
      : (second.y - first.y) * inverse(mod(second.x - first.x, p), p);
  const x = mod(slope * slope - first.x - second.x, p);
  return { x, y: mod(slope * (first.x - x) - first.y, p) };
};

/** Multiplication by doubling and adding. */
export const multiplyNaively = (k: bigint, point: Point): Point => {
  let result: Point;
  for (let step = point, rest = mod(k, CURVE_ORDER); rest > 0n; rest >>= 1n, step = addNaively(step, step))
    if (rest & 1n) result = addNaively(result, step);
  return result;
};

/** The other point with this x. */
export const negateNaively = (point: Point): Point =>
  point === undefined ? undefined : { x: point.x, y: mod(-point.y, FIELD_PRIME) };

/** Points with an x from `from` on: the first that there is. */
export const pointFrom = (from: bigint): { readonly x: bigint; readonly y: bigint } => {
  for (let x = from; ; x += 1n) {
    const right = mod(x * x * x - 3n * x + B, FIELD_PRIME);
    const y = power(right, (FIELD_PRIME + 1n) / 4n, FIELD_PRIME);
    if ((y * y) % FIELD_PRIME === right) return { x, y };
  }
};

/** 65 bytes of a finite point. */
export const pointBytes = (point: Point): Uint8Array => {
  if (point === undefined) throw new RangeError('the point at infinity has no bytes');
  return concat(Uint8Array.of(4), toBytes32(point.x), toBytes32(point.y));
};

/** A digest and its signature. */
export interface Forged {
  readonly e: Uint8Array;
  readonly signature: Uint8Array;
}

/** A signature that holds, made without a private key: for s, t and [s]G + [t]P the digest is chosen to fit. */
export const forgeFrom = (s: bigint, t: bigint, sum: Point): Forged => {
  if (sum === undefined) throw new RangeError('[s]G + [t]P is the point at infinity');
  const r = mod(t - s, CURVE_ORDER);
  return { e: toBytes32(mod(r - sum.x, CURVE_ORDER)), signature: concat(toBytes32(r), toBytes32(s)) };
};

/** The same for any s, t and P. */
export const forgeFor = (s: bigint, t: bigint, point: Point): Forged =>
  forgeFrom(s, t, addNaively(multiplyNaively(s, BASE), multiplyNaively(t, point)));

/** Verification by GB/T 32918.2-2016, 7.1, word for word. */
export const verifyNaively = (point: Point, e: Uint8Array, signature: Uint8Array): boolean => {
  const [r, s] = [toBigInt(signature.subarray(0, 32)), toBigInt(signature.subarray(32))];
  if (r < 1n || r >= CURVE_ORDER || s < 1n || s >= CURVE_ORDER) return false;
  const t = mod(r + s, CURVE_ORDER);
  if (t === 0n) return false;
  const sum = addNaively(multiplyNaively(s, BASE), multiplyNaively(t, point));
  return sum !== undefined && mod(toBigInt(e) + sum.x, CURVE_ORDER) === r;
};

/** Bytes of a text in ASCII. */
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Hexadecimal digits of bytes. */
export const digits = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The key of the examples of GB/T 32918.5-2017. */
export const EXAMPLE_KEY = hex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
