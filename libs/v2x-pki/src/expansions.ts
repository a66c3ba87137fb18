import { createCipheriv } from 'node:crypto';
import { CURVE_ORDER, multiplyAdd } from '@chedun/gm';
import { cocoonPublicKeys } from '@chedun/v2x-security';
import type { ButterflyForm, CocoonKeys } from '@chedun/v2x-security';
import { fromHex, toHex } from './bytes.ts';
import type { Suite } from './suite.ts';

const BLOCK = 16;
const BLOCKS = 3;
const ONE = Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? 1 : 0));
const PREFIX = { signing: 0, encryption: 0xff_ff_ff_ff } as const;

interface Cipher {
  readonly cipher: 'aes128' | 'sm4';
  readonly key: Uint8Array;
}

/** f_k of places 0 to `count` - 1 of a period, modulo the order of SM2: those of `expansionValue`, in one call of the cipher. */
const values = (
  { cipher, key }: Cipher,
  purpose: keyof typeof PREFIX,
  i: number,
  count: number,
): readonly Uint8Array[] => {
  const input = new Uint8Array(count * BLOCKS * BLOCK);
  const view = new DataView(input.buffer);
  for (let at = 0; at < count * BLOCKS; at += 1) {
    const from = at * BLOCK;
    view.setUint32(from, PREFIX[purpose]);
    view.setUint32(from + 4, i);
    view.setUint32(from + 8, Math.floor(at / BLOCKS));
    view.setUint32(from + 12, (at % BLOCKS) + 1);
  }
  const ecb = createCipheriv(cipher === 'sm4' ? 'sm4-ecb' : 'aes-128-ecb', key, null).setAutoPadding(false);
  const output = ecb.update(input);
  for (let at = 0; at < output.length; at += 1) output[at] = (output[at] ?? 0) ^ (input[at] ?? 0);
  const size = BLOCKS * BLOCK;
  return Array.from({ length: count }, (_, j) => {
    const number = BigInt(`0x${toHex(output.subarray(j * size, (j + 1) * size))}`) % CURVE_ORDER;
    return fromHex(number.toString(16).padStart(64, '0'));
  });
};

const shifted = (point: Uint8Array, numbers: readonly Uint8Array[]): readonly Uint8Array[] =>
  numbers.map((number) => multiplyAdd(number, ONE, point));

/**
 * Public cocoon keys 0 to `count` - 1 of a period: those of `cocoonPublicKeys`, for SM2 with one cipher a device instead of
 * one a key. Throws the errors of the libraries for points that are not on the curve.
 */
export const cocoonKeysOf = (
  suite: Suite,
  point: Uint8Array,
  form: ButterflyForm,
  i: number,
  count: number,
): readonly CocoonKeys[] => {
  if (suite.curve !== 'sm2')
    return Array.from({ length: count }, (_, j) => cocoonPublicKeys(suite.curve, point, form, { i, j }));
  const signing = shifted(point, values(form.kind === 'original' ? form.signing : form.expansion, 'signing', i, count));
  const encryption =
    form.kind === 'original' ? shifted(form.encryptionKey, values(form.encryption, 'encryption', i, count)) : signing;
  return signing.map((key, j) => ({ signing: key, encryption: encryption[j] ?? key }));
};
