/** The shortest INTEGER of a number that is not negative. */
const integer = (number: Uint8Array): Buffer => {
  let at = 0;
  while (at < number.length - 1 && number[at] === 0) at += 1;
  const digits = number.subarray(at);
  const sign = ((digits[0] ?? 0) & 0x80) === 0 ? [] : [0];
  return Buffer.concat([Buffer.of(2, digits.length + sign.length, ...sign), digits]);
};

/** r||s of 64 bytes as SEQUENCE { r, s } (RFC 3279, GM/T 0009). */
export const rawToDer = (signature: Uint8Array): Uint8Array => {
  const half = signature.length / 2;
  const both = Buffer.concat([integer(signature.subarray(0, half)), integer(signature.subarray(half))]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]);
};
