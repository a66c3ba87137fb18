import { createHash } from 'node:crypto';
import {
  DerReader,
  TAG,
  contextOf,
  encodeDer,
  explicit,
  nul,
  octetString,
  oid,
  primitive,
  seq,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { digestName, readAlgorithm } from './algorithm.ts';
import type { DigestName } from './algorithm.ts';
import type { Certificate } from './certificate.ts';
import { x509Error } from './errors.ts';
import { extension, extensionsDer, readExtensions, readList, readValue } from './extension.ts';
import type { Extension, HasExtensions } from './extension.ts';
import { DIGEST, EXTENSION } from './oids.ts';

/** CertID: which certificate is asked about (RFC 6960 4.1.1). */
export interface CertId {
  /** Undefined for digests that are not known. */
  readonly digest: DigestName | undefined;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Content of the INTEGER. */
  readonly serial: Uint8Array;
  /** The whole element. */
  readonly raw: Uint8Array;
}

/** A request for the status of certificates (RFC 6960 4.1). */
export interface OcspRequest {
  readonly ids: readonly CertId[];
  /** Undefined when there is none. */
  readonly nonce: Uint8Array | undefined;
  readonly extensions: readonly Extension[];
}

const MAX_BYTES = 1 << 16;
const MAX_IDS = 256;
const MAX_NONCE = 128;

/** Reads a CertID at the cursor. */
export const readCertId = (reader: DerReader): CertId => {
  const start = reader.at;
  const outer = reader.open(TAG.sequence);
  const digest = digestName(readAlgorithm(reader).oid);
  const issuerNameHash = reader.octets();
  const issuerKeyHash = reader.octets();
  const serial = reader.integerBytes();
  reader.close(outer);
  return { digest, issuerNameHash, issuerKeyHash, serial, raw: reader.bytes.subarray(start, reader.at) };
};

const readId = (reader: DerReader): CertId => {
  const outer = reader.open(TAG.sequence);
  const id = readCertId(reader);
  const tagged = reader.openIf(contextOf(0));
  if (tagged >= 0) {
    readExtensions(reader);
    reader.close(tagged);
  }
  reader.close(outer);
  return id;
};

/** Nonce (RFC 8954); undefined when absent. Throws `x509.limit` above 128 bytes, `x509.structure` when empty. */
export const nonceOf = (from: HasExtensions): Uint8Array | undefined => {
  const nonce = readValue(from, EXTENSION.ocspNonce, (reader) => reader.octets());
  if (nonce?.length === 0) throw x509Error('x509.structure', { offset: 0, reason: 'an empty nonce' });
  if ((nonce?.length ?? 0) > MAX_NONCE) throw x509Error('x509.limit', { offset: 0, reason: 'a nonce over 128 bytes' });
  return nonce;
};

/** Makes a nonce extension. */
export const ocspNonce = (nonce: Uint8Array): Extension =>
  extension(EXTENSION.ocspNonce, 'not-critical', octetString(nonce));

/**
 * Reads a request of DER to the last byte; at most 64 KiB and 256 certificates. A signature of the asker is passed over:
 * answers are public. Throws `asn1.*`, `x509.*`.
 */
export const parseOcspRequest = (der: Uint8Array): OcspRequest => {
  if (der.length > MAX_BYTES) throw x509Error('x509.limit', { offset: 0, reason: 'a request over 64 KiB' });
  const reader = new DerReader(der);
  const outer = reader.open(TAG.sequence);
  const inside = reader.open(TAG.sequence);
  const version = reader.openIf(contextOf(0));
  if (version >= 0) {
    reader.small(0);
    reader.close(version);
  }
  if (reader.peek() === contextOf(1)) reader.skip();
  const ids = readList(reader, MAX_IDS, readId);
  const tagged = reader.openIf(contextOf(2));
  const extensions = tagged < 0 ? [] : readExtensions(reader);
  if (tagged >= 0) reader.close(tagged);
  reader.close(inside);
  if (reader.peek() === contextOf(0)) reader.skip();
  reader.close(outer);
  reader.finish();
  return { ids, nonce: nonceOf({ extensions }), extensions };
};

const keyHashes = (issuer: Certificate, digest: DigestName): readonly [Uint8Array, Uint8Array] => [
  createHash(digest).update(issuer.subject).digest(),
  createHash(digest).update(issuer.publicKey.key).digest(),
];

/** CertID of a serial number (content of the INTEGER) under an issuer, as an element; SHA-1 is what every responder knows. */
export const certIdDer = (issuer: Certificate, serial: Uint8Array, digest: DigestName = 'sha1'): Der => {
  const [name, key] = keyHashes(issuer, digest);
  return seq(seq(oid(DIGEST[digest]), nul), octetString(name), octetString(key), primitive(TAG.integer, serial));
};

/** Whether a CertID names this certificate of this issuer. */
export const isAbout = (id: CertId, issuer: Certificate, serial: Uint8Array): boolean => {
  if (id.digest === undefined || Buffer.compare(id.serial, serial) !== 0) return false;
  const [name, key] = keyHashes(issuer, id.digest);
  return Buffer.compare(name, id.issuerNameHash) === 0 && Buffer.compare(key, id.issuerKeyHash) === 0;
};

/** Builds a request for certificates of one issuer, unsigned. */
export const buildOcspRequest = (
  issuer: Certificate,
  serials: readonly Uint8Array[],
  options: { readonly nonce?: Uint8Array; readonly digest?: DigestName } = {},
): Uint8Array => {
  const extensions = extensionsDer(options.nonce === undefined ? [] : [ocspNonce(options.nonce)]);
  const list = serials.map((serial) => seq(certIdDer(issuer, serial, options.digest)));
  return encodeDer(seq(seq(seq(...list), extensions && explicit(2, extensions))));
};
