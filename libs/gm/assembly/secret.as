import { ACC, AFFINE, COLD, EXCHANGE, FE, KEY, S_E, S_N, S_R, S_S, S_T, STEP, T0, T5, T6, T7, T9 } from './memory';
import { copy, invert, toLimbs, toNumberSteadily } from './field';
import { mul, sqr } from './kernels';
import { addAffineSteadily, double, setAffine } from './points';
import { readNumber, writeNumber } from './scalars';
import { buildWindow } from './tables';

// [k]P for a secret k: always the same operations on the same addresses. The point is public, and so is its table.
//
// k is hidden in k' = k + r n of 320 bits, r random and such that k' is odd. An odd number has 64 digits of 5 bits that are
// all odd, from -31 to 31, the topmost positive; every digit costs five doublings, a look at all 16 entries of the table and
// one addition. The sum so far and the digit are equal or opposite mod n with a probability of about 2^-250 where r decides
// it; at the last digit k alone decides, and the caller refuses such k (within 2^64 of 0 or n). So the addition knows no exceptions. The
// coordinates begin at a random scale.

const WINDOW: i32 = 5;
const DIGITS: i32 = 64;
const MULTIPLES: i32 = 16;
/** The multiples 1, 3 .. 31 of the point. */
const TABLE: usize = COLD;
/** The entry that is added. */
const CHOSEN: usize = KEY;

/** Limbs of 32 bits: S_S + shift += number * factor over 8 limbs; the carry becomes the limb behind them. */
function addProduct(shift: usize, number: usize, factor: u64): void {
  let carried: u64 = 0;
  for (let at: usize = 0; at < 32; at += 4) {
    const sum = u64(load<u32>(S_S + shift + at)) + u64(load<u32>(number + at)) * factor + carried;
    store<u32>(S_S + shift + at, u32(sum));
    carried = sum >> 32;
  }
  store<u32>(S_S + shift + 32, u32(carried));
}

/** S_S = k + r n, odd; zeros behind it. */
function hide(): void {
  readNumber(S_S, EXCHANGE + 64);
  memory.fill(S_S + 32, 0, 48);
  const random = load<u64>(EXCHANGE, 96);
  const factor = (random & ~1) | (1 ^ (load<u64>(S_S) & 1));
  addProduct(0, S_N, factor & 0xffffffff);
  addProduct(4, S_N, factor >> 32);
}

/** Six bits from the lowest of a digit on, the lowest of them set. */
@inline
function bitsOf(digit: i32): i32 {
  const bit = WINDOW * digit;
  return i32((load<u64>(S_S + (bit >> 3)) >> u64(bit & 7)) & 63) | 1;
}

/** CHOSEN = entry of the table, y negated when `sign` is -1 (and not when it is 0): looks at all entries. */
function choose(index: i32, sign: i32): void {
  let w0: u64 = 0;
  let w1: u64 = 0;
  let w2: u64 = 0;
  let w3: u64 = 0;
  let w4: u64 = 0;
  let w5: u64 = 0;
  let w6: u64 = 0;
  let w7: u64 = 0;
  let w8: u64 = 0;
  for (let at = 0; at < MULTIPLES; at++) {
    const mask: u64 = 0 - u64(u32((at ^ index) - 1) >> 31);
    const entry = TABLE + usize(at) * AFFINE;
    w0 |= load<u64>(entry) & mask;
    w1 |= load<u64>(entry, 8) & mask;
    w2 |= load<u64>(entry, 16) & mask;
    w3 |= load<u64>(entry, 24) & mask;
    w4 |= load<u64>(entry, 32) & mask;
    w5 |= load<u64>(entry, 40) & mask;
    w6 |= load<u64>(entry, 48) & mask;
    w7 |= load<u64>(entry, 56) & mask;
    w8 |= load<u64>(entry, 64) & mask;
  }
  store<u64>(CHOSEN, w0);
  store<u64>(CHOSEN, w1, 8);
  store<u64>(CHOSEN, w2, 16);
  store<u64>(CHOSEN, w3, 24);
  store<u64>(CHOSEN, w4, 32);
  store<u64>(CHOSEN, w5, 40);
  store<u64>(CHOSEN, w6, 48);
  store<u64>(CHOSEN, w7, 56);
  store<u64>(CHOSEN, w8, 64);
  for (let at: usize = FE; at < 2 * FE; at += 4) store<i32>(CHOSEN + at, (load<i32>(CHOSEN + at) ^ sign) - sign);
}

/** ACC = CHOSEN, scaled by the random number behind the others in EXCHANGE. */
function begin(): void {
  readNumber(S_E, EXCHANGE + 104);
  toLimbs(T7, S_E);
  setAffine(ACC, CHOSEN, false);
  sqr(T6, T7);
  mul(ACC, ACC, T6);
  mul(T6, T6, T7);
  mul(ACC + FE, ACC + FE, T6);
  copy(ACC + 2 * FE, T7);
}

/** ACC to x(32) y(32) in EXCHANGE. */
function end(): void {
  invert(T7, ACC + 2 * FE);
  sqr(T6, T7);
  mul(T5, ACC, T6);
  toNumberSteadily(S_E, T5);
  mul(T6, T6, T7);
  mul(T5, ACC + FE, T6);
  toNumberSteadily(S_R, T5);
  writeNumber(EXCHANGE, S_E);
  writeNumber(EXCHANGE + 32, S_R);
}

function clear(): void {
  memory.fill(EXCHANGE + 64, 0, 72);
  memory.fill(S_E, 0, S_T + 40 - S_E);
  memory.fill(T0, 0, T9 + FE - T0);
  memory.fill(ACC, 0, STEP - ACC);
  memory.fill(CHOSEN, 0, AFFINE);
}

/** [k]P for the point in KEY: see engine.as for what stands in EXCHANGE. */
export function multiplySteadily(): void {
  buildWindow(TABLE, KEY, MULTIPLES);
  hide();
  choose(bitsOf(DIGITS - 1) >> 1, 0);
  begin();
  for (let at = DIGITS - 2; at >= 0; at--) {
    for (let bit = 0; bit < WINDOW; bit++) double(ACC);
    const digit = bitsOf(at) - (1 << WINDOW);
    const sign = digit >> 31;
    choose(((digit ^ sign) - sign) >> 1, sign);
    addAffineSteadily(ACC, CHOSEN);
  }
  end();
  clear();
}
