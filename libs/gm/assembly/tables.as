import {
  AFFINE,
  CACHED,
  COLD,
  FE,
  JACOBIAN,
  KEY_ENTRIES,
  PART_BITS,
  PARTS,
  PRODUCTS,
  SCRATCH,
  STEP,
  T0,
  T1,
  T2,
  ACC,
} from './memory';
import { copy, invert } from './field';
import { addCached, cache, copyJacobian, double, setAffine } from './points';
import { mul, sqr } from './kernels';

/** Jacobian multiples 1, 3, 5 .. of the point in ACC, `stride` bytes apart; ACC becomes the last. */
function oddMultiples(o: usize, count: i32, stride: usize): void {
  copyJacobian(STEP, ACC);
  double(STEP);
  cache(STEP);
  copyJacobian(o, ACC);
  for (let at = 1; at < count; at++) {
    addCached(ACC, STEP, false);
    copyJacobian(o + at * stride, ACC);
  }
}

/** `count` Jacobian points of SCRATCH, none at infinity, to affine points at `o`: one inversion for all. */
function toAffine(o: usize, count: i32): void {
  copy(PRODUCTS, SCRATCH + 2 * FE);
  for (let at = 1; at < count; at++)
    mul(PRODUCTS + at * FE, PRODUCTS + (at - 1) * FE, SCRATCH + at * JACOBIAN + 2 * FE);
  invert(T0, PRODUCTS + (count - 1) * FE);
  for (let at = count - 1; at >= 0; at--) {
    const point = SCRATCH + at * JACOBIAN;
    if (at > 0) mul(T1, T0, PRODUCTS + (at - 1) * FE);
    else copy(T1, T0);
    mul(T0, T0, point + 2 * FE);
    sqr(T2, T1);
    mul(o + at * AFFINE, point, T2);
    mul(T2, T2, T1);
    mul(o + at * AFFINE + FE, point + FE, T2);
  }
}

/**
 * Tables of an affine point: for i = 0 .. 7 the odd multiples 1, 3 .. 2*entries - 1 of 2^(32 i) times it. The order of
 * the group is a prime above 2^255, so no multiple that is met is the point at infinity.
 */
export function buildTables(o: usize, point: usize, entries: i32): void {
  setAffine(ACC, point, false);
  for (let part = 0; part < PARTS; part++) {
    const first = SCRATCH + part * entries * JACOBIAN;
    oddMultiples(first, entries, JACOBIAN);
    copyJacobian(ACC, first);
    for (let bit = 0; bit < PART_BITS; bit++) double(ACC);
  }
  toAffine(o, PARTS * entries);
}

/** The first odd multiples of an affine point, affine, at `o`. */
export function buildWindow(o: usize, point: usize, count: i32): void {
  setAffine(ACC, point, false);
  oddMultiples(SCRATCH, count, JACOBIAN);
  toAffine(o, count);
}

/** Odd multiples of an affine key for one use, at COLD. */
export function buildCold(point: usize): void {
  setAffine(ACC, point, false);
  oddMultiples(COLD, KEY_ENTRIES, CACHED);
  for (let at = 0; at < KEY_ENTRIES; at++) cache(COLD + at * CACHED);
}
