import { concat, numberBytes, xor } from '../bytes.ts';
import { hashOf } from '../hashing.ts';
import { blockCipher } from './expansion.ts';
import type { ExpansionCipher } from './expansion.ts';

/**
 * Algorithms of linkage values. `LINKAGE_AES` is the one of CAMP SCMS and IEEE 1609.2.1, reproduced on vectors.
 * `LINKAGE_SM` is the same construction with SM4 and SM3: annex I of YD/T 3957 was not read, unverified.
 */
export interface LinkageProfile {
  readonly cipher: ExpansionCipher;
  readonly hash: 'sha256' | 'sm3';
}

/** AES-128 and SHA-256. */
export const LINKAGE_AES: LinkageProfile = { cipher: 'aes128', hash: 'sha256' };
/** SM4 and SM3; unverified. */
export const LINKAGE_SM: LinkageProfile = { cipher: 'sm4', hash: 'sm3' };

const SEED = 16;
const VALUE = 9;
const BLOCK = 16;

/** ls(i): first 16 bytes of H(la_id(2) ‖ ls(i - 1)(16) ‖ 0(14)); from there nobody finds the way back. */
export const nextLinkageSeed = ({ hash }: LinkageProfile, laId: Uint8Array, seed: Uint8Array): Uint8Array =>
  hashOf(hash, laId, seed, new Uint8Array(14)).slice(0, SEED);

/** plv(i, j): first 9 bytes of E_ls(la_id(2) ‖ j(4) ‖ 0(10)) XOR that input; for groups the same with group seeds. */
export const preLinkageValue = (
  { cipher }: LinkageProfile,
  laId: Uint8Array,
  seed: Uint8Array,
  j: number,
): Uint8Array => {
  const input = concat(laId, numberBytes(j, 4), new Uint8Array(10));
  return xor(blockCipher(cipher, seed, input), input).slice(0, VALUE);
};

/** lv = plv1 XOR plv2: the value of both authorities together. */
export const linkageValue = (one: Uint8Array, two: Uint8Array): Uint8Array => xor(one, two);

/**
 * Encrypted index of a group value: E_ik(k(4) ‖ j(4) ‖ 0(8)) XOR that input. The published vectors have k first,
 * though their text says j first.
 */
export const encryptedGroupIndex = (
  { cipher }: LinkageProfile,
  indexKey: Uint8Array,
  k: number,
  j: number,
): Uint8Array => {
  const input = concat(numberBytes(k, 4), numberBytes(j, 4), new Uint8Array(8));
  return xor(blockCipher(cipher, indexKey, input), input);
};

/** One authority's identifier (2 bytes) and seed (16 bytes). */
export interface LinkageSeedOf {
  readonly laId: Uint8Array;
  readonly seed: Uint8Array;
}

/** Both seeds some periods later. */
export const advanceSeeds = (
  profile: LinkageProfile,
  seeds: readonly LinkageSeedOf[],
  periods: number,
): readonly LinkageSeedOf[] =>
  seeds.map(({ laId, seed }) => {
    let now = seed;
    for (let done = 0; done < periods; done += 1) now = nextLinkageSeed(profile, laId, now);
    return { laId, seed: now };
  });

/** The linkage value of certificate j under seeds of its period. */
export const linkageValueOf = (profile: LinkageProfile, seeds: readonly LinkageSeedOf[], j: number): Uint8Array =>
  seeds
    .map(({ laId, seed }) => preLinkageValue(profile, laId, seed, j))
    .reduce((one, two) => xor(one, two), new Uint8Array(VALUE));

/** The linkage values of certificates 0 to `jMax` of a period: one call of the cipher a seed. */
export const linkageValuesOf = (
  { cipher }: LinkageProfile,
  seeds: readonly LinkageSeedOf[],
  jMax: number,
): readonly Uint8Array[] => {
  const indices = Array.from({ length: jMax + 1 }, (_, j) => j);
  const sums = indices.map(() => new Uint8Array(VALUE));
  for (const { laId, seed } of seeds) {
    const input = new Uint8Array(BLOCK * indices.length);
    for (const j of indices) {
      input.set(laId, BLOCK * j);
      input.set(numberBytes(j, 4), BLOCK * j + laId.length);
    }
    const output = blockCipher(cipher, seed, input);
    for (const [j, sum] of sums.entries())
      for (let at = 0; at < VALUE; at += 1)
        sum[at] = (sum[at] ?? 0) ^ (output[BLOCK * j + at] ?? 0) ^ (input[BLOCK * j + at] ?? 0);
  }
  return sums;
};
