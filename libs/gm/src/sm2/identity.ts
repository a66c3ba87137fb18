import { concat } from '../bytes.ts';
import { GmError } from '../errors.ts';
import { sm3 } from '../hash/sm3.ts';
import { CURVE_BYTES, requirePointShape, SM2_NUMBER } from './curve.ts';

/** Identity of a signer where none was agreed: ASCII 1234567812345678 (GM/T 0009-2012, 10). */
export const DEFAULT_ID: Uint8Array = new TextEncoder().encode('1234567812345678');
/** Its length in bits stands in two bytes. */
const LONGEST_ID = 8191;

/**
 * Z of a signer (GB/T 32918.2-2016, 5.5): SM3(ENTL || ID || a || b || G || P), 32 bytes. The identity has at most 8,191
 * bytes. Throws `gm.length`; `gm.key` for what has not the shape of a public key.
 */
export const sm2Z = (publicKey: Uint8Array, id: Uint8Array = DEFAULT_ID): Uint8Array => {
  requirePointShape(publicKey);
  if (id.length > LONGEST_ID) throw new GmError('gm.length', `an identity has at most ${LONGEST_ID} bytes`);
  const bits = id.length * 8;
  return sm3(concat(Uint8Array.of(bits >>> 8, bits & 0xff), id, CURVE_BYTES, publicKey.subarray(1)));
};

/** e of a message (GB/T 32918.2-2016, 6.1 A1, A2): SM3(Z || M), 32 bytes. Throws `gm.length`. */
export const sm2Digest = (z: Uint8Array, message: Uint8Array): Uint8Array => {
  if (z.length !== SM2_NUMBER) throw new GmError('gm.length', 'Z has 32 bytes');
  return sm3(concat(z, message));
};
