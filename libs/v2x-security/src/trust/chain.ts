import type { ParsedCertificate } from '../certificate.ts';
import { validityOf } from '../certificate.ts';
import { verifyCertificateSignature } from '../certificate-signature.ts';
import { equal } from '../bytes.ts';
import { isDomainError } from '@chedun/kernel';
import type { Profile } from '../schema/message.ts';
import type { SignatureVerifier } from '../verifier.ts';
import { permissionFault } from './permissions.ts';
import type { OmittedRange, PermissionFault } from './permissions.ts';
import { regionContains } from './region.ts';

/** Why a chain is refused; the whole list. */
export type ChainReason =
  | PermissionFault
  | 'issuer-unknown'
  | 'issuer-hash'
  | 'root-not-trusted'
  | 'chain-too-long'
  | 'key-invalid'
  | 'signature-invalid'
  | 'not-yet-valid'
  | 'expired'
  | 'validity-not-contained'
  | 'region-not-contained'
  | 'region-undecided'
  | 'assurance-too-high'
  | 'revoked';

/** Who says what was revoked. `version` changes whenever an answer may have changed. */
export interface Revocations {
  readonly version: number;
  readonly isRevoked: (certificate: ParsedCertificate) => boolean;
}

/** Everything that the judgement of a chain rests on. */
export interface ChainContext {
  readonly profile: Profile;
  /** Seconds since 2004, as the certificates count them. */
  readonly now: number;
  readonly verifier: SignatureVerifier;
  /** Certificates of authorities and roots by hex of HashedId8. */
  readonly issuerOf: (id8: string) => ParsedCertificate | undefined;
  /** Whether a self-signed certificate is an anchor; asked with the very bytes that are trusted. */
  readonly isRoot: (certificate: ParsedCertificate) => boolean;
  readonly revocations?: Revocations;
  /** What to do with regions that cannot be compared; `reject` when left away. */
  readonly undecidedRegion?: 'accept' | 'reject';
  /** What a range of permissions that is left away allows; `any` for the Chinese profile and `absent` for the other. */
  readonly omittedRange?: OmittedRange;
}

/** A chain from the certificate up to its root, or the reason against it and the certificate concerned. */
export type ChainVerdict =
  | { readonly isValid: true; readonly chain: readonly ParsedCertificate[] }
  | { readonly isValid: false; readonly reason: ChainReason; readonly certificate: ParsedCertificate };

/** Certificates of one chain, root included. */
const MOST_CHAIN = 8;

/**
 * Judges a certificate up to a trusted root: signature, validity, permissions, region, assurance and revocation of
 * every link (IEEE 1609.2 5.1.2, YD/T 3957 by the same construction). A trusted root is believed without its own
 * signature. At most eight certificates; never throws.
 */
export const verifyCertificateChain = (certificate: ParsedCertificate, context: ChainContext): ChainVerdict => {
  const chain: ParsedCertificate[] = [];
  let subject = certificate;
  for (;;) {
    chain.push(subject);
    const { issuer: name } = subject;
    if (name === undefined) return atRoot(subject, chain, context);
    if (chain.length >= MOST_CHAIN) return refused('chain-too-long', subject);
    const issuer = context.issuerOf(name.id8);
    if (issuer === undefined) return refused('issuer-unknown', subject);
    const reason = linkFault(subject, issuer, name.hashName, context);
    if (reason !== undefined) return refused(reason, subject);
    subject = issuer;
  }
};

const refused = (reason: ChainReason, certificate: ParsedCertificate): ChainVerdict => ({
  isValid: false,
  reason,
  certificate,
});

const atRoot = (root: ParsedCertificate, chain: readonly ParsedCertificate[], context: ChainContext): ChainVerdict => {
  if (!context.isRoot(root)) return refused('root-not-trusted', root);
  const reason = ownFault(root, context);
  return reason === undefined ? { isValid: true, chain } : refused(reason, root);
};

/** What a certificate alone says: time and revocation. */
const ownFault = (certificate: ParsedCertificate, { now, revocations }: ChainContext): ChainReason | undefined => {
  const { start, end } = validityOf(certificate);
  if (now < start) return 'not-yet-valid';
  if (now > end) return 'expired';
  return revocations?.isRevoked(certificate) === true ? 'revoked' : undefined;
};

/** What a certificate and its issuer say together. The signature comes last but revocation, as it costs most. */
const linkFault = (
  subject: ParsedCertificate,
  issuer: ParsedCertificate,
  hashName: string,
  context: ChainContext,
): ChainReason | undefined => {
  if (issuer.hashName !== hashName) return 'issuer-hash';
  const [below, above] = [validityOf(subject), validityOf(issuer)];
  if (context.now < below.start) return 'not-yet-valid';
  if (context.now > below.end) return 'expired';
  if (below.start < above.start || below.end > above.end) return 'validity-not-contained';
  const fault =
    regionFault(subject, issuer, context) ??
    assuranceFault(subject, issuer) ??
    permissionFault(subject.value.toBeSigned, issuer.value.toBeSigned, omittedOf(context)) ??
    signatureFault(subject, issuer, context.verifier);
  return fault ?? (context.revocations?.isRevoked(subject) === true ? 'revoked' : undefined);
};

const omittedOf = ({ profile, omittedRange }: ChainContext): OmittedRange =>
  omittedRange ?? (profile === 'cn' ? 'any' : 'absent');

const regionFault = (
  subject: ParsedCertificate,
  issuer: ParsedCertificate,
  { undecidedRegion }: ChainContext,
): ChainReason | undefined => {
  const [inner, outer] = [subject.value.toBeSigned.region, issuer.value.toBeSigned.region];
  // A subject without a region of its own has that of its issuer.
  if (outer === undefined || inner === undefined) return undefined;
  const found = regionContains(outer, inner);
  if (found === 'outside') return 'region-not-contained';
  return found === 'undecided' && undecidedRegion !== 'accept' ? 'region-undecided' : undefined;
};

const assuranceFault = (subject: ParsedCertificate, issuer: ParsedCertificate): ChainReason | undefined => {
  const level = ({ value }: ParsedCertificate): number | undefined => {
    const { assuranceLevel } = value.toBeSigned;
    return assuranceLevel === undefined ? undefined : Number.parseInt(assuranceLevel.octets, 16) >> 5;
  };
  const [below, above] = [level(subject), level(issuer)];
  return below !== undefined && above !== undefined && below > above ? 'assurance-too-high' : undefined;
};

const signatureFault = (
  subject: ParsedCertificate,
  issuer: ParsedCertificate,
  verifier: SignatureVerifier,
): ChainReason | undefined => {
  try {
    return verifyCertificateSignature(subject, issuer, verifier) ? undefined : 'signature-invalid';
  } catch (error) {
    if (isDomainError(error)) return 'key-invalid';
    throw error;
  }
};

/** A store of anchors and authorities for `verifyCertificateChain`. */
export interface TrustStore {
  readonly issuerOf: ChainContext['issuerOf'];
  readonly isRoot: ChainContext['isRoot'];
}

/** Builds a store; a root is trusted byte for byte. */
export const trustStore = (
  roots: readonly ParsedCertificate[],
  authorities: readonly ParsedCertificate[] = [],
): TrustStore => {
  const anchors = new Map(roots.map((root) => [root.id8, root]));
  const known = new Map([...authorities, ...roots].map((one) => [one.id8, one]));
  return {
    issuerOf: (id8) => known.get(id8),
    isRoot: (certificate) => {
      const anchor = anchors.get(certificate.id8);
      return anchor !== undefined && equal(anchor.bytes, certificate.bytes);
    },
  };
};
