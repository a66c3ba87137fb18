import { concat } from '../bytes.ts';
import { requireLength } from '../errors.ts';
import { SM2_NUMBER, SM2_SIGNATURE } from './curve.ts';
import { DerReader, element, integer, TAG } from './der.ts';

/** r||s (64 bytes) to DER: SEQUENCE { r INTEGER, s INTEGER } (GM/T 0009-2012, 7.3). Throws `gm.length`. */
export const signatureToDer = (signature: Uint8Array): Uint8Array => {
  requireLength(signature, SM2_SIGNATURE, 'the signature');
  return element(TAG.sequence, integer(signature.subarray(0, SM2_NUMBER)), integer(signature.subarray(SM2_NUMBER)));
};

/**
 * DER to r||s. Strict: shortest lengths and integers, nothing behind the end, numbers below 2^256 (whether they are below
 * the order is for verification to say). Throws `gm.encoding`.
 */
export const signatureFromDer = (der: Uint8Array): Uint8Array => {
  const outer = new DerReader(der);
  const both = outer.enter(TAG.sequence);
  const [r, s] = [both.number(), both.number()];
  both.finish();
  outer.finish();
  return concat(r, s);
};
