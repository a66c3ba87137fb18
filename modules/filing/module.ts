import { defineModule } from '@chedun/module';
import { buildFiling, type FilingGiven } from './build.ts';
import { filingPermissions, type FilingAsks } from './contract.ts';
import { filingErrors } from './errors.ts';

/** Filing 定级备案: units, levels, reviews, cases of every kind of filing, exchange with the authority's side, gates. */
export const filing = defineModule<FilingAsks, { [K in keyof FilingGiven]: FilingGiven[K] }>({
  name: 'filing',
  needs: ['assets', 'deadlines', 'documents', 'organisation'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: filingPermissions.read, title: { zh: '查看定级备案', en: 'Read filings' } },
    { name: filingPermissions.write, title: { zh: '办理定级备案', en: 'Prepare filings' } },
    { name: filingPermissions.approve, title: { zh: '审批备案事项', en: 'Approve filings' } },
    { name: filingPermissions.submit, title: { zh: '签章与报送', en: 'Sign and hand in filings' } },
  ],
  errors: filingErrors,
  tells: [],
  build: ({ platform, asks }) => buildFiling(platform, asks),
});
