/** The constants that two platforms agree on (JT/T 809 clause 4.5.3); unsigned 32-bit integers. */
export interface CipherConstants {
  readonly m1: number;
  readonly ia1: number;
  readonly ic1: number;
}

/**
 * The "encryption" of JT/T 809: XOR with a linear congruential generator. The same call undoes it. It hides nothing from
 * anybody who knows or guesses a few bytes of plain text: every use is worth a finding.
 */
export const cipher809 = (bytes: Uint8Array, key: number, { m1, ia1, ic1 }: CipherConstants): Uint8Array => {
  const modulus = m1 >>> 0 === 0 ? 1 : m1 >>> 0;
  let state = key >>> 0 === 0 ? 1 : key >>> 0;
  return bytes.map((byte) => {
    state = (Math.imul(ia1, state % modulus) + ic1) >>> 0;
    return byte ^ ((state >>> 20) & 0xff);
  });
};
