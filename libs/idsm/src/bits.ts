/**
 * Reads `width` (1 to 32) bits as an unsigned integer, most significant bit first, from bit `at` of `bytes`.
 * Bits beyond the end read as 0: callers check the length of the frame before.
 */
export const readBits = (bytes: Uint8Array, at: number, width: number): number => {
  let value = 0;
  let left = width;
  let position = at;
  while (left > 0) {
    const inByte = position & 7;
    const taken = Math.min(8 - inByte, left);
    const byte = bytes[position >>> 3] ?? 0;
    const part = (byte >>> (8 - inByte - taken)) & ((1 << taken) - 1);
    value = value * 2 ** taken + part;
    position += taken;
    left -= taken;
  }
  return value;
};

/** Writes `value` into `width` (1 to 32) bits from bit `at`; the bits must be 0 before and the value must fit. */
export const writeBits = (bytes: Uint8Array, at: number, width: number, value: number): void => {
  let left = width;
  let position = at;
  while (left > 0) {
    const inByte = position & 7;
    const taken = Math.min(8 - inByte, left);
    const part = Math.floor(value / 2 ** (left - taken)) % 2 ** taken;
    const index = position >>> 3;
    bytes[index] = (bytes[index] ?? 0) | (part << (8 - inByte - taken));
    position += taken;
    left -= taken;
  }
};

/** Largest value of a field of `width` bits. */
export const maxOf = (width: number): number => 2 ** width - 1;
