import { keyValueOf } from './certificate.ts';
import type { ParsedCertificate } from './certificate.ts';
import { securityError } from './errors.ts';
import { rawSignature, verificationKeyOf } from './keys.ts';
import type { PublicKey, RawSignature } from './keys.ts';
import { certificateSignatureInput } from './signature-input.ts';
import { checkSignature } from './verifier.ts';
import type { SignatureVerifier } from './verifier.ts';

/** Public key of a certificate. Throws `v2xsec.key` when it is not on its curve. */
export const publicKeyOf = (certificate: ParsedCertificate): PublicKey => verificationKeyOf(keyValueOf(certificate));

/** Signature of a certificate as plain numbers. */
export const signatureOf = ({ value }: ParsedCertificate): RawSignature => {
  if (value.signature === undefined)
    throw securityError('v2xsec.format', { reason: 'a certificate without signature' });
  return rawSignature(value.signature);
};

/**
 * Whether the signature of a certificate holds under the key of its issuer; a self-signed one is checked under its own
 * key and `issuer` is left away. Whether that issuer may issue it is not asked here: see `chain.ts`.
 */
export const verifyCertificateSignature = (
  certificate: ParsedCertificate,
  issuer: ParsedCertificate | undefined,
  verifier: SignatureVerifier,
): boolean => {
  if ((issuer === undefined) !== (certificate.issuer === undefined)) return false;
  if (issuer === undefined && !namesOwnHash(certificate)) return false;
  const key = publicKeyOf(issuer ?? certificate);
  return checkSignature(
    verifier,
    key,
    certificateSignatureInput(key.curve, certificate, issuer),
    signatureOf(certificate),
  );
};

/** The hash that a self-signed certificate names stands outside of what is signed: it has to be that of its key. */
const namesOwnHash = ({ value, hashName }: ParsedCertificate): boolean =>
  'self' in value.issuer && value.issuer.self === hashName;
