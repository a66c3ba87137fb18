import { defineModule } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { buildDocuments } from './build.ts';
import { documentPermissions, type DocumentsAsks } from './contract.ts';
import { documentErrors } from './errors.ts';

/** Documents 文书: rendered from records, signed, versioned, exchanged, with their receipts. */
export const documents = defineModule<DocumentsAsks, { organisation: OrganisationAsks }>({
  name: 'documents',
  needs: ['organisation'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: documentPermissions.read, title: { zh: '查看文书', en: 'Read documents' } },
    { name: documentPermissions.issue, title: { zh: '签发文书', en: 'Issue documents' } },
    { name: documentPermissions.receipt, title: { zh: '登记回执', en: 'Keep receipts' } },
  ],
  errors: documentErrors,
  tells: [],
  build: ({ platform, asks }) => buildDocuments(platform, asks),
});
