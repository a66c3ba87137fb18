import { DomainError, isDomainError } from '@chedun/kernel';
import { PKI_FAILURE, type PkiFailure, type PkiStatus } from '@chedun/x509/cmp';

/** A refusal that the device is told with this reason (PKIFailureInfo, RFC 4210 5.2.3); the caller throws it. */
export const refusal = (failure: PkiFailure, reason: string): DomainError<'enrolment.cmp-refused'> =>
  new DomainError('enrolment.cmp-refused', { field: failure, reason });

const FAILURE_OF: Readonly<Record<string, PkiFailure>> = {
  'certificates.request-unreadable': 'badPOP',
  'certificates.request-refused': 'badCertTemplate',
  'certificates.binding-missing': 'badCertTemplate',
  'certificates.vehicle-unknown': 'incorrectData',
  'certificates.key-used': 'duplicateCertReq',
  'certificates.role-refused': 'notAuthorized',
  'certificates.not-renewable': 'badRequest',
  'certificates.authority-unknown': 'wrongAuthority',
  'certificates.profile-unknown': 'wrongAuthority',
  'certificates.authority-revoked': 'systemUnavail',
  'certificates.key-sealed': 'wrongAuthority',
  'certificates.state-refused': 'certRevoked',
  'certificates.unknown': 'badCertId',
  'x509.unsupported': 'badAlg',
  'x509.limit': 'badAlg',
};

const named = (field: unknown): PkiFailure | undefined => PKI_FAILURE.find((each) => each === field);

const MOST_TEXT = 200;

/** How an error is told to a device; undefined for errors of our own making, which say nothing outside. */
export const statusOf = (error: unknown): PkiStatus | undefined => {
  if (!isDomainError(error)) return undefined;
  const known = error.code === 'enrolment.cmp-refused' ? named(error.detail.field) : FAILURE_OF[error.code];
  const failure =
    known ?? (error.code.startsWith('asn1.') || error.code.startsWith('x509.') ? 'badDataFormat' : undefined);
  if (failure === undefined) return undefined;
  const code = error.code === 'enrolment.cmp-refused' ? '' : `${error.code} `;
  const text = `${code}${String(error.detail.reason ?? '')}`.trim().slice(0, MOST_TEXT);
  return { status: 'rejection', text: [text], failures: [failure] };
};

/** How a refusal is kept: its reason of the protocol, then the words that the device was told. */
export const reasonText = ({ failures, text }: PkiStatus): string => [failures[0] ?? '', ...text].join(' ').trim();
