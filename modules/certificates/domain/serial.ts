const BYTES = 16;

/**
 * A serial number with 126 random bits: 16 bytes that begin with 01 in binary, so that it is positive and always as long
 * (RFC 5280 4.1.2.2; CA/Browser Forum asks for at least 64 random bits). That none comes twice the table of certificates proves.
 */
export const newSerial = (randomBytes: (length: number) => Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(randomBytes(BYTES));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
};
