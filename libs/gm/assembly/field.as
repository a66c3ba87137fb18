import { C_ONE, C_P, C_RAW_ONE, C_RR, FE, T8, T9 } from './memory';
import { mul, mulSub, sqr } from './kernels';

@inline
export function copy(o: usize, a: usize): void {
  store<u64>(o, load<u64>(a));
  store<u64>(o, load<u64>(a, 8), 8);
  store<u64>(o, load<u64>(a, 16), 16);
  store<u64>(o, load<u64>(a, 24), 24);
  store<u32>(o, load<u32>(a, 32), 32);
}

/** Splits 32 bytes, least significant first, into limbs. */
export function toLimbs(o: usize, number: usize): void {
  for (let at = 0; at < 9; at++) {
    const bit = 29 * at;
    // bytes behind the number are zero
    store<i32>(o + (at << 2), i32((load<u64>(number + (bit >> 3)) >> (bit & 7)) & 0x1fffffff));
  }
}

/** Number of 32 bytes (8 zero bytes behind it) to Montgomery form. */
export function fromNumber(o: usize, number: usize): void {
  toLimbs(o, number);
  mul(o, o, C_RR);
}

@inline
function carry(a: usize): void {
  for (let at: usize = 0; at < 32; at += 4) {
    const value = load<i32>(a + at);
    store<i32>(a + at, value & 0x1fffffff);
    store<i32>(a + at + 4, load<i32>(a + at + 4) + (value >> 29));
  }
}

function isNegative(a: usize): bool {
  return load<i32>(a, 32) < 0;
}

function addP(a: usize, sign: i32): void {
  for (let at: usize = 0; at < FE; at += 4) store<i32>(a + at, load<i32>(a + at) + sign * load<i32>(C_P + at));
  carry(a);
}

/** Brings a value of magnitude below 8p into 0 .. p-1; limbs become all carried. */
export function canonical(a: usize): void {
  carry(a);
  while (isNegative(a)) addP(a, 1);
  do {
    addP(a, -1);
  } while (!isNegative(a));
  addP(a, 1);
}

/** Whether a value of magnitude below 8p is 0 mod p. */
export function isZero(a: usize): bool {
  // a multiple k*p has -k in its lowest limb, so almost every element is told by that limb alone
  if (((load<i32>(a) + 8) & 0x1fffffff) > 16) return false;
  copy(T9, a);
  canonical(T9);
  let bits: i32 = 0;
  for (let at: usize = 0; at < FE; at += 4) bits |= load<i32>(T9 + at);
  return bits == 0;
}

export function isEqual(a: usize, b: usize): bool {
  mulSub(T8, a, C_ONE, b);
  return isZero(T8);
}

/** Element to a number of 32 bytes, least significant first, 0 .. p-1. */
export function toNumber(number: usize, a: usize): void {
  mul(T9, a, C_RAW_ONE);
  canonical(T9);
  pack(number);
}

/** The same in steps that do not depend on the value: what comes out of the multiplication lies in 0 .. p. */
export function toNumberSteadily(number: usize, a: usize): void {
  mul(T9, a, C_RAW_ONE);
  addP(T9, -1);
  const isNegative = load<i32>(T9, 32) >> 31;
  for (let at: usize = 0; at < FE; at += 4) store<i32>(T9 + at, load<i32>(T9 + at) + (isNegative & load<i32>(C_P + at)));
  carry(T9);
  pack(number);
}

/** 256 bits of the limbs in T9 to bytes. */
function pack(number: usize): void {
  let held: u64 = 0;
  let bits: i32 = 0;
  let at: usize = 0;
  for (let i: usize = 0; i < FE; i += 4) {
    held |= u64(load<u32>(T9 + i)) << bits;
    bits += 29;
    while (bits >= 8 && at < 32) {
      store<u8>(number + at, u8(held));
      held >>= 8;
      bits -= 8;
      at++;
    }
  }
}

/** o = a^(2^count) for count >= 1. */
function squareTimes(o: usize, a: usize, count: i32): void {
  sqr(o, a);
  for (let i = 1; i < count; i++) sqr(o, o);
}

/** o = a raised to a number of 32 bytes, most significant bit first; o is neither a nor T8, T9. */
export function power(o: usize, a: usize, exponent: usize): void {
  copy(o, C_ONE);
  for (let bit = 255; bit >= 0; bit--) {
    sqr(o, o);
    if ((load<u8>(exponent + (bit >> 3)) >> u8(bit & 7)) & 1) mul(o, o, a);
  }
}

const I1: usize = 2592;
const I2: usize = 2632;
const I3: usize = 2672;
const I4: usize = 2712;
const I5: usize = 2752;

/**
 * o = 1/a = a^(p-2), o not a. From the top p - 2 is 31 ones, a zero, 128 ones, 32 zeros, 62 ones, 0, 1:
 * 255 squarings and 16 multiplications.
 */
export function invert(o: usize, a: usize): void {
  sqr(I1, a);
  mul(I1, I1, a); // 2 ones
  squareTimes(I2, I1, 2);
  mul(I2, I2, I1); // 4
  squareTimes(I3, I2, 4);
  mul(I3, I3, I2); // 8
  squareTimes(I4, I3, 8);
  mul(I4, I4, I3); // 16
  squareTimes(I5, I4, 8);
  mul(I5, I5, I3); // 24
  squareTimes(I5, I5, 4);
  mul(I5, I5, I2); // 28
  squareTimes(I5, I5, 2);
  mul(I5, I5, I1); // 30
  copy(I3, I5); // 30 ones
  sqr(I2, I5);
  mul(I2, I2, a); // 31 ones
  squareTimes(I5, I2, 1);
  mul(I5, I5, a); // 32 ones
  squareTimes(o, I2, 33); // 31 ones, then 33 free bits: a zero and 32 ones
  mul(o, o, I5);
  for (let block = 0; block < 3; block++) {
    squareTimes(o, o, 32);
    mul(o, o, I5);
  }
  squareTimes(o, o, 64); // 32 zeros and 32 ones
  mul(o, o, I5);
  squareTimes(o, o, 30);
  mul(o, o, I3);
  squareTimes(o, o, 2); // 01
  mul(o, o, a);
}
