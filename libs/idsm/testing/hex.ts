/** Bytes of hex text; white space and comments from `#` to the end of a line are ignored. */
export const fromHex = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text.replace(/#.*$/gm, '').replace(/\s+/g, ''), 'hex'));

/** Hex text of bytes. */
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
