import type { ClientCertificate } from '@chedun/ingest/contract';
import type { BindingKind } from '../contract.ts';

/** A binding that counts. */
export interface Bound {
  readonly kind: BindingKind;
  readonly value: string;
}

/** What somebody shows who speaks for a vehicle. */
export interface Shown {
  /** Account of the platform on whose connection it came; null = the connection is the vehicle's own. */
  readonly platform: string | null;
  readonly certificate: ClientCertificate | undefined;
  readonly iccid: string | undefined;
}

/** What does not fit. */
export interface Violation {
  readonly kind: BindingKind | 'unbound';
  readonly expected: readonly string[];
  /** '' = nothing was shown. */
  readonly seen: string;
}

const valuesOf = (bounds: readonly Bound[], kind: BindingKind): string[] =>
  bounds.filter((bound) => bound.kind === kind).map(({ value }) => value);

const judgeCertificate = (expected: readonly string[], shown: ClientCertificate | undefined): Violation | undefined => {
  const fits = shown !== undefined && (expected.includes(shown.fingerprint) || expected.includes(shown.subject));
  if (fits) return undefined;
  return { kind: 'certificate', expected, seen: shown === undefined ? '' : shown.subject || shown.fingerprint };
};

/**
 * Whether what is shown fits what is bound. On the connection of a platform its account is judged; on a connection of
 * its own the certificate. A vehicle that is bound only to accounts must not come by itself, and one that is bound only
 * to certificates must not come through a platform. The SIM card is judged where a login names one.
 */
export const judge = (bounds: readonly Bound[], shown: Shown): Violation | undefined => {
  const platforms = valuesOf(bounds, 'platform');
  const certificates = valuesOf(bounds, 'certificate');
  const iccids = valuesOf(bounds, 'iccid');
  if (shown.platform !== null) {
    if (platforms.length + certificates.length > 0 && !platforms.includes(shown.platform))
      return { kind: 'platform', expected: platforms, seen: shown.platform };
  } else if (certificates.length > 0) {
    const found = judgeCertificate(certificates, shown.certificate);
    if (found) return found;
  } else if (platforms.length > 0) return { kind: 'platform', expected: platforms, seen: '' };
  if (shown.iccid !== undefined && iccids.length > 0 && !iccids.includes(shown.iccid))
    return { kind: 'iccid', expected: iccids, seen: shown.iccid };
  return undefined;
};

/** A platform account that is bound to certificates must show one of them. */
export const judgeAccount = (bounds: readonly Bound[], shown: Shown): Violation | undefined => {
  const certificates = valuesOf(bounds, 'certificate');
  return certificates.length === 0 ? undefined : judgeCertificate(certificates, shown.certificate);
};

/** What could be bound to what was shown: the proposals of the learning mode. */
export const proposalsOf = ({ platform, certificate, iccid }: Shown): Bound[] => {
  const proposals: Bound[] = [];
  if (platform !== null) proposals.push({ kind: 'platform', value: platform });
  else if (certificate) proposals.push({ kind: 'certificate', value: certificate.fingerprint });
  if (iccid !== undefined && iccid !== '') proposals.push({ kind: 'iccid', value: iccid });
  return proposals;
};
