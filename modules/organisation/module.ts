import type { AssetsAsks } from '@chedun/assets/contract';
import { defineModule } from '@chedun/module';
import { organisationChecks } from './checks.ts';
import { organisationPermissions, type OrganisationAsks } from './contract.ts';
import { organisationErrors } from './errors.ts';
import { organisationAsks, readOrganisation } from './read-model.ts';
import { organisationRoutes } from './routes.ts';
import { keepUseCases } from './use-cases/keep.ts';

/** The organisation that the notice binds: who answers for what, and which licences it holds. */
export const organisation = defineModule<OrganisationAsks, { assets: AssetsAsks }>({
  name: 'organisation',
  needs: ['assets'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: organisationPermissions.read, title: { zh: '查看单位与责任人', en: 'Read the organisation' } },
    { name: organisationPermissions.write, title: { zh: '维护单位与责任人', en: 'Keep the organisation' } },
  ],
  errors: organisationErrors,
  tells: [],
  build: ({ platform: { records, clock, newId, blobs }, asks: { assets } }) => {
    const needs = { records, clock, newId, blobs, assets };
    const read = readOrganisation(needs);
    return {
      asks: organisationAsks(needs),
      routes: organisationRoutes({ read, ...keepUseCases(needs) }),
      checks: organisationChecks(read),
    };
  },
});
