import type { Certificate } from './certificate.ts';
import { extendedKeyUsageOf } from './extensions/usage.ts';
import { sameName } from './name.ts';
import { isAbout } from './ocsp-request.ts';
import { responderKeyHash } from './ocsp-response.ts';
import type { BasicOcspResponse, CertificateStatus } from './ocsp-response.ts';
import { PURPOSE } from './oids.ts';
import { isSignedBy, nodeVerifier } from './verifier.ts';
import type { SignatureVerifier } from './verifier.ts';

/** Why an answer does not count. */
export type OcspProblem =
  | 'no-answer'
  | 'not-authorized'
  | 'bad-signature'
  | 'too-old'
  | 'from-the-future'
  | 'other-nonce';

/** What a status is asked with. */
export interface OcspQuestion {
  readonly issuer: Certificate;
  /** Content of the serial number's INTEGER. */
  readonly serial: Uint8Array;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Clock difference that is tolerated, milliseconds; default 5 minutes. */
  readonly tolerance?: number;
  /** When given, the answer has to carry it. */
  readonly nonce?: Uint8Array;
}

const isNamed = ({ kind, value }: BasicOcspResponse['responder'], certificate: Certificate): boolean =>
  kind === 'key' ? Buffer.compare(responderKeyHash(certificate), value) === 0 : sameName(certificate.subject, value);

const isDelegate = (certificate: Certificate, { issuer, at }: OcspQuestion, verifier: SignatureVerifier): boolean =>
  sameName(certificate.issuer, issuer.subject) &&
  at >= certificate.notBefore &&
  at < certificate.notAfter + 1000 &&
  (extendedKeyUsageOf(certificate)?.includes(PURPOSE.ocspSigning) ?? false) &&
  isSignedBy(certificate, issuer.publicKey, verifier);

/**
 * Status of a certificate by an answer, after RFC 6960 3.2 and 4.2.2.2: signed by the issuer itself, or by a certificate
 * that the issuer gave the purpose OCSPSigning; inside its times. Throws `asn1.*` for malformed extensions of a delegate.
 */
export const statusFrom = (
  basic: BasicOcspResponse,
  question: OcspQuestion,
  verifier: SignatureVerifier = nodeVerifier,
): CertificateStatus | { readonly kind: 'refused'; readonly problem: OcspProblem } => {
  const { issuer, serial, at, tolerance = 300_000, nonce } = question;
  const refused = (problem: OcspProblem) => ({ kind: 'refused', problem }) as const;
  const single = basic.responses.find((each) => isAbout(each.id, issuer, serial));
  if (single === undefined || single.extensions.some((each) => each.critical)) return refused('no-answer');
  const named = [issuer, ...basic.certificates].filter((each) => isNamed(basic.responder, each));
  const signer = named.find((each) => each === issuer || isDelegate(each, question, verifier));
  if (signer === undefined) return refused('not-authorized');
  if (!verifier.verify(signer.publicKey, basic.signatureAlgorithm, basic.tbs, basic.signature))
    return refused('bad-signature');
  if (nonce !== undefined && (basic.nonce === undefined || Buffer.compare(nonce, basic.nonce) !== 0))
    return refused('other-nonce');
  if (single.thisUpdate > at + tolerance) return refused('from-the-future');
  if ((single.nextUpdate ?? single.thisUpdate) < at - tolerance) return refused('too-old');
  return single.status;
};
