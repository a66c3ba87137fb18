/** Bytes of hex text; white space is ignored. */
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'hex'));

/** Hex text of bytes. */
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Bytes of text of 0 and 1, filled up with 0; white space is ignored, so that fields can be told apart. */
export const fromBits = (text: string): Uint8Array => {
  const digits = text.replace(/\s+/g, '');
  const bytes = new Uint8Array(Math.ceil(digits.length / 8));
  for (let index = 0; index < digits.length; index += 1)
    if (digits[index] === '1') bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
  return bytes;
};

/** Bits of bytes as text of 0 and 1. */
export const toBits = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
