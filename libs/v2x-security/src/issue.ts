import { encodeCertificate, encodeToBeSigned, parseCertificate } from './certificate.ts';
import type { CertificateValue, ParsedCertificate, ToBeSignedValue } from './certificate.ts';
import { securityError } from './errors.ts';
import { hashOfCurve, signatureValue, splitKey } from './keys.ts';
import type { Curve } from './points.ts';
import { signatureInput } from './signature-input.ts';
import type { SignatureInput } from './signature-input.ts';

/** Who signs: the curve of the key, and a callback that keeps the private key on its side and answers r ‖ s. */
export interface SigningKey {
  readonly curve: Curve;
  readonly sign: (input: SignatureInput) => Uint8Array | Promise<Uint8Array>;
}

/** A key with the certificate that names it. */
export interface Signer extends SigningKey {
  readonly certificate: ParsedCertificate;
}

const ownHash = ({ verifyKeyIndicator }: ToBeSignedValue) => {
  if ('verificationKey' in verifyKeyIndicator) return hashOfCurve(splitKey(verifyKeyIndicator.verificationKey).curve);
  throw securityError('v2xsec.unsupported', { reason: 'only explicit certificates are issued' });
};

const digestOf = ({ hashName, id8 }: ParsedCertificate): CertificateValue['issuer'] => {
  const octets = { octets: id8 };
  if (hashName === 'sm3') return { sm3AndDigest: octets };
  return hashName === 'sha384' ? { sha384AndDigest: octets } : { sha256AndDigest: octets };
};

/** Signs and assembles a certificate; without `certificate` in the signer it is self-signed. */
const assemble = async (
  tbs: ToBeSignedValue,
  key: SigningKey,
  authority: ParsedCertificate | undefined,
): Promise<ParsedCertificate> => {
  const hash = ownHash(tbs);
  const issuer = authority === undefined ? { self: hash } : digestOf(authority);
  const rs = await key.sign(signatureInput(key.curve, encodeToBeSigned(tbs), authority, hash));
  const signature = signatureValue({ curve: key.curve, rs });
  return parseCertificate(encodeCertificate({ version: 3, type: 'explicit', issuer, toBeSigned: tbs, signature }));
};

/**
 * Issues a certificate under an authority. What the authority may issue is not asked here: judge the result with
 * `judgeChain`. Throws `v2xsec.value` for fields that do not fit.
 */
export const issueCertificate = (tbs: ToBeSignedValue, authority: Signer): Promise<ParsedCertificate> =>
  assemble(tbs, authority, authority.certificate);

/** Issues a self-signed certificate; the key in `tbs` has to be the signing key. */
export const selfSign = (tbs: ToBeSignedValue, key: SigningKey): Promise<ParsedCertificate> =>
  assemble(tbs, key, undefined);
