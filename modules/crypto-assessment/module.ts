import type { AssetsAsks } from '@chedun/assets/contract';
import type { CryptographyAsks } from '@chedun/cryptography/contract';
import type { DocumentsAsks } from '@chedun/documents/contract';
import { defineModule } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { buildCryptoAssessment } from './build.ts';
import { cryptoAssessmentPermissions, type CryptoAssessmentAsks } from './contract.ts';
import { cryptoAssessmentErrors } from './errors.ts';

/** Assessments of the use of cryptography 密评: judged, scored, completed, filed in time. */
export const cryptoAssessment = defineModule<
  CryptoAssessmentAsks,
  { assets: AssetsAsks; cryptography: CryptographyAsks; documents: DocumentsAsks; organisation: OrganisationAsks }
>({
  name: 'crypto-assessment',
  needs: ['assets', 'cryptography', 'documents', 'organisation'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: cryptoAssessmentPermissions.read, title: { zh: '查看密评', en: 'Read assessments of cryptography' } },
    { name: cryptoAssessmentPermissions.write, title: { zh: '办理密评', en: 'Keep assessments of cryptography' } },
  ],
  errors: cryptoAssessmentErrors,
  tells: [],
  build: ({ platform, asks }) => buildCryptoAssessment(platform, asks),
});
