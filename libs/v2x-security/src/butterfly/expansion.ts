import { createCipheriv } from 'node:crypto';
import { concat, numberBytes, toHex, xor } from '../bytes.ts';
import { groupOf, scalarBytes } from '../crypto/group.ts';
import type { ExpansionCurve } from '../crypto/group.ts';
import { securityError } from '../errors.ts';

/** Cipher of an expansion. `sm4` is the same construction with SM4: annex H of YD/T 3957 was not read, unverified. */
export type ExpansionCipher = 'aes128' | 'sm4';

/** One place of the expansion: which period and which certificate of it, both unsigned numbers of 32 bits. */
export interface ExpansionIndex {
  readonly i: number;
  readonly j: number;
}

/** What the expanded key is for; the prefix of x tells them apart. */
export type ExpansionPurpose = 'signing' | 'encryption';

/** An expansion function f_k: cipher, its key of 16 bytes and the curve whose order it is taken by. */
export interface ExpansionFunction {
  readonly curve: ExpansionCurve;
  readonly cipher: ExpansionCipher;
  readonly key: Uint8Array;
}

/** One block of 16 bytes under a cipher without chaining. */
export const blockCipher = (cipher: ExpansionCipher, key: Uint8Array, block: Uint8Array): Uint8Array => {
  if (key.length !== 16 || block.length % 16 !== 0)
    throw securityError('v2xsec.key', { reason: 'a block cipher takes a key and blocks of 16 bytes' });
  const name = cipher === 'aes128' ? 'aes-128-ecb' : 'sm4-ecb';
  const one = createCipheriv(name, key, null).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([one.update(block), one.final()]));
};

const PREFIX = { signing: 0, encryption: 0xff_ff_ff_ff } as const;

/**
 * f_k(x) mod the order of the curve (CAMP SCMS, IEEE 1609.2.1 annex; reproduced on vectors for AES and P-256):
 * x = prefix(4) ‖ i(4) ‖ j(4) ‖ 0(4); three blocks E_k(x + m) XOR (x + m), m = 1, 2, 3, side by side as one number.
 */
export const expansionValue = (
  { curve, cipher, key }: ExpansionFunction,
  purpose: ExpansionPurpose,
  { i, j }: ExpansionIndex,
): bigint => {
  const head = concat(numberBytes(PREFIX[purpose], 4), numberBytes(i, 4), numberBytes(j, 4));
  const input = concat(...[1, 2, 3].map((m) => concat(head, numberBytes(m, 4))));
  const output = xor(blockCipher(cipher, key, input), input);
  return BigInt(`0x${toHex(output)}`) % groupOf(curve).order;
};

const numberOf = (scalar: Uint8Array): bigint => BigInt(`0x${toHex(scalar)}`);

/** a + f_k(x) mod the order: the private key on the vehicle's side, 32 bytes. Throws `v2xsec.key` when it is 0. */
export const expandPrivateKey = (
  scalar: Uint8Array,
  expansion: ExpansionFunction,
  purpose: ExpansionPurpose,
  index: ExpansionIndex,
): Uint8Array => {
  const { order } = groupOf(expansion.curve);
  const sum = (numberOf(scalar) + expansionValue(expansion, purpose, index)) % order;
  if (sum === 0n) throw securityError('v2xsec.key', { reason: 'the expanded key is 0' });
  return scalarBytes(sum);
};

/** A + f_k(x)·G: the public key on the side of the registration authority, 65 bytes. Throws `v2xsec.key`. */
export const expandPublicKey = (
  point: Uint8Array,
  expansion: ExpansionFunction,
  purpose: ExpansionPurpose,
  index: ExpansionIndex,
): Uint8Array => groupOf(expansion.curve).shift(point, expansionValue(expansion, purpose, index));

/**
 * The public key that is certified: the cocoon key plus C = c·G of the certificate authority, so that the registration
 * authority cannot know it.
 */
export const certifiedPublicKey = (curve: ExpansionCurve, cocoon: Uint8Array, contribution: Uint8Array): Uint8Array =>
  groupOf(curve).add(cocoon, contribution);

/** The private key under the certified one: cocoon key plus `privateKeyInfo` (c) of the answer, mod the order. */
export const certifiedPrivateKey = (
  curve: ExpansionCurve,
  cocoon: Uint8Array,
  privateKeyInfo: Uint8Array,
): Uint8Array => {
  const sum = (numberOf(cocoon) + numberOf(privateKeyInfo)) % groupOf(curve).order;
  if (sum === 0n) throw securityError('v2xsec.key', { reason: 'the private key is 0' });
  return scalarBytes(sum);
};
