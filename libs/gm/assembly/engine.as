import {
  ACC,
  AFFINE,
  C_B,
  C_G,
  C_ONE,
  C_P,
  C_RAW_ONE,
  C_RR,
  C_THREE,
  CACHED,
  COLD,
  COUNTS,
  ENTRIES,
  ENTRY_SLOTS,
  EXCHANGE,
  FE,
  FREE,
  G_ENTRIES,
  G_TABLE,
  G_WIDTH,
  KEY,
  KEY_ENTRIES,
  KEY_WIDTH,
  PARTS,
  PART_BITS,
  S_E,
  S_N,
  S_PRIME,
  S_R,
  S_S,
  S_SPARE,
  S_T,
  T0,
  T1,
  T2,
  T3,
} from './memory';
import { fromNumber, isEqual, isZero, power, toLimbs, toNumber } from './field';
import { addAffine, addCached, double, isInfinity, isOnCurve, rightSide, setAffine, setInfinity, toNumbers } from './points';
import { mul, mulSub, sqr } from './kernels';
import {
  add,
  addModN,
  clearDigits,
  ENTRY_CACHED,
  ENTRY_NEGATIVE,
  isBelow,
  isNothing,
  readNumber,
  recode,
  recodeParts,
  reduceModN,
  subtract,
  subtractModN,
  writeNumber,
} from './scalars';
import { buildCold, buildTables } from './tables';
import { multiplySteadily } from './secret';

export { ghash } from './ghash';

const WRONG: i32 = 0;
const RIGHT: i32 = 1;
const BAD_KEY: i32 = 2;

/** Bytes of one entry of a batch: e(32) r(32) s(32) x(32) y(32), number of a slot with tables of the key (4, 0 for none). */
const ITEM: usize = 164;

// Slots of the arena: key x(32) y(32), mark of use (4), 4 bytes of nothing, tables.
const SLOT_MARK: usize = 64;
const SLOT_TABLES: usize = 72;
const SLOT: usize = SLOT_TABLES + usize(PARTS * KEY_ENTRIES) * AFFINE;

let arena: usize = 0;
let slots: u32 = 0;

/** Bytes of one slot. */
export function slotBytes(): i32 {
  return <i32>SLOT;
}

/** Where the slots 1 .. count stand. They have to be zeros. */
export function setArena(first: usize, count: u32): void {
  arena = first;
  slots = count;
}

/** Tables of a slot if it holds this key, else 0: a wrong number costs time and never gives a wrong answer. */
function tablesOf(number: u32, key: usize): usize {
  if (number - 1 >= slots) return 0;
  const slot = arena + usize(number - 1) * SLOT;
  for (let at: usize = 0; at < 64; at += 8) if (load<u64>(slot + at) != load<u64>(key + at)) return 0;
  store<u32>(slot, 1, SLOT_MARK);
  return slot + SLOT_TABLES;
}

/** First byte of the memory that the caller lays out. */
export function freeAddress(): i32 {
  return <i32>FREE;
}

/** Where single calls take and leave their bytes. */
export function exchangeAddress(): i32 {
  return <i32>EXCHANGE;
}

/** Constants and the tables of the base point. EXCHANGE holds, 32 bytes each: p, n, R^2 mod p, R mod p, b, Gx, Gy. */
export function setup(): void {
  readNumber(S_PRIME, EXCHANGE);
  readNumber(S_N, EXCHANGE + 32);
  toLimbs(C_P, S_PRIME);
  readNumber(S_SPARE, EXCHANGE + 64);
  toLimbs(C_RR, S_SPARE);
  readNumber(S_SPARE, EXCHANGE + 96);
  toLimbs(C_ONE, S_SPARE);
  store<i32>(C_RAW_ONE, 1);
  store<i32>(C_THREE, 3);
  mul(C_THREE, C_THREE, C_RR);
  loadElement(C_B, EXCHANGE + 128);
  loadElement(C_G, EXCHANGE + 160);
  loadElement(C_G + FE, EXCHANGE + 192);
  buildTables(G_TABLE, C_G, G_ENTRIES);
}

function loadElement(o: usize, bytes: usize): void {
  readNumber(S_SPARE, bytes);
  fromNumber(o, S_SPARE);
}

/** Reads x and y below p of a point on the curve into KEY. */
function loadKey(bytes: usize): bool {
  readNumber(S_SPARE, bytes);
  if (!isBelow(S_SPARE, S_PRIME)) return false;
  fromNumber(KEY, S_SPARE);
  readNumber(S_SPARE, bytes + 32);
  if (!isBelow(S_SPARE, S_PRIME)) return false;
  fromNumber(KEY + FE, S_SPARE);
  return isOnCurve(KEY);
}

/** ACC = sum of all digits. */
function ladder(top: i32): void {
  setInfinity(ACC);
  let position = top;
  while (position >= 0 && load<u8>(COUNTS + position) == 0) position--;
  for (; position >= 0; position--) {
    double(ACC);
    const count = i32(load<u8>(COUNTS + position));
    const first = ENTRIES + ((position * <i32>ENTRY_SLOTS) << 2);
    for (let at = 0; at < count; at++) {
      const entry = load<u32>(first + (at << 2));
      const point = usize(entry & ~3);
      const isNegative = (entry & ENTRY_NEGATIVE) != 0;
      if (entry & ENTRY_CACHED) addCached(ACC, point, isNegative);
      else addAffine(ACC, point, isNegative);
    }
  }
}

/** ACC = [s]G + [t]P; P is in KEY, or has tables. */
function combine(s: usize, t: usize, tables: usize): void {
  clearDigits();
  recodeParts(s, G_WIDTH, G_TABLE, G_ENTRIES * AFFINE, AFFINE);
  if (tables) {
    recodeParts(t, KEY_WIDTH, tables, KEY_ENTRIES * AFFINE, AFFINE);
    ladder(PART_BITS);
  } else {
    buildCold(KEY);
    recode(t, KEY_WIDTH, COLD, CACHED, ENTRY_CACHED);
    ladder(256);
  }
}

/** Whether the affine x of ACC, reduced mod n, is the number in S_R. */
function hasX(): bool {
  sqr(T0, ACC + 2 * FE);
  fromNumber(T1, S_R);
  mulSub(T2, T1, T0, ACC);
  if (isZero(T2)) return true;
  // x lies in 0 .. p-1 and n is below p
  if (add(S_R, S_R, S_N) || !isBelow(S_R, S_PRIME)) return false;
  fromNumber(T1, S_R);
  mulSub(T2, T1, T0, ACC);
  return isZero(T2);
}

/** GB/T 32918.2-2016, 7.1, B3 .. B7 for the digest e. */
function verifyItem(item: usize): i32 {
  const tables = tablesOf(load<u32>(item, 160), item + 96);
  if (!tables && !loadKey(item + 96)) return BAD_KEY;
  readNumber(S_R, item + 32);
  readNumber(S_S, item + 64);
  if (isNothing(S_R) || !isBelow(S_R, S_N) || isNothing(S_S) || !isBelow(S_S, S_N)) return WRONG;
  addModN(S_T, S_R, S_S);
  if (isNothing(S_T)) return WRONG;
  combine(S_S, S_T, tables);
  if (isInfinity(ACC)) return WRONG;
  readNumber(S_E, item);
  reduceModN(S_E);
  subtractModN(S_R, S_R, S_E);
  return hasX() ? RIGHT : WRONG;
}

/** Checks `count` signatures; one byte of answer each. */
export function verifyBatch(items: usize, count: i32, answers: usize): void {
  for (let at = 0; at < count; at++) store<u8>(answers + at, verifyItem(items + at * ITEM));
}

/** Makes the tables of the key x(32) y(32) in EXCHANGE in a slot; false for what is no key, and the slot stays as it was. */
export function prepare(number: u32): bool {
  if (number - 1 >= slots || !loadKey(EXCHANGE)) return false;
  const slot = arena + usize(number - 1) * SLOT;
  memory.copy(slot, EXCHANGE, 64);
  store<u32>(slot, 1, SLOT_MARK);
  buildTables(slot + SLOT_TABLES, KEY, KEY_ENTRIES);
  return true;
}

/** Leaves ACC as x(32) y(32) in EXCHANGE: 1, or 0 for the point at infinity. */
function leave(): i32 {
  if (isInfinity(ACC)) return WRONG;
  toNumbers(S_E, ACC);
  writeNumber(EXCHANGE, S_E);
  writeNumber(EXCHANGE + 32, S_R);
  return RIGHT;
}

/** [k]G for k(32) in EXCHANGE. */
export function multiplyBase(): i32 {
  readNumber(S_S, EXCHANGE);
  reduceModN(S_S);
  clearDigits();
  recodeParts(S_S, G_WIDTH, G_TABLE, G_ENTRIES * AFFINE, AFFINE);
  ladder(PART_BITS);
  return leave();
}

/** [s]G + [t]P for x(32) y(32) s(32) t(32) in EXCHANGE. */
export function multiplyAdd(): i32 {
  if (!loadKey(EXCHANGE)) return BAD_KEY;
  readNumber(S_S, EXCHANGE + 64);
  readNumber(S_T, EXCHANGE + 96);
  reduceModN(S_S);
  reduceModN(S_T);
  combine(S_S, S_T, 0);
  return leave();
}

/**
 * [k]P for x(32) y(32) k(32) r(8) l(32) in EXCHANGE, in steps that do not depend on k: r and l are random and hide it. The
 * numbers are cleared, in EXCHANGE too.
 */
export function multiplySecret(): i32 {
  if (!loadKey(EXCHANGE)) return BAD_KEY;
  multiplySteadily();
  return RIGHT;
}

/** P + Q for x(32) y(32) of both in EXCHANGE. */
export function addPoints(): i32 {
  if (!loadKey(EXCHANGE)) return BAD_KEY;
  setAffine(ACC, KEY, false);
  if (!loadKey(EXCHANGE + 64)) return BAD_KEY;
  addAffine(ACC, KEY, false);
  return leave();
}

/** y(32) behind x(32) in EXCHANGE, with this lowest bit; 0 when no point has this x. */
export function decompress(parity: i32): i32 {
  readNumber(S_SPARE, EXCHANGE);
  if (!isBelow(S_SPARE, S_PRIME)) return WRONG;
  fromNumber(KEY, S_SPARE);
  rightSide(T1, KEY);
  // p = 3 mod 4: a root is the power (p + 1) / 4
  memory.copy(S_R, S_PRIME, 40);
  store<u64>(S_S, 1);
  memory.fill(S_S + 8, 0, 32);
  add(S_R, S_R, S_S);
  for (let at: usize = S_R; at < S_R + 32; at += 8) store<u64>(at, (load<u64>(at) >> 2) | (load<u64>(at, 8) << 62));
  power(T3, T1, S_R);
  sqr(T2, T3);
  if (!isEqual(T1, T2)) return WRONG;
  toNumber(S_E, T3);
  if ((load<i32>(S_E) & 1) != parity) {
    if (isNothing(S_E)) return WRONG;
    subtract(S_E, S_PRIME, S_E);
  }
  writeNumber(EXCHANGE + 32, S_E);
  return RIGHT;
}
