/**
 * Lengths in bits of the codes of RFC 7541, appendix B, by symbol; the code is canonical (codes of one length count up
 * in order of their symbols), so that the lengths define it. Symbol 256 is the end of string.
 */
const LENGTHS: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6,
  5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23,
  22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22,
  23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26,
  20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27,
  27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27,
  27, 27, 27, 26, 30,
];

const MAX_LENGTH = 30;
const END = 256;

/** Symbols in order of their codes; per length the first code and where its symbols start. */
interface Codes {
  readonly symbols: readonly number[];
  readonly firstCode: readonly number[];
  readonly firstIndex: readonly number[];
  readonly counts: readonly number[];
}

const buildCodes = (): Codes => {
  const symbols: number[] = [];
  const firstCode = [0];
  const firstIndex = [0];
  const counts = [0];
  let code = 0;
  for (let length = 1; length <= MAX_LENGTH; length += 1) {
    code *= 2;
    firstCode.push(code);
    firstIndex.push(symbols.length);
    LENGTHS.forEach((one, symbol) => void (one === length && symbols.push(symbol)));
    counts.push(symbols.length - (firstIndex[length] ?? 0));
    code += counts[length] ?? 0;
  }
  return { symbols, firstCode, firstIndex, counts };
};

const CODES = buildCodes();

/** Almost every character of a header has a code of at most this many bits. */
const SHORT_BITS = 12;

/** For every twelve bits: symbol * 32 + length of the code they start with, 0 when that is longer. */
const buildShort = (): Uint16Array => {
  const short = new Uint16Array(1 << SHORT_BITS);
  for (let length = 1; length <= SHORT_BITS; length += 1) {
    for (let offset = 0; offset < (CODES.counts[length] ?? 0); offset += 1) {
      const symbol = CODES.symbols[(CODES.firstIndex[length] ?? 0) + offset] ?? 0;
      const from = ((CODES.firstCode[length] ?? 0) + offset) << (SHORT_BITS - length);
      short.fill(symbol * 32 + length, from, from + (1 << (SHORT_BITS - length)));
    }
  }
  return short;
};

const SHORT = buildShort();

/** Symbol * 32 + length of the code at bit `at`, which is longer than twelve bits; END * 32 when there is none. */
const longSymbol = (bytes: Uint8Array, at: number, end: number): number => {
  let code = 0;
  for (let length = 1; length <= MAX_LENGTH && at + length <= end; length += 1) {
    const bit = at + length - 1;
    code = code * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    const offset = code - (CODES.firstCode[length] ?? 0);
    if (offset < 0 || offset >= (CODES.counts[length] ?? 0)) continue;
    return (CODES.symbols[(CODES.firstIndex[length] ?? 0) + offset] ?? END) * 32 + length;
  }
  return END * 32;
};

/** Whether what is left from bit `at` to bit `end` is padding: fewer than eight ones. */
const isPadding = (bytes: Uint8Array, at: number, end: number): boolean => {
  const left = end - at;
  return left < 8 && ((bytes[at >> 3] ?? 0) & ((1 << left) - 1)) === (1 << left) - 1;
};

/** Bytes that a string of `size` coded bytes has at most: no code is shorter than five bits. */
export const huffmanRoom = (size: number): number => Math.ceil((size * 8) / 5);

/**
 * Decodes the Huffman string `from` to `to` of `bytes` (RFC 7541, 5.2) into `out`, which has {@link huffmanRoom}; answers
 * how many bytes it has. -1 when it holds the end-of-string symbol or is padded with anything but fewer than eight
 * one-bits.
 */
export const decodeHuffman = (bytes: Uint8Array, from: number, to: number, out: Uint8Array): number => {
  const end = to * 8;
  let size = 0;
  for (let at = from * 8; at < end;) {
    const byte = at >> 3;
    // bytes behind the end are looked at and not taken: a code must end before it
    const window = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
    const short = SHORT[(window >> (24 - SHORT_BITS - (at & 7))) & 0xfff] ?? 0;
    const isShort = short > 0 && at + (short & 31) <= end;
    if (!isShort && isPadding(bytes, at, end)) break;
    const found = isShort ? short : longSymbol(bytes, at, end);
    const symbol = found >> 5;
    if (symbol === END) return -1;
    out[size] = symbol;
    size += 1;
    at += found & 31;
  }
  return size;
};
