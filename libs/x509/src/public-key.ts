import { createHash } from 'node:crypto';
import { DerReader, TAG, bitString, encodeDer, oid, seq } from '@chedun/asn1/der';
import { readAlgorithm } from './algorithm.ts';
import { KEY } from './oids.ts';

/** Kinds of public keys that this library knows by name. */
export type KeyKind = 'sm2' | 'p256' | 'p384' | 'p521' | 'rsa' | 'ed25519' | 'unknown';

/** SubjectPublicKeyInfo (RFC 5280 4.1.2.7). */
export interface PublicKeyInfo {
  readonly kind: KeyKind;
  /** Object identifier of the algorithm. */
  readonly algorithm: string;
  /** Object identifier of the curve, for elliptic curves that are named. */
  readonly curve: string | undefined;
  /** Content of the BIT STRING: a point, a modulus and exponent in DER, or 32 bytes. */
  readonly key: Uint8Array;
  /** The whole element. */
  readonly raw: Uint8Array;
}

const CURVES: Readonly<Record<string, KeyKind>> = {
  [KEY.sm2]: 'sm2',
  [KEY.p256]: 'p256',
  [KEY.p384]: 'p384',
  [KEY.p521]: 'p521',
};

const kindOf = (algorithm: string, curve: string | undefined): KeyKind => {
  if (algorithm === KEY.ec) return (curve === undefined ? undefined : CURVES[curve]) ?? 'unknown';
  if (algorithm === KEY.rsa || algorithm === KEY.rsaPss) return 'rsa';
  return algorithm === KEY.ed25519 ? 'ed25519' : 'unknown';
};

/** Reads a SubjectPublicKeyInfo at the cursor. */
export const readPublicKey = (reader: DerReader): PublicKeyInfo => {
  const start = reader.at;
  const outer = reader.open(TAG.sequence);
  const { oid: algorithm, parameters } = readAlgorithm(reader);
  const key = reader.bitBytes();
  reader.close(outer);
  const curve = algorithm === KEY.ec && parameters?.[0] === TAG.oid ? new DerReader(parameters).oid() : undefined;
  return { kind: kindOf(algorithm, curve), algorithm, curve, key, raw: reader.bytes.subarray(start, reader.at) };
};

/** Reads a SubjectPublicKeyInfo that stands alone. Throws `asn1.*`. */
export const parsePublicKey = (der: Uint8Array): PublicKeyInfo => {
  const reader = new DerReader(der);
  const key = readPublicKey(reader);
  reader.finish();
  return key;
};

/** SubjectPublicKeyInfo of an uncompressed SM2 point of 65 bytes (GM/T 0009-2012). */
export const sm2PublicKeyDer = (point: Uint8Array): Uint8Array =>
  encodeDer(seq(seq(oid(KEY.ec), oid(KEY.sm2)), bitString(point)));

/** Key identifier of 20 bytes: SHA-1 of the BIT STRING (RFC 5280 4.2.1.2, method 1). It names a key and proves nothing. */
export const keyIdentifier = (key: PublicKeyInfo): Uint8Array => createHash('sha1').update(key.key).digest();

/** Bits of an RSA modulus; 0 for other keys. */
export const rsaBits = (key: PublicKeyInfo): number => {
  if (key.kind !== 'rsa') return 0;
  const reader = new DerReader(key.key);
  reader.open(TAG.sequence);
  const modulus = reader.unsignedBytes();
  return modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
};
