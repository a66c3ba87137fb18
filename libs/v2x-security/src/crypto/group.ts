import { addPoints, CURVE_ORDER, multiplyAdd, multiplyBase, multiplyPoint } from '@chedun/gm';
import { fromHex } from '../bytes.ts';
import { addP256, multiplyBaseP256, multiplyP256, P256_ORDER } from './p256.ts';
import { translated } from './translate.ts';

/** Curves on which keys are expanded. */
export type ExpansionCurve = 'sm2' | 'nistP256';

/** Arithmetic of one curve with points in uncompressed form and public numbers. */
export interface Group {
  readonly order: bigint;
  readonly add: (one: Uint8Array, two: Uint8Array) => Uint8Array;
  readonly multiplyBase: (k: bigint) => Uint8Array;
  /** P + [k]G. */
  readonly shift: (point: Uint8Array, k: bigint) => Uint8Array;
  readonly multiply: (k: bigint, point: Uint8Array) => Uint8Array;
}

/** 32 bytes of a number below 2^256. */
export const scalarBytes = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0'));

const ONE = scalarBytes(1n);

const SM2: Group = {
  order: CURVE_ORDER,
  add: (one, two) => translated(() => addPoints(one, two)),
  multiplyBase: (k) => translated(() => multiplyBase(scalarBytes(k))),
  shift: (point, k) => translated(() => multiplyAdd(scalarBytes(k), ONE, point)),
  multiply: (k, point) => translated(() => multiplyPoint(scalarBytes(k), point)),
};

const P256: Group = {
  order: P256_ORDER,
  add: addP256,
  multiplyBase: multiplyBaseP256,
  shift: (point, k) => (k === 0n ? point : addP256(point, multiplyBaseP256(k))),
  multiply: multiplyP256,
};

/** Arithmetic of a curve: SM2 by the engine of @chedun/gm, P-256 by OpenSSL and a little of our own. */
export const groupOf = (curve: ExpansionCurve): Group => (curve === 'sm2' ? SM2 : P256);
