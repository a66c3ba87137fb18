/** Bytes of hex text; white space is ignored. */
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'hex'));

/** Hex text of bytes. */
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** ASCII text as hex, padded with 00 to `size` bytes. */
export const ascii = (text: string, size = text.length): string =>
  Buffer.from(text, 'latin1')
    .toString('hex')
    .padEnd(size * 2, '0');

/** XOR of bytes, written without regard to speed: the judge of the fast one. */
export const slowXor = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

/** Escapes as the standard words it: first 7D, then 7E. */
export const slowEscape = (bytes: Uint8Array): Uint8Array =>
  fromHex(
    [...bytes].map((byte) => (byte === 0x7d ? '7d01' : byte === 0x7e ? '7d02' : toHex(Uint8Array.of(byte)))).join(''),
  );

/** A frame written by hand from the hex of header and body. */
export const frameOf = (plainHex: string): Uint8Array => {
  const plain = fromHex(plainHex);
  return fromHex(`7e ${toHex(slowEscape(Uint8Array.from([...plain, slowXor(plain)])))} 7e`);
};

/** A frame with the old header: attributes 0000 | length, phone 013900001234, serial 0007. */
export const oldFrame = (id: string, bodyHex: string): Uint8Array => {
  const length = fromHex(bodyHex).length.toString(16).padStart(4, '0');
  return frameOf(`${id} ${length} 013900001234 0007 ${bodyHex}`);
};

/** A frame with the header of 2019: version 1, phone 00000000013900001234, serial 0007. */
export const newFrame = (id: string, bodyHex: string): Uint8Array => {
  const length = (0x4000 | fromHex(bodyHex).length).toString(16).padStart(4, '0');
  return frameOf(`${id} ${length} 01 00000000013900001234 0007 ${bodyHex}`);
};
