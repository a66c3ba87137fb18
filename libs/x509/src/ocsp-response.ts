import { createHash } from 'node:crypto';
import {
  DerReader,
  TAG,
  bitString,
  context,
  contextOf,
  encodeDer,
  enumerated,
  explicit,
  generalizedTime,
  implicit,
  nul,
  octetString,
  oid,
  raw,
  seq,
} from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { algorithmDer, readAlgorithm } from './algorithm.ts';
import type { AlgorithmIdentifier, SignatureAlgorithm } from './algorithm.ts';
import { parseCertificate } from './certificate.ts';
import type { Certificate, Sign } from './certificate.ts';
import { REASONS } from './crl.ts';
import type { RevocationReason } from './crl.ts';
import { x509Error } from './errors.ts';
import { extensionsDer, readExtensions, readList } from './extension.ts';
import type { Extension } from './extension.ts';
import { nonceOf, readCertId } from './ocsp-request.ts';
import type { CertId } from './ocsp-request.ts';

/** How a responder answers (RFC 6960 4.2.1), by the numbers of OCSPResponseStatus; 4 is not used. */
export const OCSP_STATUS = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  'unused',
  'sigRequired',
  'unauthorized',
] as const;

/** One of {@link OCSP_STATUS}. */
export type OcspStatus = (typeof OCSP_STATUS)[number];

/** What is said about one certificate. */
export type CertificateStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly revokedAt: number; readonly reason: RevocationReason }
  | { readonly kind: 'unknown' };

/** One answer. Times are milliseconds since 1970. */
export interface SingleResponse {
  readonly id: CertId;
  readonly status: CertificateStatus;
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  readonly extensions: readonly Extension[];
}

/** BasicOCSPResponse. */
export interface BasicOcspResponse {
  /** What is signed. */
  readonly tbs: Uint8Array;
  /** Name (DER) or key hash (SHA-1, 20 bytes) of who answers. */
  readonly responder: { readonly kind: 'name' | 'key'; readonly value: Uint8Array };
  readonly producedAt: number;
  readonly responses: readonly SingleResponse[];
  readonly nonce: Uint8Array | undefined;
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly certificates: readonly Certificate[];
}

/** An answer of a responder. */
export type OcspResponse =
  | { readonly kind: 'answer'; readonly basic: BasicOcspResponse }
  | { readonly kind: 'error'; readonly status: OcspStatus };

/** What an answer is built of. */
export interface OcspSpec {
  readonly algorithm: SignatureAlgorithm;
  /** Certificate of the signer; it is named by its key hash. */
  readonly responder: Certificate;
  readonly producedAt: number;
  readonly responses: readonly {
    /** CertID of the question (`CertId.raw`) or of `certIdDer`. */
    readonly id: Uint8Array;
    readonly status: CertificateStatus;
    readonly thisUpdate: number;
    readonly nextUpdate?: number;
  }[];
  /** Nonces and the like; without any, the answer can be signed before it is asked for. */
  readonly extensions?: readonly Extension[];
  /** Certificates that go along, DER. */
  readonly certificates?: readonly Uint8Array[];
}

const BASIC = '1.3.6.1.5.5.7.48.1.1';
const MAX_BYTES = 1 << 20;
const MAX_RESPONSES = 1024;
const MAX_CERTIFICATES = 16;

const readRevokedStatus = (reader: DerReader): CertificateStatus => {
  const outer = reader.open(contextOf(1));
  const revokedAt = reader.time();
  const tagged = reader.openIf(contextOf(0));
  const number = tagged < 0 ? 0 : reader.small(10, TAG.enumerated);
  if (tagged >= 0) reader.close(tagged);
  reader.close(outer);
  const reason = REASONS[number];
  if (reason === undefined || reason === 'unused')
    throw x509Error('x509.structure', { offset: reader.at, reason: `reason ${number}` });
  return { kind: 'revoked', revokedAt, reason };
};

const readStatus = (reader: DerReader): CertificateStatus => {
  const tag = reader.peek();
  if (tag === contextOf(1)) return readRevokedStatus(reader);
  const kind = tag === context(0) ? 'good' : 'unknown';
  reader.expect(kind === 'good' ? context(0) : context(2));
  if (reader.to !== reader.from)
    throw x509Error('x509.structure', { offset: reader.from, reason: 'a status with content' });
  return { kind };
};

const readTagged = <T>(reader: DerReader, number: number, read: (reader: DerReader) => T): T | undefined => {
  const outer = reader.openIf(contextOf(number));
  if (outer < 0) return undefined;
  const value = read(reader);
  reader.close(outer);
  return value;
};

const readSingle = (reader: DerReader): SingleResponse => {
  const outer = reader.open(TAG.sequence);
  const id = readCertId(reader);
  const status = readStatus(reader);
  const thisUpdate = reader.time();
  const nextUpdate = readTagged(reader, 0, (inner) => inner.time());
  const extensions = readTagged(reader, 1, readExtensions) ?? [];
  reader.close(outer);
  return { id, status, thisUpdate, nextUpdate, extensions };
};

const readResponder = (reader: DerReader): BasicOcspResponse['responder'] => {
  const name = readTagged(reader, 1, (inner) => inner.element(TAG.sequence));
  if (name !== undefined) return { kind: 'name', value: name };
  const outer = reader.open(contextOf(2));
  const value = reader.octets();
  reader.close(outer);
  return { kind: 'key', value };
};

const readBasic = (der: Uint8Array): BasicOcspResponse => {
  const reader = new DerReader(der);
  const outer = reader.open(TAG.sequence);
  const start = reader.at;
  const inside = reader.open(TAG.sequence);
  readTagged(reader, 0, (inner) => inner.small(0));
  const responder = readResponder(reader);
  const producedAt = reader.time();
  const responses = readList(reader, MAX_RESPONSES, readSingle);
  const extensions = readTagged(reader, 1, readExtensions) ?? [];
  reader.close(inside);
  const tbs = der.subarray(start, reader.at);
  const signatureAlgorithm = readAlgorithm(reader);
  const signature = reader.bitBytes();
  const readOne = (inner: DerReader): Certificate => parseCertificate(inner.element(TAG.sequence));
  const certificates = readTagged(reader, 0, (inner) => readList(inner, MAX_CERTIFICATES, readOne)) ?? [];
  reader.close(outer);
  reader.finish();
  const signed = { signatureAlgorithm, signature, certificates };
  return { tbs, responder, producedAt, responses, nonce: nonceOf({ extensions }), extensions, ...signed };
};

/** Reads an answer of DER to the last byte; at most 1 MiB. Throws `asn1.*`, `x509.*`. */
export const parseOcspResponse = (der: Uint8Array): OcspResponse => {
  if (der.length > MAX_BYTES) throw x509Error('x509.limit', { offset: 0, reason: 'an answer over 1 MiB' });
  const reader = new DerReader(der);
  const outer = reader.open(TAG.sequence);
  const status = OCSP_STATUS[reader.small(6, TAG.enumerated)];
  if (status === undefined || status === 'unused')
    throw x509Error('x509.structure', { offset: reader.from, reason: 'status 4' });
  const basic = readTagged(reader, 0, (inner) => {
    const bytes = inner.open(TAG.sequence);
    if (inner.oid() !== BASIC) throw x509Error('x509.unsupported', { offset: inner.from, reason: 'no basic answer' });
    const content = inner.octets();
    inner.close(bytes);
    return content;
  });
  reader.close(outer);
  reader.finish();
  if ((status === 'successful') !== (basic !== undefined))
    throw x509Error('x509.structure', { offset: 0, reason: 'an answer without content, or an error with one' });
  return basic === undefined ? { kind: 'error', status } : { kind: 'answer', basic: readBasic(basic) };
};

const statusDer = (status: CertificateStatus): Der => {
  if (status.kind === 'good') return implicit(0, nul);
  if (status.kind === 'unknown') return implicit(2, nul);
  const reason = status.reason === 'unspecified' ? undefined : explicit(0, enumerated(REASONS.indexOf(status.reason)));
  return implicit(1, seq(generalizedTime(seconds(status.revokedAt)), reason));
};

const seconds = (millis: number): number => Math.floor(millis / 1000) * 1000;

/** SHA-1 of a certificate's key, by which responders are named. */
export const responderKeyHash = (certificate: Certificate): Uint8Array =>
  createHash('sha1').update(certificate.publicKey.key).digest();

/** The bytes of an answer that are to be signed. */
export const encodeOcspData = (spec: OcspSpec): Uint8Array => {
  const extensions = extensionsDer(spec.extensions ?? []);
  const list = spec.responses.map(({ id, status, thisUpdate, nextUpdate }) =>
    seq(
      raw(id),
      statusDer(status),
      generalizedTime(seconds(thisUpdate)),
      nextUpdate === undefined ? undefined : explicit(0, generalizedTime(seconds(nextUpdate))),
    ),
  );
  return encodeDer(
    seq(
      explicit(2, octetString(responderKeyHash(spec.responder))),
      generalizedTime(seconds(spec.producedAt)),
      seq(...list),
      extensions && explicit(1, extensions),
    ),
  );
};

/** Builds and signs an answer. Without nonce it is the same for everybody and can be kept (RFC 5019). */
export const buildOcspResponse = async (spec: OcspSpec, sign: Sign): Promise<Uint8Array> => {
  const tbs = encodeOcspData(spec);
  const certificates = spec.certificates ?? [];
  const basic = seq(
    raw(tbs),
    algorithmDer(spec.algorithm),
    bitString(await sign(tbs)),
    certificates.length === 0 ? undefined : explicit(0, seq(...certificates.map(raw))),
  );
  return encodeDer(seq(enumerated(0), explicit(0, seq(oid(BASIC), octetString(basic)))));
};

/** An answer that says why there is none; it is not signed. */
export const ocspError = (status: Exclude<OcspStatus, 'successful' | 'unused'>): Uint8Array =>
  encodeDer(seq(enumerated(OCSP_STATUS.indexOf(status))));
