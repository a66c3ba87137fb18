import type { Clock } from '@chedun/kernel';
import { issueCertificate, verificationKeyValue } from '@chedun/v2x-security';
import type { ParsedCertificate, ToBeSignedValue } from '@chedun/v2x-security';
import { toTime32 } from '@chedun/v2x-pki';
import { REPORT_AID } from '@chedun/v2x/reporting';
import type { Hierarchy } from '../hierarchy.ts';

const DAYS = 365;

/** Name of this platform in the certificate with which it signs reports. */
const REPORTER = 'reporter.chedun.local';

/** The certificate authority certifies the key of a reporter: it may sign misbehaviour reports and nothing else. */
export const certifyReporter = (
  { clock }: { readonly clock: Pick<Clock, 'now'> },
  hierarchy: Hierarchy,
  point: Uint8Array,
): Promise<ParsedCertificate> => {
  const fields: ToBeSignedValue = {
    id: { name: REPORTER },
    cracaId: { octets: '000000' },
    crlSeries: 0,
    validityPeriod: { start: toTime32(clock.now()), duration: { hours: DAYS * 24 } },
    appPermissions: [{ aid: REPORT_AID }],
    verifyKeyIndicator: { verificationKey: verificationKeyValue({ curve: hierarchy.suite.curve, point }) },
  };
  return issueCertificate(fields, hierarchy.party('aca'));
};
