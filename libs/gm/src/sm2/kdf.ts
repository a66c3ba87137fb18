import { concat, uint32 } from '../bytes.ts';
import { GmError } from '../errors.ts';
import { SM3_BYTES, sm3 } from '../hash/sm3.ts';

const MOST = 2 ** 29;

/**
 * Key derivation of GB/T 32918.4-2016, 5.4.3 (and 32918.3) with SM3: SM3(z || 1) || SM3(z || 2) || ..., cut to `length`
 * bytes. Throws `gm.length` for no number from 1 to 2^29.
 */
export const sm2Kdf = (z: Uint8Array, length: number): Uint8Array => {
  if (!Number.isInteger(length) || length < 1 || length > MOST)
    throw new GmError('gm.length', 'a derived key has 1 to 2^29 bytes');
  const blocks = Math.ceil(length / SM3_BYTES);
  const out = new Uint8Array(blocks * SM3_BYTES);
  const input = concat(z, uint32(0));
  for (let at = 0; at < blocks; at += 1) {
    input.set(uint32(at + 1), z.length);
    out.set(sm3(input), at * SM3_BYTES);
  }
  return out.subarray(0, length);
};
