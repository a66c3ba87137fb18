/** Bytes of hexadecimal digits; spaces are ignored. */
export const fromHex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits.replaceAll(/\s/g, ''), 'hex'));

/** Bytes of a text, one a character. */
export const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** Everything in a row: numbers are single bytes. */
export const join = (...parts: readonly (Uint8Array | number)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part))));

/** Big-endian number of `size` bytes. */
export const be = (value: number, size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  for (let at = size - 1, left = value; at >= 0; at -= 1, left = Math.floor(left / 256)) bytes[at] = left % 256;
  return bytes;
};

/** Bytes behind their length in `size` bytes. */
export const prefixed = (size: number, ...parts: readonly (Uint8Array | number)[]): Uint8Array => {
  const body = join(...parts);
  return join(be(body.length, size), body);
};
