import type { IdentityAsks } from '@chedun/identity/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { PseudonymsAsks } from '@chedun/pseudonyms/contract';
import { SUITES } from '@chedun/v2x-pki';
import { createVerifier } from '@chedun/v2x-security';
import { credentialChecks, watchCredentials } from './checks.ts';
import { credentialsError } from './errors.ts';
import type { CredentialNeeds } from './needs.ts';
import { profileBook } from './profiles.ts';
import { newestList, publishDue } from './publish-list.ts';
import { certificateOf, listCredentials, listRequests } from './read-model.ts';
import { credentialRoutes } from './routes.ts';
import { answerOf, decideRequests, handIn, renew } from './use-cases/requests.ts';
import { decideRevocation, proposeRevocation } from './use-cases/revocations.ts';
import type { CredentialUses } from './uses.ts';

const usesOf = (needs: CredentialNeeds): CredentialUses => {
  const answer = answerOf(needs);
  return {
    list: (query) => listCredentials(needs, query),
    requests: (query) => listRequests(needs, query),
    profiles: async () => ({ items: [...(await needs.profiles.list())] }),
    saveProfile: (profile, actor) => needs.profiles.save(profile, actor),
    handIn: handIn(needs),
    decideRequests: decideRequests(needs),
    answer: async (id) => {
      const found = await answer(id);
      if (found === undefined) throw credentialsError('credentials.unknown', 'the request waits, or was rejected');
      return found;
    },
    renew: renew(needs),
    proposeRevocation: proposeRevocation(needs),
    decideRevocation: decideRevocation(needs),
    certificate: (id) => certificateOf(needs, id),
    newestList: async (suite) => {
      const list = await newestList(needs, suite);
      if (list === undefined) throw credentialsError('credentials.unknown', 'no list was signed yet');
      return new Uint8Array(list.bytes);
    },
  };
};

/** Builds the module from the platform. */
export const buildCredentials = (
  platform: Platform,
  asks: { readonly identity: IdentityAsks; readonly pseudonyms: PseudonymsAsks },
): ModuleParts<object> => {
  const needs: CredentialNeeds = {
    ...platform,
    ...asks,
    profiles: profileBook(platform),
    verifier: createVerifier(),
  };
  const watch = watchCredentials(needs);
  return {
    asks: {},
    routes: credentialRoutes(usesOf(needs)),
    checks: credentialChecks(needs),
    jobs: [
      {
        name: 'publish-lists',
        cron: '10 * * * *',
        run: async () => {
          for (const { name } of Object.values(SUITES)) await publishDue(needs, name);
          await watch();
        },
      },
    ],
  };
};
