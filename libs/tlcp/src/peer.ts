import { signatureFromDer, verify } from '@chedun/gm';
import {
  KEY_USAGE,
  keyUsageOf,
  parseCertificate,
  PURPOSE,
  validatePath,
  type Certificate,
  type PathProblem,
  type PathResult,
  type RevocationInput,
  type SignatureVerifier,
  type TrustAnchor,
} from '@chedun/x509';
import { TlcpError } from './errors.ts';
import { ALERT } from './names.ts';

/** What a side learned of the other one. */
export interface TlcpPeer {
  /** Signing certificate; absent when a client showed none. */
  readonly certificate: Certificate | undefined;
  /** For encryption; of servers. */
  readonly encryption: Certificate | undefined;
  /** Whether the certificates lead to a trusted root (and name the host, of a server). False without certificate. */
  readonly isTrusted: boolean;
}

/** Whom to trust. */
export interface PeerTrust {
  readonly anchors: readonly TrustAnchor[];
  readonly revocation?: RevocationInput;
  readonly verifier?: SignatureVerifier;
}

const ENCRYPTS = KEY_USAGE.keyEncipherment | KEY_USAGE.dataEncipherment | KEY_USAGE.keyAgreement;

const ALERTS: Readonly<Partial<Record<PathProblem, number>>> = {
  'no-issuer': ALERT.unknownCa,
  'issuer-name': ALERT.unknownCa,
  expired: ALERT.certificateExpired,
  'not-yet-valid': ALERT.certificateExpired,
  revoked: ALERT.certificateRevoked,
  'status-unknown': ALERT.certificateUnknown,
  purpose: ALERT.unsupportedCertificate,
  'key-usage': ALERT.unsupportedCertificate,
};

const refused = (reason: string, alert?: number): TlcpError =>
  new TlcpError('tlcp.certificate', reason, alert === undefined ? {} : { alert });

/** Reads certificates. Throws `tlcp.certificate` for what is none, and for keys other than SM2. */
const readChain = (ders: readonly Uint8Array[]): readonly Certificate[] =>
  ders.map((der) => {
    try {
      return parseCertificate(Uint8Array.from(der));
    } catch {
      throw refused('a certificate is malformed');
    }
  });

const requireSm2 = ({ publicKey }: Certificate): void => {
  if (publicKey.kind !== 'sm2' || publicKey.key.length !== 65)
    throw refused('the key of a certificate is not SM2', ALERT.unsupportedCertificate);
};

const usageOf = (certificate: Certificate): number | undefined => {
  try {
    return keyUsageOf(certificate);
  } catch {
    return 0;
  }
};

const requireValid = (result: PathResult): void => {
  if (result.kind === 'valid') return;
  const problems = result.reasons.map(({ problem }) => problem);
  const first = problems.includes('revoked') ? 'revoked' : problems[0];
  throw refused([...new Set(problems)].join(', '), ALERTS[first ?? 'malformed']);
};

/**
 * Judges the certificates of a server (GB/T 38636-2020, 6.4.5.3): the first signs, the second encrypts, both for this host
 * if one is given, both with a path to a root. Throws `tlcp.certificate` with the alert that fits.
 */
export const judgeServer = (
  ders: readonly Uint8Array[],
  trust: PeerTrust,
  host: string | undefined,
  at: number,
): TlcpPeer => {
  const [certificate, encryption, ...others] = readChain(ders);
  if (certificate === undefined || encryption === undefined) throw refused('a server has two certificates');
  requireSm2(certificate);
  requireSm2(encryption);
  const usage = usageOf(encryption);
  if (usage !== undefined && (usage & ENCRYPTS) === 0)
    throw refused('the second certificate is not for encryption', ALERT.unsupportedCertificate);
  const common = {
    ...trust,
    intermediates: others,
    at,
    purpose: PURPOSE.serverAuth,
    ...(host !== undefined && { host }),
  };
  requireValid(validatePath({ ...common, certificate, keyUsage: KEY_USAGE.digitalSignature }));
  requireValid(validatePath({ ...common, certificate: encryption }));
  return { certificate, encryption, isTrusted: true };
};

const isRevoked = (result: PathResult): boolean =>
  result.kind === 'invalid' && result.reasons.some(({ problem }) => problem === 'revoked');

/**
 * Judges the certificates of a client: the first signs. Throws `tlcp.certificate` when it has no key of SM2, and when it was
 * revoked: somebody else may hold its key. When it is not trusted for another reason, throws with `required`, else says so
 * in the answer.
 */
export const judgeClient = (
  ders: readonly Uint8Array[],
  trust: PeerTrust,
  mode: 'optional' | 'required',
  at: number,
): TlcpPeer => {
  const [certificate, ...others] = readChain(ders);
  if (certificate === undefined) throw refused('no certificate');
  requireSm2(certificate);
  const result = validatePath({
    ...trust,
    certificate,
    intermediates: others,
    at,
    purpose: PURPOSE.clientAuth,
    keyUsage: KEY_USAGE.digitalSignature,
  });
  if (mode === 'required' || isRevoked(result)) requireValid(result);
  return { certificate, encryption: undefined, isTrusted: result.kind === 'valid' };
};

/** Whether a certificate's key made this DER signature of SM2 with SM3 over a message, under the default identity. */
export const isSignedWith = (certificate: Certificate, message: Uint8Array, der: Uint8Array): boolean => {
  try {
    return verify(certificate.publicKey.key, message, signatureFromDer(der));
  } catch {
    return false;
  }
};

/** A client that showed nothing. */
export const NOBODY: TlcpPeer = { certificate: undefined, encryption: undefined, isTrusted: false };
