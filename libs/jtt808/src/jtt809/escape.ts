/** Escaping between 5B and 5D (JT/T 809 clause 4.4): 5B → 5A 01, 5A → 5A 02, 5D → 5E 01, 5E → 5E 02. */

/** Opens a packet. */
export const OPEN = 0x5b;
/** Closes a packet. */
export const CLOSE = 0x5d;

const CODES: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0x5b, [0x5a, 1]],
  [0x5a, [0x5a, 2]],
  [0x5d, [0x5e, 1]],
  [0x5e, [0x5e, 2]],
]);
const PLAIN: ReadonlyMap<number, number> = new Map(
  [...CODES].map(([plain, [lead, code]]) => [lead * 256 + code, plain]),
);

/** Undoes the escapes; an escape that is none stands for itself. */
export const unescape809 = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const plain = PLAIN.get(byte * 256 + (bytes[at + 1] ?? 0));
    if (plain !== undefined) at += 1;
    out[length] = plain ?? byte;
    length += 1;
  }
  return out.subarray(0, length);
};

/** Escapes header, body and CRC. */
export const escape809 = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytes].flatMap((byte) => CODES.get(byte) ?? [byte]));
