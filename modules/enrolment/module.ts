import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule } from '@chedun/module';
import { buildEnrolment } from './build.ts';
import type { EnrolmentAsks } from './contract.ts';
import { enrolmentErrors } from './errors.ts';

/** Protocols by which devices reach the certificate authority: OCSP, published lists, EST, CMP. */
export const enrolment = defineModule<EnrolmentAsks, { certificates: CertificatesAsks; identity: IdentityAsks }>({
  name: 'enrolment',
  needs: ['certificates', 'identity'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [],
  errors: enrolmentErrors,
  tells: [],
  build: ({ platform, asks }) => buildEnrolment(platform, asks),
});
