import { derOf, parseRequest, verifyRequest, type CertificationRequest } from '@chedun/x509';
import type { CertificateRequest } from '../contract/asks.ts';
import type { Algorithm, Profile } from '../contract.ts';
import { certificatesError } from '../errors.ts';
import { requestVerifier } from './verifier.ts';

const LABELS = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'];
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

const unreadable = (cause: unknown): Error =>
  certificatesError(
    'certificates.request-unreadable',
    { reason: cause instanceof Error ? cause.message.slice(0, 200) : String(cause) },
    cause,
  );

/** DER of a request in PEM, in base64, or as it is. Throws `certificates.request-unreadable`. */
export const requestDer = (given: string | Uint8Array): Uint8Array => {
  try {
    if (typeof given !== 'string' && given[0] === 0x30) return given;
    const text = typeof given === 'string' ? given : new TextDecoder().decode(given);
    if (!text.includes('-----BEGIN') && BASE64.test(text)) return new Uint8Array(Buffer.from(text, 'base64'));
    return derOf(new Uint8Array(Buffer.from(text, 'utf8')), LABELS);
  } catch (cause) {
    throw unreadable(cause);
  }
};

/** What to issue for: text and bytes become DER, what was proven already stays. Throws `certificates.request-unreadable`. */
export const requestOf = (given: string | CertificateRequest): CertificateRequest =>
  typeof given === 'string' || given instanceof Uint8Array ? requestDer(given) : given;

/** Reads a request and proves that whoever made it has the private key. Throws `certificates.request-unreadable`. */
export const readRequest = (der: Uint8Array): CertificationRequest => {
  let request: CertificationRequest;
  try {
    request = parseRequest(der);
  } catch (cause) {
    throw unreadable(cause);
  }
  if (!verifyRequest(request, requestVerifier))
    throw certificatesError('certificates.request-unreadable', { reason: 'the signature of the request is wrong' });
  return request;
};

/** Kind of the key, when the profile certifies it. Throws `certificates.request-refused`. */
export const keyKindOf = ({ publicKey }: Pick<CertificationRequest, 'publicKey'>, profile: Profile): Algorithm => {
  const kind = publicKey.kind === 'sm2' ? 'sm2' : publicKey.kind === 'p256' ? 'ecdsa-p256' : undefined;
  if (kind === undefined || !profile.algorithms.includes(kind))
    throw certificatesError('certificates.request-refused', {
      reason: `the profile takes no keys of kind ${publicKey.kind}`,
    });
  return kind;
};
