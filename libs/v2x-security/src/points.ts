import { ECDH } from 'node:crypto';
import type { ValueOf } from '@chedun/asn1';
import { concat, fromHex, toHex } from './bytes.ts';
import { securityError } from './errors.ts';
import type { EccP256CurvePoint, EccP384CurvePoint } from './schema/base.ts';

/** Curves by the names that this library uses. */
export type Curve = 'sm2' | 'nistP256' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'nistP384';

/** A point as it stands in the bytes. */
export type CurvePoint = ValueOf<typeof EccP256CurvePoint> | ValueOf<typeof EccP384CurvePoint>;

const OPENSSL: Readonly<Record<Curve, string>> = {
  sm2: 'SM2',
  nistP256: 'prime256v1',
  brainpoolP256r1: 'brainpoolP256r1',
  brainpoolP384r1: 'brainpoolP384r1',
  nistP384: 'secp384r1',
};

/** Bytes of a coordinate. */
export const coordinateBytes = (curve: Curve): number => (curve.includes('P384') ? 48 : 32);

const Y0 = 0x02;
const Y1 = 0x03;
const WHOLE = 0x04;

const encodedOf = (point: CurvePoint): Uint8Array => {
  if ('compressedY0' in point) return concat(Uint8Array.of(Y0), fromHex(point.compressedY0.octets));
  if ('compressedY1' in point) return concat(Uint8Array.of(Y1), fromHex(point.compressedY1.octets));
  if ('uncompressed' in point)
    return concat(Uint8Array.of(WHOLE), fromHex(point.uncompressed.x.octets), fromHex(point.uncompressed.y.octets));
  throw securityError('v2xsec.key', { reason: 'a key without its y coordinate' });
};

/**
 * Uncompressed form (0x04, x, y) of a point. Throws `v2xsec.key` when it is not on the curve, or has no y coordinate
 * (x-only, fill).
 */
export const uncompressed = (curve: Curve, point: CurvePoint): Uint8Array => {
  const encoded = encodedOf(point);
  try {
    const whole = ECDH.convertKey(encoded, OPENSSL[curve], undefined, undefined, 'uncompressed');
    if (typeof whole !== 'string') return new Uint8Array(whole);
  } catch (cause) {
    throw securityError('v2xsec.key', { reason: `no point of ${curve}` }, cause);
  }
  throw securityError('v2xsec.key', { reason: `no point of ${curve}` });
};

/** Compressed form of a point in uncompressed form (0x04, x, y), as certificates carry it. */
export const compressed = (
  whole: Uint8Array,
): { readonly compressedY0: { readonly octets: string } } | { readonly compressedY1: { readonly octets: string } } => {
  const size = (whole.length - 1) / 2;
  const octets = toHex(whole.subarray(1, 1 + size));
  const isOdd = ((whole[2 * size] ?? 0) & 1) === 1;
  return isOdd ? { compressedY1: { octets } } : { compressedY0: { octets } };
};

/** The x coordinate of a point, which is all that counts in a signature; undefined for `fill`. */
export const xOf = (point: CurvePoint): Uint8Array | undefined => {
  if ('xOnly' in point) return fromHex(point.xOnly.octets);
  if ('compressedY0' in point) return fromHex(point.compressedY0.octets);
  if ('compressedY1' in point) return fromHex(point.compressedY1.octets);
  if ('uncompressed' in point) return fromHex(point.uncompressed.x.octets);
  return undefined;
};
