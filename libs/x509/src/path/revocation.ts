import type { Certificate } from '../certificate.ts';
import { baseCrlNumberOf, crlNumberOf } from '../crl.ts';
import type { Crl, RevokedEntry } from '../crl.ts';
import type { CrlIndex } from '../crl-index.ts';
import { crlDistributionPointsOf, issuingDistributionPointOf } from '../extensions/points.ts';
import type { DistributionPoint, IssuingDistributionPoint } from '../extensions/points.ts';
import { basicConstraintsOf, keyUsageOf, KEY_USAGE } from '../extensions/usage.ts';
import type { GeneralName } from '../general-name.ts';
import { nameKey, parseName, sameName } from '../name.ts';
import { EXTENSION } from '../oids.ts';
import { statusFrom } from '../ocsp-status.ts';
import type { PublicKeyInfo } from '../public-key.ts';
import type { SignatureVerifier } from '../verifier.ts';
import type { Revocation, RevocationInput } from './types.ts';

/** Status of one certificate of a path. */
export type RevocationStatus =
  | { readonly kind: 'good' }
  | ({ readonly kind: 'revoked' } & Revocation)
  | { readonly kind: 'unknown'; readonly detail: string };

/** What the status of one certificate is found with. */
export interface RevocationQuestion {
  readonly certificate: Certificate;
  /** Certificate of the issuer; undefined when the anchor issued it. */
  readonly issuer: Certificate | undefined;
  readonly issuerName: Uint8Array;
  readonly issuerKey: PublicKeyInfo;
  readonly at: number;
  readonly verifier: SignatureVerifier;
  /** Keys of other signers of CRLs with this name that are trusted themselves (other keys of the authority, indirect issuers). */
  readonly signersOf: (name: Uint8Array) => readonly PublicKeyInfo[];
}

const KNOWN: readonly string[] = [
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.issuerAltName,
  EXTENSION.crlNumber,
  EXTENSION.deltaCrlIndicator,
  EXTENSION.issuingDistributionPoint,
  EXTENSION.freshestCrl,
  EXTENSION.authorityInfoAccess,
];
/** All reasons of ReasonFlags, keyCompromise to aACompromise. */
const ALL_REASONS = 0b1_1111_1110;

const textOf = (name: GeneralName): string => {
  if (name.kind === 'directory') return `directory ${nameKey(parseName(name.value))}`;
  return 'value' in name
    ? `${name.kind} ${name.value instanceof Uint8Array ? Buffer.from(name.value).toString('hex') : name.value}`
    : '';
};

const overlaps = (a: readonly GeneralName[], b: readonly GeneralName[]): boolean => {
  const texts = new Set(a.map(textOf));
  return b.some((name) => texts.has(textOf(name)));
};

const isDirectory = (names: readonly GeneralName[], name: Uint8Array): boolean =>
  names.some((each) => each.kind === 'directory' && sameName(each.value, name));

/** Reasons that a CRL tells of a certificate through one of its distribution points; 0 when the CRL is not for it. */
const reasonsThrough = (
  point: Partial<DistributionPoint>,
  scope: IssuingDistributionPoint | undefined,
  crl: Crl,
  { issuerName }: RevocationQuestion,
): number => {
  const { crlIssuer, fullName, reasons } = point;
  if (crlIssuer === undefined ? !sameName(crl.issuer, issuerName) : !isDirectory(crlIssuer, crl.issuer)) return 0;
  if (crlIssuer !== undefined && !sameName(crl.issuer, issuerName) && scope?.isIndirect !== true) return 0;
  if (scope?.fullName !== undefined && !overlaps(scope.fullName, fullName ?? crlIssuer ?? [])) return 0;
  if (scope?.relativeName !== undefined) return 0;
  return (reasons ?? ALL_REASONS) & (scope?.onlySomeReasons ?? ALL_REASONS);
};

const coveredReasons = (question: RevocationQuestion, crl: Crl): number => {
  const { certificate } = question;
  const scope = issuingDistributionPointOf(crl);
  const isCa = basicConstraintsOf(certificate)?.isCa ?? false;
  if (
    scope !== undefined &&
    ((scope.onlyUserCerts && isCa) || (scope.onlyCaCerts && !isCa) || scope.onlyAttributeCerts)
  )
    return 0;
  const points: readonly Partial<DistributionPoint>[] = crlDistributionPointsOf(certificate) ?? [];
  // A CRL of the issuer that names no place counts also where the certificate names others (RFC 5280 6.3.3, end).
  const all = scope?.fullName === undefined ? [...points, {}] : points;
  return all.reduce((sum, point) => sum | reasonsThrough(point, scope, crl, question), 0);
};

const isCurrent = ({ thisUpdate, nextUpdate }: Crl, at: number): boolean =>
  thisUpdate <= at && nextUpdate !== undefined && at < nextUpdate + 1000;

const isSigned = (crl: Crl, question: RevocationQuestion): boolean => {
  const { issuer, issuerKey, issuerName, verifier } = question;
  const usage = issuer && keyUsageOf(issuer);
  const mayIssuer = usage === undefined || (usage & KEY_USAGE.cRLSign) !== 0;
  const own = mayIssuer && sameName(crl.issuer, issuerName) ? [issuerKey] : [];
  const keys = [...own, ...question.signersOf(crl.issuer)];
  return keys.some((key) => verifier.verify(key, crl.signatureAlgorithm, crl.tbs, crl.signature));
};

const isUsable = ({ crl, unknownCritical }: CrlIndex, question: RevocationQuestion): boolean =>
  isCurrent(crl, question.at) &&
  !unknownCritical &&
  !crl.extensions.some((each) => each.critical && !KNOWN.includes(each.oid)) &&
  coveredReasons(question, crl) !== 0 &&
  isSigned(crl, question);

const sameScope = (a: Crl, b: Crl): boolean => {
  const scopes = [a, b].map(
    (crl) => crl.extensions.find((each) => each.oid === EXTENSION.issuingDistributionPoint)?.value,
  );
  const [first, second] = scopes;
  return sameName(a.issuer, b.issuer) && Buffer.compare(first ?? new Uint8Array(), second ?? new Uint8Array()) === 0;
};

/** Whether a delta CRL brings this complete CRL up to date (RFC 5280 5.2.4, 6.3.3 c). */
const updates = (delta: Crl, complete: Crl): boolean => {
  const [base, number, own] = [baseCrlNumberOf(delta), crlNumberOf(delta), crlNumberOf(complete)];
  return (
    base !== undefined &&
    number !== undefined &&
    own !== undefined &&
    own >= base &&
    own < number &&
    sameScope(delta, complete)
  );
};

const entryIn = (index: CrlIndex, deltas: readonly CrlIndex[], certificate: Certificate): RevokedEntry | undefined => {
  const newest = deltas
    .filter((delta) => updates(delta.crl, index.crl))
    .toSorted((a, b) => (crlNumberOf(b.crl) ?? 0) - (crlNumberOf(a.crl) ?? 0))[0];
  const change = newest?.find(certificate.serial, certificate.issuer);
  if (change !== undefined) return change.reason === 'removeFromCRL' ? undefined : change;
  return index.find(certificate.serial, certificate.issuer);
};

const fromCrls = (question: RevocationQuestion, crls: readonly CrlIndex[]): RevocationStatus => {
  const usable = crls.filter((index) => isUsable(index, question));
  const deltas = usable.filter(({ crl }) => baseCrlNumberOf(crl) !== undefined);
  let covered = 0;
  for (const index of usable) {
    if (deltas.includes(index)) continue;
    const entry = entryIn(index, deltas, question.certificate);
    if (entry !== undefined && entry.reason !== 'removeFromCRL')
      return { kind: 'revoked', revokedAt: entry.revokedAt, reason: entry.reason };
    covered |= coveredReasons(question, index.crl);
  }
  return (covered & ALL_REASONS) === ALL_REASONS
    ? { kind: 'good' }
    : { kind: 'unknown', detail: usable.length === 0 ? 'no CRL that counts' : 'CRLs cover not all reasons' };
};

const fromOcsp = (question: RevocationQuestion, { ocsp }: RevocationInput): RevocationStatus => {
  const { certificate, issuer, at, verifier } = question;
  if (issuer === undefined) return { kind: 'unknown', detail: 'no certificate of the issuer' };
  for (const basic of ocsp) {
    const status = statusFrom(basic, { issuer, serial: certificate.serial, at }, verifier);
    if (status.kind === 'good' || status.kind === 'revoked') return status;
  }
  return { kind: 'unknown', detail: 'no OCSP answer that counts' };
};

/**
 * Status of a certificate by OCSP answers and CRLs (RFC 5280 6.3, RFC 6960): who says revoked wins; all reasons have to
 * be covered for good. Throws `asn1.*` and `x509.*` for malformed extensions.
 */
export const revocationOf = (question: RevocationQuestion, input: RevocationInput): RevocationStatus => {
  const answers = [fromOcsp(question, input), fromCrls(question, input.crls)];
  return (
    answers.find((each) => each.kind === 'revoked') ??
    answers.find((each) => each.kind === 'good') ??
    answers[1] ?? { kind: 'unknown', detail: '' }
  );
};
