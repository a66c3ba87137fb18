/** Field and curve of GB/T 32918.5; a = -3. */
const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** Jacobian: x / z², y / z³; z = 0 is the point at infinity. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const mod = (value: bigint): bigint => {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
};

/** By Fermat. */
const inverse = (value: bigint): bigint => {
  let result = 1n;
  let base = mod(value);
  for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
    if ((exponent & 1n) === 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
};

const double = ({ x, y, z }: Point): Point => {
  const zz = (z * z) % P;
  const yy = (y * y) % P;
  const s = (4n * x * yy) % P;
  const m = mod(3n * (x - zz) * (x + zz));
  const next = mod(m * m - 2n * s);
  return { x: next, y: mod(m * (s - next) - 8n * yy * yy), z: (2n * y * z) % P };
};

const add = (one: Point, other: Point): Point => {
  if (one.z === 0n) return other;
  if (other.z === 0n) return one;
  const zz1 = (one.z * one.z) % P;
  const zz2 = (other.z * other.z) % P;
  const u1 = (one.x * zz2) % P;
  const s1 = (one.y * zz2 * other.z) % P;
  const h = mod(other.x * zz1 - u1);
  const r = mod(other.y * zz1 * one.z - s1);
  if (h === 0n) return r === 0n ? double(one) : { x: 1n, y: 1n, z: 0n };
  const hh = (h * h) % P;
  const hhh = (h * hh) % P;
  const v = (u1 * hh) % P;
  const x = mod(r * r - hhh - 2n * v);
  return { x, y: mod(r * (v - x) - s1 * hhh), z: (h * one.z * other.z) % P };
};

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/**
 * Multiplies a point (x and y, 64 bytes) of the SM2 curve by a private number (32 bytes): x and y of the product. Undefined
 * when the point is not on the curve or the number is out of range. node:crypto of Node 24 refuses ECDH on this curve,
 * so this is own arithmetic; every bit costs the same operations, but numbers of JavaScript take no constant time.
 */
export const multiply = (secret: Uint8Array, point: Uint8Array): Buffer | undefined => {
  const [k, x, y] = [numberOf(secret), numberOf(point.subarray(0, 32)), numberOf(point.subarray(32))];
  if (k <= 0n || k >= N || x >= P || y >= P || mod(y * y - x * x * x + 3n * x - B) !== 0n) return undefined;
  let low: Point = { x: 1n, y: 1n, z: 0n };
  let high: Point = { x, y, z: 1n };
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    const sum = add(low, high);
    const isOne = ((k >> bit) & 1n) === 1n;
    low = isOne ? sum : double(low);
    high = isOne ? double(high) : sum;
  }
  const z = inverse(low.z);
  const zz = (z * z) % P;
  return Buffer.concat([bytesOf((low.x * zz) % P), bytesOf((low.y * zz * z) % P)]);
};
