/**
 * Bytes that the unsigned LEB128 form of `value` takes (1 to 8).
 * @param value a safe integer ≥ 0
 */
export const varintSize = (value: number): number => {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
};

/**
 * Writes `value` as unsigned LEB128 (7 bits a byte, least significant first) and returns the offset behind it.
 * @param value a safe integer ≥ 0
 */
export const writeVarint = (target: Uint8Array, at: number, value: number): number => {
  let offset = at;
  let rest = value;
  while (rest >= 0x80) {
    target[offset] = (rest % 0x80) | 0x80;
    offset += 1;
    rest = Math.floor(rest / 0x80);
  }
  target[offset] = rest;
  return offset + 1;
};
