import type { IdentityAsks } from '@chedun/identity/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { policyChecks } from './checks.ts';
import { policyContent } from './content.ts';
import type { PoliciesAsks } from './contract.ts';
import { readOverview } from './overview.ts';
import { listPolicies, readMine, readPolicy, readReaders, readVersion, standings } from './read-model.ts';
import { policyRoutes } from './routes.ts';
import type { PolicyUses } from './routes/uses.ts';
import { acknowledge } from './use-cases/acknowledge.ts';
import { approveVersion, returnVersion, submitVersion } from './use-cases/approve.ts';
import { compareVersions } from './use-cases/compare.ts';
import { addPolicy, beginVersion, changePolicy, fileOfVersion, retirePolicy, writeDraft } from './use-cases/keep.ts';
import { uploadFile } from './use-cases/upload.ts';
import { watchPolicies } from './use-cases/watch.ts';

/** Modules that this one asks. */
export interface PolicyNeeds {
  readonly identity: Pick<IdentityAsks, 'peopleWith'>;
  readonly organisation: Pick<OrganisationAsks, 'profile'>;
}

const EVERY_TEN_MINUTES = '*/10 * * * *';

/** Builds the module from the platform. */
export const buildPolicies = (
  platform: Platform,
  { identity, organisation }: PolicyNeeds,
): ModuleParts<PoliciesAsks> => {
  const content = policyContent();
  const needs = { ...platform, identity, content, profile: () => organisation.profile() };
  const overview = readOverview(needs);
  const uses: PolicyUses = {
    list: listPolicies(needs),
    overview,
    templates: async () => (await content()).templates,
    policy: readPolicy(needs),
    version: readVersion(needs),
    compare: compareVersions(needs),
    readers: readReaders(needs),
    mine: readMine(needs),
    add: addPolicy(needs),
    change: changePolicy(needs),
    begin: beginVersion(needs),
    write: writeDraft(needs),
    submit: submitVersion(needs),
    giveBack: returnVersion(needs),
    approve: approveVersion(needs),
    retire: retirePolicy(needs),
    acknowledge: acknowledge(needs),
    upload: uploadFile(needs),
    file: fileOfVersion(needs),
  };
  return {
    asks: {
      covering: async (obligation) =>
        (await standings(needs)())
          .filter(({ effective }) => effective?.obligations.includes(obligation) ?? false)
          .map(({ policy: { code, title } }) => ({ code, title })),
    },
    routes: policyRoutes(uses),
    checks: policyChecks({ overview, standings: standings(needs) }),
    jobs: [{ name: 'watch', cron: EVERY_TEN_MINUTES, run: watchPolicies({ ...platform, overview }) }],
  };
};
