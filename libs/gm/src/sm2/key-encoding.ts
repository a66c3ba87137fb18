import { hex, sameBytes } from '../bytes.ts';
import { GmError } from '../errors.ts';
import { requirePointShape, requirePrivateKey, SM2_NUMBER, SM2_POINT } from './curve.ts';
import { DerReader, element, TAG } from './der.ts';

/** id-ecPublicKey, 1.2.840.10045.2.1. */
const EC_PUBLIC_KEY = hex('2a8648ce3d0201');
/** Curve SM2, 1.2.156.10197.1.301 (GM/T 0006-2012). */
const SM2_CURVE = hex('2a811ccf5501822d');
const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);

const algorithm = (): Uint8Array =>
  element(TAG.sequence, element(TAG.object, EC_PUBLIC_KEY), element(TAG.object, SM2_CURVE));

const wrong = (reason: string, offset: number): GmError => new GmError('gm.encoding', reason, offset);

const expect = (reader: DerReader, tag: number, content: Uint8Array, what: string): void => {
  const { offset } = reader;
  if (!sameBytes(reader.content(tag), content)) throw wrong(`${what} is another`, offset);
};

const readAlgorithm = (reader: DerReader): void => {
  const parts = reader.enter(TAG.sequence);
  expect(parts, TAG.object, EC_PUBLIC_KEY, 'the kind of key');
  expect(parts, TAG.object, SM2_CURVE, 'the curve');
  parts.finish();
};

const readPoint = (reader: DerReader): Uint8Array => {
  const { offset } = reader;
  const bits = reader.content(TAG.bits);
  if (bits.length !== 1 + SM2_POINT || bits[0] !== 0 || bits[1] !== 4) throw wrong('no uncompressed point', offset);
  return Uint8Array.from(bits.subarray(1));
};

/** A public key of 65 bytes as SubjectPublicKeyInfo, DER (RFC 5480, GM/T 0010-2012). Throws `gm.key` for another shape. */
export const spkiFromPoint = (publicKey: Uint8Array): Uint8Array => {
  requirePointShape(publicKey);
  return element(TAG.sequence, algorithm(), element(TAG.bits, ZERO, publicKey));
};

/**
 * Reverses {@link spkiFromPoint}; whether the point is on the curve is not looked at (`isPublicKey`). Other curves,
 * parameters and forms of points are refused, and bytes behind the end. Throws `gm.encoding`.
 */
export const pointFromSpki = (spki: Uint8Array): Uint8Array => {
  const whole = new DerReader(spki);
  const parts = whole.enter(TAG.sequence);
  readAlgorithm(parts);
  const point = readPoint(parts);
  parts.finish();
  whole.finish();
  return point;
};

/**
 * A private key of 32 bytes as PKCS #8, DER (RFC 5958, RFC 5915), with its public key when that is given. Not encrypted.
 * Throws `gm.key`.
 */
export const pkcs8FromScalar = (privateKey: Uint8Array, publicKey?: Uint8Array): Uint8Array => {
  requirePrivateKey(privateKey);
  if (publicKey !== undefined) requirePointShape(publicKey);
  const point = publicKey === undefined ? [] : [element(TAG.publicKey, element(TAG.bits, ZERO, publicKey))];
  const key = element(TAG.sequence, element(TAG.integer, ONE), element(TAG.octets, privateKey), ...point);
  return element(TAG.sequence, element(TAG.integer, ZERO), algorithm(), element(TAG.octets, key));
};

/**
 * Private key of 32 bytes from PKCS #8, DER. The curve may be named inside once more; a public key inside is not compared.
 * Throws `gm.encoding`; `gm.key` for a number out of range.
 */
export const scalarFromPkcs8 = (pkcs8: Uint8Array): Uint8Array => {
  const whole = new DerReader(pkcs8);
  const parts = whole.enter(TAG.sequence);
  expect(parts, TAG.integer, ZERO, 'the version');
  readAlgorithm(parts);
  const holder = parts.enter(TAG.octets);
  parts.finish();
  whole.finish();
  const key = holder.enter(TAG.sequence);
  holder.finish();
  expect(key, TAG.integer, ONE, 'the version of the key');
  const { offset } = key;
  const scalar = key.content(TAG.octets);
  if (scalar.length !== SM2_NUMBER) throw wrong('a private key has 32 bytes', offset);
  if (key.tag === TAG.parameters) {
    const parameters = key.enter(TAG.parameters);
    expect(parameters, TAG.object, SM2_CURVE, 'the curve');
    parameters.finish();
  }
  if (key.tag === TAG.publicKey) {
    const holderOfPoint = key.enter(TAG.publicKey);
    readPoint(holderOfPoint);
    holderOfPoint.finish();
  }
  key.finish();
  requirePrivateKey(scalar);
  return Uint8Array.from(scalar);
};
