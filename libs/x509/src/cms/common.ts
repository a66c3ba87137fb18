import { DerReader, TAG, contextOf, encodeDer, explicit, oid, primitive, raw, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import type { Certificate } from '../certificate.ts';
import { x509Error } from '../errors.ts';
import { subjectKeyIdentifierOf } from '../extensions/usage.ts';
import { sameName } from '../name.ts';
import { CONTENT } from '../oids.ts';

/** Which object identifiers a message is written with: RFC 5652, or GM/T 0010-2012 (its profile of contents is unverified). */
export type CmsProfile = 'cms' | 'gm';

/** Who signed, or for whom a key is: issuer and serial number, or a key identifier (RFC 5652 5.3, 6.2.1). */
export type CertificateRef =
  | { readonly kind: 'issuer-serial'; readonly issuer: Uint8Array; readonly serial: Uint8Array }
  | { readonly kind: 'key-id'; readonly value: Uint8Array };

/** Longest message that is read, in bytes. */
const MAX_BYTES = 1 << 28;

/** Reads IssuerAndSerialNumber at the cursor. */
export const readIssuerSerial = (reader: DerReader): CertificateRef => {
  const outer = reader.open(TAG.sequence);
  const issuer = reader.element(TAG.sequence);
  const serial = reader.integerBytes();
  reader.close(outer);
  return { kind: 'issuer-serial', issuer, serial };
};

/** IssuerAndSerialNumber of a certificate. */
export const issuerSerialDer = ({ issuer, serial }: Certificate): Der =>
  seq(raw(issuer), primitive(TAG.integer, serial));

/** Whether a reference means a certificate. Throws `asn1.*` for malformed extensions. */
export const isMeant = (ref: CertificateRef, certificate: Certificate): boolean => {
  if (ref.kind === 'issuer-serial')
    return Buffer.compare(ref.serial, certificate.serial) === 0 && sameName(ref.issuer, certificate.issuer);
  const own = subjectKeyIdentifierOf(certificate);
  return own !== undefined && Buffer.compare(own, ref.value) === 0;
};

/** ContentInfo: a type and what lies under [0]. */
export const contentInfoDer = (type: string, content: Der): Uint8Array =>
  encodeDer(seq(oid(type), explicit(0, content)));

/** Reads ContentInfo to its last byte; the content as an element. At most 256 MiB. Throws `asn1.*`, `x509.limit`. */
export const readContentInfo = (der: Uint8Array): { readonly type: string; readonly content: Uint8Array } => {
  if (der.length > MAX_BYTES) throw x509Error('x509.limit', { offset: 0, reason: 'a message over 256 MiB' });
  const reader = new DerReader(der);
  const outer = reader.open(TAG.sequence);
  const type = reader.oid();
  const inner = reader.open(contextOf(0));
  const content = reader.element(TAG.sequence);
  reader.close(inner);
  reader.close(outer);
  reader.finish();
  return { type, content };
};

/** The content type of plain data in a profile. */
export const dataType = (profile: CmsProfile): string => (profile === 'gm' ? CONTENT.gmData : CONTENT.data);
