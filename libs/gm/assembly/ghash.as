import { EXCHANGE } from './memory';

/** Low 64 bits of the product of polynomials over GF(2): integer products of every fourth bit, whose carries are cut off. */
@inline
function product(x: u64, y: u64): u64 {
  const x0 = x & 0x1111111111111111;
  const x1 = x & 0x2222222222222222;
  const x2 = x & 0x4444444444444444;
  const x3 = x & 0x8888888888888888;
  const y0 = y & 0x1111111111111111;
  const y1 = y & 0x2222222222222222;
  const y2 = y & 0x4444444444444444;
  const y3 = y & 0x8888888888888888;
  const z0 = (x0 * y0) ^ (x1 * y3) ^ (x2 * y2) ^ (x3 * y1);
  const z1 = (x0 * y1) ^ (x1 * y0) ^ (x2 * y3) ^ (x3 * y2);
  const z2 = (x0 * y2) ^ (x1 * y1) ^ (x2 * y0) ^ (x3 * y3);
  const z3 = (x0 * y3) ^ (x1 * y2) ^ (x2 * y1) ^ (x3 * y0);
  return (
    (z0 & 0x1111111111111111) | (z1 & 0x2222222222222222) | (z2 & 0x4444444444444444) | (z3 & 0x8888888888888888)
  );
}

@inline
function reversed(x: u64): u64 {
  x = ((x >> 1) & 0x5555555555555555) | ((x & 0x5555555555555555) << 1);
  x = ((x >> 2) & 0x3333333333333333) | ((x & 0x3333333333333333) << 2);
  x = ((x >> 4) & 0x0f0f0f0f0f0f0f0f) | ((x & 0x0f0f0f0f0f0f0f0f) << 4);
  return bswap(x);
}

/** Folds the words below 2^128 of a reflected product into those above: x^128 = x^7 + x^2 + x + 1. */
@inline
function foldedUp(v: u64): u64 {
  return v ^ (v >> 1) ^ (v >> 2) ^ (v >> 7);
}

@inline
function foldedOver(v: u64): u64 {
  return (v << 63) ^ (v << 62) ^ (v << 57);
}

/**
 * GHASH (NIST SP 800-38D, 6.4) over whole blocks at `data`: EXCHANGE holds H(16) and Y(16), and takes the new Y. Takes the
 * same time whatever H and the data are, as far as multiplication of the processor does.
 */
export function ghash(data: usize, blocks: i32): void {
  const h1 = bswap(load<u64>(EXCHANGE));
  const h0 = bswap(load<u64>(EXCHANGE, 8));
  const h1r = reversed(h1);
  const h0r = reversed(h0);
  let y1 = bswap(load<u64>(EXCHANGE, 16));
  let y0 = bswap(load<u64>(EXCHANGE, 24));
  for (let at = 0; at < blocks; at++) {
    y1 ^= bswap(load<u64>(data));
    y0 ^= bswap(load<u64>(data, 8));
    data += 16;
    const y1r = reversed(y1);
    const y0r = reversed(y0);
    const low = product(y0, h0);
    const high = product(y1, h1);
    const middle = product(y0 ^ y1, h0 ^ h1) ^ low ^ high;
    const lowTop = product(y0r, h0r);
    const highTop = product(y1r, h1r);
    const middleTop = product(y0r ^ y1r, h0r ^ h1r) ^ lowTop ^ highTop;
    let v0 = low;
    let v1 = (reversed(lowTop) >> 1) ^ middle;
    let v2 = high ^ (reversed(middleTop) >> 1);
    let v3 = reversed(highTop) >> 1;
    v3 = (v3 << 1) | (v2 >> 63);
    v2 = (v2 << 1) | (v1 >> 63);
    v1 = (v1 << 1) | (v0 >> 63);
    v0 <<= 1;
    v2 ^= foldedUp(v0);
    v1 ^= foldedOver(v0);
    v3 ^= foldedUp(v1);
    v2 ^= foldedOver(v1);
    y0 = v2;
    y1 = v3;
  }
  store<u64>(EXCHANGE, bswap(y1), 16);
  store<u64>(EXCHANGE, bswap(y0), 24);
}
