import { DerReader, TAG, context, contextOf } from '@chedun/asn1/der';
import { readAlgorithm } from '../algorithm.ts';
import type { AlgorithmIdentifier } from '../algorithm.ts';
import { parseCertificate } from '../certificate.ts';
import type { Certificate } from '../certificate.ts';
import { readAttributes } from '../csr.ts';
import type { Attribute } from '../csr.ts';
import { x509Error } from '../errors.ts';
import { CONTENT } from '../oids.ts';
import { readContentInfo, readIssuerSerial } from './common.ts';
import type { CertificateRef, CmsProfile } from './common.ts';

/** One signer (RFC 5652 5.3). */
export interface SignerInfo {
  readonly signer: CertificateRef;
  readonly digest: AlgorithmIdentifier;
  /** Attributes that are signed, as the SET that is hashed; undefined when the content itself is signed. */
  readonly signedBytes: Uint8Array | undefined;
  readonly signedAttributes: readonly Attribute[];
  readonly unsignedAttributes: readonly Attribute[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** SignedData (RFC 5652 5.1). */
export interface SignedData {
  readonly profile: CmsProfile;
  readonly contentType: string;
  /** Undefined when the signature is detached. */
  readonly content: Uint8Array | undefined;
  readonly certificates: readonly Certificate[];
  /** CRLs that go along, DER. */
  readonly crls: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
}

const MAX_SIGNERS = 64;
const MAX_CERTIFICATES = 256;

const readSet = <T>(reader: DerReader, tag: number, most: number, read: (reader: DerReader) => T): readonly T[] => {
  const outer = reader.openIf(tag);
  if (outer < 0) return [];
  const list: T[] = [];
  while (!reader.done()) {
    if (list.length >= most) throw x509Error('x509.limit', { offset: reader.at, reason: `more than ${most} members` });
    list.push(read(reader));
  }
  reader.close(outer);
  return list;
};

/** The attributes as they are hashed: under the tag of SET instead of [0] (RFC 5652 5.4). */
const asSet = (element: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(element);
  bytes[0] = TAG.set;
  return bytes;
};

const readRef = (reader: DerReader): CertificateRef =>
  reader.peek() === context(0) ? { kind: 'key-id', value: reader.octets(context(0)) } : readIssuerSerial(reader);

const readSigner = (reader: DerReader): SignerInfo => {
  const outer = reader.open(TAG.sequence);
  reader.small(3);
  const signer = readRef(reader);
  const digest = readAlgorithm(reader);
  const start = reader.at;
  const isSigned = reader.peek() === contextOf(0);
  const signedAttributes = isSigned ? readAttributes(reader, contextOf(0)) : [];
  const signedBytes = isSigned ? asSet(reader.bytes.subarray(start, reader.at)) : undefined;
  const signatureAlgorithm = readAlgorithm(reader);
  const signature = reader.octets();
  const unsignedAttributes = reader.peek() === contextOf(1) ? readAttributes(reader, contextOf(1)) : [];
  reader.close(outer);
  return { signer, digest, signedBytes, signedAttributes, unsignedAttributes, signatureAlgorithm, signature };
};

const readContent = (reader: DerReader): { contentType: string; content: Uint8Array | undefined } => {
  const outer = reader.open(TAG.sequence);
  const contentType = reader.oid();
  const tagged = reader.openIf(contextOf(0));
  const content = tagged < 0 ? undefined : reader.octets();
  if (tagged >= 0) reader.close(tagged);
  reader.close(outer);
  return { contentType, content };
};

/** Certificates of RFC 5280; attribute certificates and others are passed over. */
const readCertificate = (reader: DerReader): Certificate | undefined =>
  reader.peek() === TAG.sequence ? parseCertificate(reader.element()) : (reader.skip(), undefined);

/**
 * Reads SignedData of DER to its last byte, embedded or detached, with the object identifiers of RFC 5652 or of GM/T
 * 0010; at most 64 signers and 256 certificates. Nothing is verified. Throws `asn1.*`, `x509.*`; BER with indefinite
 * lengths is refused.
 */
export const parseSignedData = (der: Uint8Array): SignedData => {
  const info = readContentInfo(der);
  if (info.type !== CONTENT.signedData && info.type !== CONTENT.gmSignedData)
    throw x509Error('x509.structure', { offset: 0, reason: 'no SignedData' });
  const reader = new DerReader(info.content);
  const outer = reader.open(TAG.sequence);
  reader.small(5);
  readSet(reader, TAG.set, MAX_SIGNERS, readAlgorithm);
  const { contentType, content } = readContent(reader);
  const certificates = readSet(reader, contextOf(0), MAX_CERTIFICATES, readCertificate).filter(
    (each) => each !== undefined,
  );
  const crls = readSet(reader, contextOf(1), MAX_CERTIFICATES, (inner) => inner.element());
  if (reader.peek() !== TAG.set) throw x509Error('x509.structure', { offset: reader.at, reason: 'no signers' });
  const signers = readSet(reader, TAG.set, MAX_SIGNERS, readSigner);
  reader.close(outer);
  const profile = info.type === CONTENT.gmSignedData ? 'gm' : 'cms';
  return { profile, contentType, content, certificates, crls, signers };
};
