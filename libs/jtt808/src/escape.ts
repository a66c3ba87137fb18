/** Escaping between the 7E delimiters and the XOR checksum (JT/T 808 clause 4.4). */

/** Opens and closes a frame. */
export const DELIMITER = 0x7e;
const ESCAPE = 0x7d;

/** XOR of `bytes` from `from` up to, not including, `to`. */
export const xor = (bytes: Uint8Array, from: number, to: number): number => {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum ^= bytes[at] ?? 0;
  return sum;
};

/**
 * Undoes 7D 01 and 7D 02. A 7D followed by anything else, and a bare 7E, stand for themselves: some senders forget to
 * escape the checksum byte. The result is never longer than the input.
 */
export const unescape = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (byte === ESCAPE && (next === 1 || next === 2)) {
      out[length] = ESCAPE + next - 1;
      at += 1;
    } else out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
};

/** True when bytes between delimiters are escaped as the standard says: no bare 7E, and every 7D stands for one of two. */
export const isEscapedWell = (escaped: Uint8Array): boolean => {
  for (let at = 0; at < escaped.length; at += 1) {
    if (escaped[at] === DELIMITER) return false;
    if (escaped[at] !== ESCAPE) continue;
    const next = escaped[at + 1];
    if (next !== 1 && next !== 2) return false;
    at += 1;
  }
  return true;
};

/** Escapes header, body and checksum: 7E becomes 7D 02, 7D becomes 7D 01. */
export const escape = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length * 2);
  let length = 0;
  for (const byte of bytes) {
    if (byte === DELIMITER || byte === ESCAPE) {
      out[length] = ESCAPE;
      out[length + 1] = byte === DELIMITER ? 2 : 1;
      length += 2;
    } else {
      out[length] = byte;
      length += 1;
    }
  }
  return out.slice(0, length);
};
