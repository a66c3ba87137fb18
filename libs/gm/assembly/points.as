import { C_B, C_ONE, C_THREE, C_ZERO, FE, T0, T1, T2, T3, T4, T5, T6, T7 } from './memory';
import { copy, invert, isEqual, isZero, toNumber } from './field';
import { mul, mulDiffSubMul, mulDiffSubSqr, mulNegSub, mulSub, slope, sqr, sqrSub2, sqrSub3 } from './kernels';

@inline
export function copyJacobian(o: usize, a: usize): void {
  memory.copy(o, a, 108);
}

/** The point at infinity: z is 0 in every limb, which no finite point has. */
export function setInfinity(p: usize): void {
  copy(p, C_ONE);
  copy(p + FE, C_ONE);
  copy(p + 2 * FE, C_ZERO);
}

export function isInfinity(p: usize): bool {
  return (
    (load<u64>(p + 2 * FE) |
      load<u64>(p + 2 * FE, 8) |
      load<u64>(p + 2 * FE, 16) |
      load<u64>(p + 2 * FE, 24) |
      u64(load<u32>(p + 2 * FE, 32))) ==
    0
  );
}

export function setAffine(p: usize, q: usize, isNegative: bool): void {
  copy(p, q);
  if (isNegative) mulSub(p + FE, C_ZERO, C_ZERO, q + FE);
  else copy(p + FE, q + FE);
  copy(p + 2 * FE, C_ONE);
}

/** p = 2p for a = -3: L = 3/2 (x - z^2)(x + z^2), S = y^2, x' = L^2 - 2xS, y' = L(xS - x') - S^2, z' = yz. */
export function double(p: usize): void {
  sqr(T0, p + 2 * FE);
  sqr(T1, p + FE);
  slope(T2, p, T0);
  mul(p + 2 * FE, p + FE, p + 2 * FE);
  mul(T3, p, T1);
  sqrSub2(p, T2, T3);
  mulDiffSubSqr(p + FE, T2, T3, p, T1);
}

/** The end of an addition: H in T2, R in T3, y1 (of the common scale) at `y`, x1 of it at `x`; z' is not written. */
@inline
function finish(p: usize, x: usize, y: usize): void {
  sqr(T4, T2);
  mul(T5, T2, T4);
  mul(T6, x, T4);
  sqrSub3(p, T3, T5, T6);
  mulDiffSubMul(p + FE, T3, T6, p, y, T5);
}

/** p = p + q or p - q for affine q; equal and opposite points included. */
export function addAffine(p: usize, q: usize, isNegative: bool): void {
  if (isInfinity(p)) return setAffine(p, q, isNegative);
  sqr(T0, p + 2 * FE);
  mulSub(T2, q, T0, p);
  mul(T1, p + 2 * FE, T0);
  if (isNegative) mulNegSub(T3, q + FE, T1, p + FE);
  else mulSub(T3, q + FE, T1, p + FE);
  if (isZero(T2)) {
    if (!isZero(T3)) return setInfinity(p);
    setAffine(p, q, isNegative);
    return double(p);
  }
  mul(p + 2 * FE, p + 2 * FE, T2);
  finish(p, p, p + FE);
}

/**
 * p = p + q for affine q, in steps that do not depend on the values. Both finite, neither equal nor opposite: then the result
 * is wrong. The limbs of q's y may be negated.
 */
export function addAffineSteadily(p: usize, q: usize): void {
  sqr(T0, p + 2 * FE);
  mulSub(T2, q, T0, p);
  mul(T1, p + 2 * FE, T0);
  mulSub(T3, q + FE, T1, p + FE);
  mul(p + 2 * FE, p + 2 * FE, T2);
  finish(p, p, p + FE);
}

/** p = p + q or p - q for q with z^2 and z^3 behind it; equal and opposite points included. */
export function addCached(p: usize, q: usize, isNegative: bool): void {
  if (isInfinity(q)) return;
  if (isInfinity(p)) {
    copyJacobian(p, q);
    if (isNegative) mulSub(p + FE, C_ZERO, C_ZERO, p + FE);
    return;
  }
  sqr(T0, p + 2 * FE);
  mul(T7, p, q + 3 * FE);
  mulSub(T2, q, T0, T7);
  mul(T1, p + 2 * FE, T0);
  mul(T0, p + FE, q + 4 * FE);
  if (isNegative) mulNegSub(T3, q + FE, T1, T0);
  else mulSub(T3, q + FE, T1, T0);
  if (isZero(T2)) {
    if (isZero(T3)) return double(p);
    return setInfinity(p);
  }
  mul(T1, p + 2 * FE, q + 2 * FE);
  mul(p + 2 * FE, T1, T2);
  finish(p, T7, T0);
}

/** Writes z^2 and z^3 behind a Jacobian point. */
export function cache(q: usize): void {
  sqr(q + 3 * FE, q + 2 * FE);
  mul(q + 4 * FE, q + 3 * FE, q + 2 * FE);
}

/** Whether x and y fulfil y^2 = x^3 - 3x + b. */
export function isOnCurve(q: usize): bool {
  rightSide(T1, q);
  sqr(T2, q + FE);
  return isEqual(T1, T2);
}

/** o = x^3 - 3x + b. */
export function rightSide(o: usize, x: usize): void {
  sqr(T0, x);
  mulSub(T0, T0, C_ONE, C_THREE);
  mulSub(o, C_ZERO, C_ZERO, C_B);
  mulSub(o, T0, x, o);
}

/** Finite Jacobian point to two numbers of 32 bytes, x first. */
export function toNumbers(o: usize, p: usize): void {
  invert(T7, p + 2 * FE);
  sqr(T6, T7);
  mul(T5, p, T6);
  toNumber(o, T5);
  mul(T6, T6, T7);
  mul(T5, p + FE, T6);
  toNumber(o + 40, T5);
}
