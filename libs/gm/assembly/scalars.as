import { COUNTS, ENTRIES, ENTRY_SLOTS, POSITIONS, S_N } from './memory';

/** 32 bytes, most significant first, to a number of 4 words, least significant first. */
export function readNumber(o: usize, bytes: usize): void {
  store<u64>(o, bswap(load<u64>(bytes, 24)));
  store<u64>(o, bswap(load<u64>(bytes, 16)), 8);
  store<u64>(o, bswap(load<u64>(bytes, 8)), 16);
  store<u64>(o, bswap(load<u64>(bytes)), 24);
  store<u64>(o, 0, 32);
}

export function writeNumber(bytes: usize, number: usize): void {
  store<u64>(bytes, bswap(load<u64>(number, 24)));
  store<u64>(bytes, bswap(load<u64>(number, 16)), 8);
  store<u64>(bytes, bswap(load<u64>(number, 8)), 16);
  store<u64>(bytes, bswap(load<u64>(number)), 24);
}

export function isNothing(a: usize): bool {
  return (load<u64>(a) | load<u64>(a, 8) | load<u64>(a, 16) | load<u64>(a, 24)) == 0;
}

export function isBelow(a: usize, b: usize): bool {
  for (let at: isize = 24; at >= 0; at -= 8) {
    const left = load<u64>(a + at);
    const right = load<u64>(b + at);
    if (left != right) return left < right;
  }
  return false;
}

/** o = a + b; returns the carry. */
export function add(o: usize, a: usize, b: usize): u64 {
  let carried: u64 = 0;
  for (let at: usize = 0; at < 32; at += 8) {
    const left = load<u64>(a + at);
    const half = left + carried;
    const sum = half + load<u64>(b + at);
    carried = u64(half < left) | u64(sum < half);
    store<u64>(o + at, sum);
  }
  return carried;
}

/** o = a - b; returns the borrow. */
export function subtract(o: usize, a: usize, b: usize): u64 {
  let borrowed: u64 = 0;
  for (let at: usize = 0; at < 32; at += 8) {
    const left = load<u64>(a + at);
    const right = load<u64>(b + at);
    const half = left - right;
    store<u64>(o + at, half - borrowed);
    borrowed = u64(left < right) | u64(half < borrowed);
  }
  return borrowed;
}

/** o = a + b mod n for a, b below n. */
export function addModN(o: usize, a: usize, b: usize): void {
  if (add(o, a, b) || !isBelow(o, S_N)) subtract(o, o, S_N);
}

/** o = a - b mod n for a, b below n. */
export function subtractModN(o: usize, a: usize, b: usize): void {
  if (subtract(o, a, b)) add(o, o, S_N);
}

/** Brings a number of 256 bits below n, which is over 2^255. */
export function reduceModN(a: usize): void {
  if (!isBelow(a, S_N)) subtract(a, a, S_N);
}

/** Bits of an entry beside the address of its point. */
export const ENTRY_NEGATIVE: u32 = 1;
export const ENTRY_CACHED: u32 = 2;

export function clearDigits(): void {
  memory.fill(COUNTS, 0, POSITIONS);
}

@inline
function push(position: i32, entry: u32): void {
  const slot = load<u8>(COUNTS + position);
  store<u8>(COUNTS + position, slot + 1);
  store<u32>(ENTRIES + ((position * <i32>ENTRY_SLOTS + <i32>slot) << 2), entry);
}

/** Entry of an odd digit in a table of the multiples 1, 3, 5 ... */
@inline
function entryOf(digit: i32, table: usize, stride: usize, kind: u32): u32 {
  const isNegative = digit < 0;
  const index = usize((isNegative ? -digit : digit) >> 1);
  return u32(table + index * stride) | kind | (isNegative ? ENTRY_NEGATIVE : 0);
}

/** Width-w NAF of a whole number, into the positions 0 .. 256. */
export function recode(number: usize, width: i32, table: usize, stride: usize, kind: u32): void {
  const top = 1 << (width - 1);
  let carried: i32 = 0;
  let position = 0;
  while (position <= 256) {
    let bits = load<u64>(number + (position >> 3)) >> u64(position & 7);
    if (carried) bits = ~bits;
    // 56 bits are there whatever the position
    const skip = i32(ctz(bits | (1 << 56)));
    position += skip;
    if (skip == 56) continue;
    if (position > 256) break;
    const window = i32((load<u64>(number + (position >> 3)) >> u64(position & 7)) & ((1 << width) - 1)) + carried;
    carried = window >= top ? 1 : 0;
    push(position, entryOf(window - (carried << width), table, stride, kind));
    position += width;
  }
}

/** Width-w NAF of every 32 bits of a number apart, into the positions 0 .. 32; one table for each part. */
export function recodeParts(number: usize, width: i32, table: usize, tableBytes: usize, stride: usize): void {
  const mask: u64 = (1 << u64(width)) - 1;
  const top: i32 = 1 << (width - 1);
  for (let part: usize = 0; part < 8; part++) {
    let rest = u64(load<u32>(number + (part << 2)));
    let position = 0;
    while (rest != 0) {
      const skip = ctz(rest);
      rest >>= skip;
      position += i32(skip);
      let digit = i32(rest & mask);
      if (digit >= top) digit -= 1 << width;
      rest -= i64(digit);
      push(position, entryOf(digit, table + part * tableBytes, stride, 0));
    }
  }
}
