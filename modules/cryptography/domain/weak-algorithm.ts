import type { WeakReason } from '../contract.ts';

const LEAST_RSA_BITS = 2048;

const NAMES: readonly (readonly [WeakReason, RegExp])[] = [
  ['md5', /(^|[^a-z0-9])md5|md5$/],
  ['sha1', /(^|[^a-z0-9])sha-?1($|[^0-9])|sha1$/],
  ['3des', /3-?des|des-?ede|tdea|triple-?des/],
  ['des', /(^|[^a-z0-9])des($|[^a-z0-9]|40)/],
  ['rc4', /rc4|arcfour/],
];

/** Bits that stand in the name of a key of RSA, as in RSA-1024; those of a hash or cipher beside it are none. */
const bitsIn = (name: string): number | null => {
  const found = /rsa[-_ ]?(\d{3,5})(?!\d)/.exec(name)?.[1];
  return found === undefined ? null : Number(found);
};

/**
 * What is wrong with an algorithm by its name: MD5, SHA-1, DES, 3DES, RC4, RSA below 2048 bit. The list is that of the
 * product; against the guide of high risks it is unverified. HMAC with a weak hash counts as weak too.
 */
export const weakReason = (algorithm: string, bits: number | null = null): WeakReason | null => {
  const name = algorithm.toLowerCase();
  const found = NAMES.find(([, pattern]) => pattern.test(name))?.[0];
  if (found !== undefined) return found;
  const length = bits ?? bitsIn(name);
  return name.includes('rsa') && length !== null && length < LEAST_RSA_BITS ? 'rsa-short' : null;
};

/** True for the Chinese commercial algorithms: SM2, SM3, SM4, SM9, ZUC. */
export const isSm = (algorithm: string): boolean => /sm[2349](?!\d)|zuc/i.test(algorithm);
