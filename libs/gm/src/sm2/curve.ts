import { hex, toBigInt } from '../bytes.ts';
import { GmError } from '../errors.ts';

/** Length of a private key, a coordinate and a digest, in bytes. */
export const SM2_NUMBER = 32;
/** Length of a public key: 04, x, y. */
export const SM2_POINT = 65;
/** Length of a signature: r, s. */
export const SM2_SIGNATURE = 64;

/** a and b of the curve and its base point, as they go into Z (GB/T 32918.5-2017). */
export const CURVE_BYTES = hex(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
);
/** The prime of the field. */
export const FIELD_PRIME = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
/** The order of the base point. */
export const CURVE_ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** Whether 32 bytes are a private key: from 1 to the order minus 2 (GB/T 32918.1-2016, 6.1). */
export const isPrivateKey = (bytes: Uint8Array): boolean => {
  if (bytes.length !== SM2_NUMBER) return false;
  const value = toBigInt(bytes);
  return value >= 1n && value <= CURVE_ORDER - 2n;
};

/** Throws `gm.key` for what is no private key. */
export const requirePrivateKey = (bytes: Uint8Array): void => {
  if (!isPrivateKey(bytes)) throw new GmError('gm.key', 'a private key is 32 bytes from 1 to the order minus 2');
};

/** Throws `gm.key` for what has not the shape of a public key; whether the point is on the curve is not looked at. */
export const requirePointShape = (bytes: Uint8Array): void => {
  if (bytes.length !== SM2_POINT || bytes[0] !== 4)
    throw new GmError(
      'gm.key',
      'a public key is 65 bytes and begins with 04',
      bytes.length === SM2_POINT ? 0 : undefined,
    );
};
