import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { DomainError } from '@chedun/kernel';
import type { Algorithm } from '../contract.ts';

/** SubjectPublicKeyInfo of an SM2 key up to its point: id-ecPublicKey and the curve of GB/T 32918.5 (1.2.156.10197.1.301). */
const SM2_HEAD = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const POINT_BYTES = 64;
const SPKI_SM2_BYTES = SM2_HEAD.length + 1 + POINT_BYTES;
const RSA_LEAST_BITS = 2048;
const RSA_MOST_BITS = 8192;

const bad = (reason: string): DomainError => new DomainError('signatures.bad-key', { reason });

const readSpki = (spki: Buffer): KeyObject => {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch (error) {
    throw bad(error instanceof Error ? error.message : 'not a public key');
  }
};

const derOf = (bytes: Buffer): Buffer => {
  const length = bytes.length < 128 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(length), bytes]);
};

const integer = (bytes: Buffer): Buffer => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const value = first < 0 ? Buffer.from([0]) : bytes.subarray(first);
  const signed = (value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value;
  return Buffer.concat([Buffer.from([0x02]), derOf(signed)]);
};

const RSA_ID = Buffer.from('300d06092a864886f70d0101010500', 'hex');

/** RSA as the one public activation frame has it: the modulus, then three bytes of exponent. */
const rsaSpki = (raw: Buffer): Buffer => {
  const numbers = Buffer.concat([integer(raw.subarray(0, -3)), integer(raw.subarray(-3))]);
  const pkcs1 = Buffer.concat([Buffer.from([0x30]), derOf(numbers)]);
  const bits = Buffer.concat([Buffer.from([0x03]), derOf(Buffer.concat([Buffer.from([0]), pkcs1]))]);
  return Buffer.concat([Buffer.from([0x30]), derOf(Buffer.concat([RSA_ID, bits]))]);
};

const rawSpki = (raw: Buffer): Buffer | undefined => {
  if (raw.length === POINT_BYTES) return Buffer.concat([SM2_HEAD, Buffer.from([4]), raw]);
  if (raw.length === POINT_BYTES + 1 && raw[0] === 4) return Buffer.concat([SM2_HEAD, raw]);
  return raw.length === 259 || raw.length === 515 ? rsaSpki(raw) : undefined;
};

/** A public key that can verify, in the one form that is kept. */
export interface PublicKey {
  readonly algorithm: Algorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Buffer;
  /** SM3 of it, hex. */
  readonly fingerprint: string;
}

/** SM3 of the DER of a key, hex. */
const fingerprintOf = (spki: Uint8Array): string => createHash('sm3').update(spki).digest('hex');

const algorithmOf = (spki: Buffer, key: KeyObject): Algorithm => {
  if (spki.length === SPKI_SM2_BYTES && spki.subarray(0, SM2_HEAD.length).equals(SM2_HEAD)) return 'sm2';
  if (key.asymmetricKeyType !== 'rsa') throw bad('neither an SM2 key nor an RSA key');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < RSA_LEAST_BITS || bits > RSA_MOST_BITS) throw bad(`an RSA key of ${bits} bits`);
  return 'rsa';
};

const keyOf = (spki: Buffer): PublicKey => ({
  algorithm: algorithmOf(spki, readSpki(spki)),
  spki,
  fingerprint: fingerprintOf(spki),
});

/** Key of an activation frame: an SM2 point (64 bytes, or 65 with 04 before), or an RSA modulus with its exponent. */
export const readRawKey = (raw: Uint8Array): PublicKey => {
  const spki = rawSpki(Buffer.from(raw));
  if (spki === undefined) throw bad(`${raw.length} bytes are no public key that the standard describes`);
  return keyOf(spki);
};

/** Key as people have it: PEM, hex of the DER, or the hex of an activation frame. Throws `signatures.bad-key`. */
export const readKeyText = (text: string): PublicKey => {
  const pem = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(text)?.[1];
  if (pem !== undefined) return keyOf(Buffer.from(pem.replaceAll(/\s/g, ''), 'base64'));
  const hex = text.replaceAll(/[\s:]/g, '');
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(hex)) throw bad('neither PEM nor hex');
  const bytes = Buffer.from(hex, 'hex');
  return bytes[0] === 0x30 && rawSpki(bytes) === undefined ? keyOf(bytes) : readRawKey(bytes);
};
