/** Bytes of hex text. */
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** Lower-case hex text of bytes. */
export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

/** Several byte strings as one. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Whether two byte strings are the same (not in constant time: for public data). */
export const equal = (one: Uint8Array, two: Uint8Array): boolean => Buffer.compare(one, two) === 0;

/** Byte by byte exclusive or of two strings of one length. */
export const xor = (one: Uint8Array, two: Uint8Array): Uint8Array => one.map((byte, at) => byte ^ (two[at] ?? 0));

/** `count` bytes of a number, big end first. */
export const numberBytes = (value: number, count: number): Uint8Array => {
  const bytes = new Uint8Array(count);
  let rest = value;
  for (let at = count - 1; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
};
