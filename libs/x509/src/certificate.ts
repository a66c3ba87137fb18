import {
  DerReader,
  TAG,
  bitString,
  context,
  contextOf,
  encodeDer,
  explicit,
  int,
  raw,
  seq,
  time,
  unsigned,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { algorithmDer, readAlgorithm } from './algorithm.ts';
import type { AlgorithmIdentifier, SignatureAlgorithm } from './algorithm.ts';
import { x509Error } from './errors.ts';
import { extensionsDer, readExtensions } from './extension.ts';
import type { Extension } from './extension.ts';
import { nameDer } from './name.ts';
import type { Name } from './name.ts';
import { readPublicKey } from './public-key.ts';
import type { PublicKeyInfo } from './public-key.ts';

/** A certificate (RFC 5280 4.1). Slices are views of the input; names stay encoded until somebody asks. */
export interface Certificate {
  readonly raw: Uint8Array;
  /** What is signed. */
  readonly tbs: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** Content of the serial number's INTEGER. */
  readonly serial: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Name of the issuer, DER. */
  readonly issuer: Uint8Array;
  /** Name of the subject, DER. */
  readonly subject: Uint8Array;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  /** Milliseconds since 1970; the certificate is valid in this second too. */
  readonly notAfter: number;
  readonly publicKey: PublicKeyInfo;
  readonly extensions: readonly Extension[];
  readonly signature: Uint8Array;
}

/** What a certificate is built of. */
export interface CertificateSpec {
  /** Positive number, big-endian, at most 20 bytes. */
  readonly serial: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  /** A name, or its DER (of the issuer's certificate: take the bytes). */
  readonly issuer: Name | Uint8Array;
  readonly subject: Name | Uint8Array;
  /** Milliseconds since 1970, cut to seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** Signs bytes with the algorithm that the caller named; answers the signature as it stands in the BIT STRING. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>;

const MAX_BYTES = 1 << 20;
const MAX_SERIAL = 33;

const readVersion = (reader: DerReader): 1 | 2 | 3 => {
  const outer = reader.openIf(contextOf(0));
  if (outer < 0) return 1;
  const version = reader.small(2);
  reader.close(outer);
  if (version === 0)
    throw x509Error('x509.structure', { offset: reader.at, reason: 'version 1 is written though it is the default' });
  return version === 1 ? 2 : 3;
};

const readTail = (reader: DerReader, version: number): readonly Extension[] => {
  for (const tag of [context(1), context(2)]) if (version > 1 && reader.peek() === tag) reader.bits(tag);
  const outer = version === 3 ? reader.openIf(contextOf(3)) : -1;
  if (outer < 0) return [];
  const extensions = readExtensions(reader);
  reader.close(outer);
  return extensions;
};

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && Buffer.compare(a, b) === 0;

/**
 * Reads a certificate of DER, to the last byte; at most 1 MiB. Extensions are listed, not read: their readers throw when
 * they are asked. Throws `asn1.*`, `x509.structure`, `x509.limit` with offsets.
 */
export const parseCertificate = (der: Uint8Array): Certificate => {
  if (der.length > MAX_BYTES) throw x509Error('x509.limit', { offset: 0, reason: 'a certificate over 1 MiB' });
  const reader = new DerReader(der);
  const whole = reader.open(TAG.sequence);
  const start = reader.at;
  const inside = reader.open(TAG.sequence);
  const version = readVersion(reader);
  const serial = reader.integerBytes();
  if (serial.length > MAX_SERIAL)
    throw x509Error('x509.limit', { offset: reader.from, reason: 'a serial number over 32 bytes' });
  const inner = readAlgorithm(reader);
  const issuer = reader.element(TAG.sequence);
  const validity = reader.open(TAG.sequence);
  const notBefore = reader.time();
  const notAfter = reader.time();
  reader.close(validity);
  const subject = reader.element(TAG.sequence);
  const publicKey = readPublicKey(reader);
  const extensions = readTail(reader, version);
  reader.close(inside);
  const tbs = der.subarray(start, reader.at);
  const signatureAlgorithm = readAlgorithm(reader);
  if (!sameBytes(inner.raw, signatureAlgorithm.raw))
    throw x509Error('x509.structure', { offset: reader.at, reason: 'the two signature algorithms differ' });
  const signature = reader.bitBytes();
  reader.close(whole);
  reader.finish();
  const names = { issuer, subject, notBefore, notAfter };
  return { raw: der, tbs, version, serial, signatureAlgorithm, ...names, publicKey, extensions, signature };
};

/** A Name as an element, whether it is given as value or as DER. */
export const anyNameDer = (name: Name | Uint8Array): Der => (name instanceof Uint8Array ? raw(name) : nameDer(name));

const checkSerial = (serial: Uint8Array): void => {
  if (
    serial.length === 0 ||
    serial.length > 20 ||
    (serial.length === 20 && (serial[0] ?? 0) >= 0x80) ||
    serial.every((byte) => byte === 0)
  )
    throw x509Error('x509.value', {
      reason: 'a serial number is positive and takes at most 20 bytes (RFC 5280 4.1.2.2)',
    });
};

/** The bytes that are to be signed. Throws `x509.value`, `asn1.value`. */
export const encodeTbsCertificate = (spec: CertificateSpec): Uint8Array => {
  checkSerial(spec.serial);
  if (spec.notAfter < spec.notBefore)
    throw x509Error('x509.value', { reason: 'the certificate ends before it begins' });
  const extensions = extensionsDer(spec.extensions);
  return encodeDer(
    seq(
      extensions && explicit(0, int(2)),
      unsigned(spec.serial),
      algorithmDer(spec.algorithm),
      anyNameDer(spec.issuer),
      seq(time(spec.notBefore), time(spec.notAfter)),
      anyNameDer(spec.subject),
      raw(spec.publicKey),
      extensions && explicit(3, extensions),
    ),
  );
};

/** Puts signed bytes, algorithm and signature together: certificates, requests, CRLs and OCSP answers have this form. */
export const assembleSigned = (tbs: Uint8Array, algorithm: SignatureAlgorithm, signature: Uint8Array): Uint8Array =>
  encodeDer(seq(raw(tbs), algorithmDer(algorithm), bitString(signature)));

/** Builds and signs a certificate of version 3 (1 without extensions). Throws `x509.value`, `asn1.value`, and what `sign` throws. */
export const buildCertificate = async (spec: CertificateSpec, sign: Sign): Promise<Uint8Array> => {
  const tbs = encodeTbsCertificate(spec);
  return assembleSigned(tbs, spec.algorithm, await sign(tbs));
};

/** Serial number as hex without zeros before it; `-` before a negative one is not written, the bytes are shown. */
export const serialText = (serial: Uint8Array): string =>
  Buffer.from(serial.length > 1 && serial[0] === 0 ? serial.subarray(1) : serial).toString('hex');
