import { createCipheriv } from 'node:crypto';
import { nextLinkageSeed } from '@chedun/v2x-security';
import type { LinkageProfile } from '@chedun/v2x-security';

const BLOCK = 16;
const VALUE = 9;

/** Pre-linkage values 0 to `count` - 1 of a seed: those of `preLinkageValue`, in one call of the cipher. */
export const preLinkageValues = (
  { cipher }: LinkageProfile,
  laId: Uint8Array,
  seed: Uint8Array,
  count: number,
): readonly Uint8Array[] => {
  const input = new Uint8Array(count * BLOCK);
  const view = new DataView(input.buffer);
  for (let j = 0; j < count; j += 1) {
    input.set(laId, j * BLOCK);
    view.setUint32(j * BLOCK + 2, j);
  }
  const ecb = createCipheriv(cipher === 'sm4' ? 'sm4-ecb' : 'aes-128-ecb', seed, null).setAutoPadding(false);
  const output = ecb.update(input);
  return Array.from({ length: count }, (_, j) =>
    Uint8Array.from({ length: VALUE }, (_none, at) => (output[j * BLOCK + at] ?? 0) ^ (input[j * BLOCK + at] ?? 0)),
  );
};

/** The seed of one authority so many periods later. */
export const laterSeed = (profile: LinkageProfile, laId: Uint8Array, seed: Uint8Array, periods: number): Uint8Array => {
  let now = seed;
  for (let done = 0; done < periods; done += 1) now = nextLinkageSeed(profile, laId, now);
  return now;
};
