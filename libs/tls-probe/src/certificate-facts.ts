import { createHash } from 'node:crypto';
import {
  KEY_USAGE,
  keyUsageOf,
  matchesHost,
  nameText,
  parseCertificate,
  parseName,
  rsaBits,
  sameName,
  serialText,
  signatureAlgorithmOf,
  subjectAltNameOf,
  type Certificate,
} from '@chedun/x509';

/** What a certificate that a server showed says. */
export interface CertificateFacts {
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** Hex. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** sm2, p256, p384, p521, rsa, ed25519 or unknown. */
  readonly key: string;
  /** 0 when it is not known. */
  readonly bits: number;
  /** Name of the signature algorithm, or its object identifier. */
  readonly signature: string;
  /** Subject and issuer are the same name. */
  readonly selfIssued: boolean;
  /** DNS names and addresses it is for. */
  readonly names: readonly string[];
  /** True when key usage allows encryption of keys or data, and no signatures: the second certificate of TLCP. */
  readonly encryptsOnly: boolean;
  /** It is for the host that was asked. */
  readonly forHost: boolean;
}

const BITS: Readonly<Record<string, number>> = { sm2: 256, p256: 256, p384: 384, p521: 521, ed25519: 256 };
/** Algorithms whose digest is broken (RFC 6194 SHA-1, RFC 6151 MD5), which the reader of certificates does not verify. */
export const BROKEN_SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'rsa-md2',
  '1.2.840.113549.1.1.4': 'rsa-md5',
  '1.2.840.113549.1.1.5': 'rsa-sha1',
  '1.2.840.10045.4.1': 'ecdsa-sha1',
  '1.2.840.10040.4.3': 'dsa-sha1',
};

const signatureOf = ({ signatureAlgorithm }: Certificate): string =>
  signatureAlgorithmOf(signatureAlgorithm) ?? BROKEN_SIGNATURES[signatureAlgorithm.oid] ?? signatureAlgorithm.oid;

const addressText = (bytes: Uint8Array): string =>
  bytes.length === 4 ? bytes.join('.') : (Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []).join(':');

const namesOf = (certificate: Certificate): readonly string[] =>
  (subjectAltNameOf(certificate) ?? []).flatMap((name) => {
    if (name.kind === 'dns') return [name.value];
    return name.kind === 'ip' ? [addressText(name.value)] : [];
  });

const ENCRYPTS = KEY_USAGE.keyEncipherment + KEY_USAGE.dataEncipherment + KEY_USAGE.keyAgreement;

const encryptsOnlyOf = (certificate: Certificate): boolean => {
  const usage = keyUsageOf(certificate) ?? 0;
  return (usage & ENCRYPTS) !== 0 && (usage & KEY_USAGE.digitalSignature) === 0;
};

/** Reads a certificate of DER. Throws `asn1.*` and `x509.*` of `@chedun/x509` when it is none. */
export const certificateFacts = (der: Uint8Array, host: string): CertificateFacts => {
  const certificate = parseCertificate(der);
  const { publicKey, notBefore, notAfter, serial } = certificate;
  const [subject, issuer] = [parseName(certificate.subject), parseName(certificate.issuer)];
  return {
    fingerprint: createHash('sha256').update(der).digest('hex'),
    subject: nameText(subject),
    issuer: nameText(issuer),
    serial: serialText(serial),
    notBefore,
    notAfter,
    key: publicKey.kind,
    bits: publicKey.kind === 'rsa' ? rsaBits(publicKey) : (BITS[publicKey.kind] ?? 0),
    signature: signatureOf(certificate),
    selfIssued: sameName(certificate.subject, certificate.issuer),
    names: namesOf(certificate),
    encryptsOnly: encryptsOnlyOf(certificate),
    forHost: matchesHost(certificate, host),
  };
};
