import { concat } from '../bytes.ts';
import { sharedSm2Engine } from '../engine/engine.ts';
import { GmError, requireLength } from '../errors.ts';
import { requirePointShape, SM2_NUMBER, SM2_POINT } from './curve.ts';

const [INFINITY, BAD_KEY] = [0, 2];
const COORDINATES = 2 * SM2_NUMBER;
const NOT_ON_CURVE = 'the point is not on the curve';

const taken = (answer: number): Uint8Array => {
  if (answer === BAD_KEY) throw new GmError('gm.key', NOT_ON_CURVE);
  if (answer === INFINITY) throw new GmError('gm.infinity', 'the result is the point at infinity');
  return concat(Uint8Array.of(4), sharedSm2Engine().take(COORDINATES));
};

/** Whether these are 65 bytes, 04 before them, of a point on the curve. */
export const isPublicKey = (point: Uint8Array): boolean => {
  if (point.length !== SM2_POINT || point[0] !== 4) return false;
  const engine = sharedSm2Engine();
  // P + P is 2P, never infinity in a group of prime order
  engine.give(point.subarray(1));
  engine.give(point.subarray(1), COORDINATES);
  return engine.call.addPoints() !== BAD_KEY;
};

/**
 * A public key in 33 bytes: 02 or 03 for an even or odd y, then x (GB/T 32918.1-2016, 4.2.9). Throws `gm.key` for a point
 * that is not on the curve.
 */
export const compressPoint = (point: Uint8Array): Uint8Array => {
  requirePointShape(point);
  if (!isPublicKey(point)) throw new GmError('gm.key', NOT_ON_CURVE);
  return concat(Uint8Array.of(2 | ((point[COORDINATES] ?? 0) & 1)), point.subarray(1, 1 + SM2_NUMBER));
};

/** Reverses {@link compressPoint}. Throws `gm.key` for another length or first byte, and for an x of no point. */
export const decompressPoint = (compressed: Uint8Array): Uint8Array => {
  const kind = compressed[0] ?? 0;
  if (compressed.length !== 1 + SM2_NUMBER || (kind !== 2 && kind !== 3))
    throw new GmError('gm.key', 'a compressed point is 33 bytes and begins with 02 or 03', 0);
  const engine = sharedSm2Engine();
  engine.give(compressed.subarray(1));
  if (engine.call.decompress(kind & 1) === 0) throw new GmError('gm.key', 'no point of the curve has this x', 1);
  return concat(Uint8Array.of(4), engine.take(COORDINATES));
};

/**
 * P + Q of two public keys. Throws `gm.key` for a point that is not on the curve, `gm.infinity` for opposite ones. Takes no
 * secrets: see {@link multiplyBase}.
 */
export const addPoints = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  requirePointShape(first);
  requirePointShape(second);
  const engine = sharedSm2Engine();
  engine.give(first.subarray(1));
  engine.give(second.subarray(1), COORDINATES);
  return taken(engine.call.addPoints());
};

/**
 * [k]G for a public number of 32 bytes, taken mod the order. Its time tells the number: never give it a private key (for
 * that there is `publicKeyOf`). Throws `gm.infinity` for 0. About a twentieth of a millisecond.
 */
export const multiplyBase = (k: Uint8Array): Uint8Array => {
  requireLength(k, SM2_NUMBER, 'the number');
  const engine = sharedSm2Engine();
  engine.give(k);
  return taken(engine.call.multiplyBase());
};

/**
 * [s]G + [t]P for public numbers of 32 bytes, taken mod the order, and a public key. Its time tells the numbers. Throws
 * `gm.key`, `gm.infinity`.
 */
export const multiplyAdd = (s: Uint8Array, t: Uint8Array, point: Uint8Array): Uint8Array => {
  requireLength(s, SM2_NUMBER, 'the number s');
  requireLength(t, SM2_NUMBER, 'the number t');
  requirePointShape(point);
  const engine = sharedSm2Engine();
  engine.give(concat(point.subarray(1), s, t));
  return taken(engine.call.multiplyAdd());
};

/** [k]P for a public number of 32 bytes and a public key; otherwise as {@link multiplyAdd}. */
export const multiplyPoint = (k: Uint8Array, point: Uint8Array): Uint8Array =>
  multiplyAdd(new Uint8Array(SM2_NUMBER), k, point);
