import { basicScenarios } from '../../libs/x509/testing/scenarios/basics.ts';
import { extensionScenarios } from '../../libs/x509/testing/scenarios/extensions.ts';
import { kitOf } from '../../libs/x509/testing/scenarios/kit.ts';
import type { Scenario } from '../../libs/x509/testing/scenarios/kit.ts';
import { nameScenarios } from '../../libs/x509/testing/scenarios/names.ts';
import { policyScenarios } from '../../libs/x509/testing/scenarios/policies.ts';
import { revocationScenarios } from '../../libs/x509/testing/scenarios/revocations.ts';
import { isForOpenssl, judgeScenario, opensslSays } from '../../libs/x509/testing/scenarios/run.ts';
import type { Case } from './case.ts';

const ours = (scenario: Scenario): Case => ({
  name: `path, ${scenario.name}`,
  expected: scenario.expected,
  run: async () => (await judgeScenario(scenario)).got,
});

/** Openssl names reasons in its own words, so only valid or not is compared. */
const theirs = (scenario: Scenario): Case => ({
  name: `path, ${scenario.name}: openssl agrees`,
  expected: scenario.expected === 'valid' ? 'valid' : 'not valid',
  run: async (folder) => {
    if (!isForOpenssl(scenario)) return undefined;
    const said = opensslSays(await scenario.make(kitOf()), folder);
    if (said === 'valid') return 'valid';
    return scenario.expected === 'valid' ? said : 'not valid';
  },
});

const scenarios: readonly Scenario[] = [
  ...basicScenarios,
  ...extensionScenarios,
  ...nameScenarios,
  ...policyScenarios,
  ...revocationScenarios,
];

/** Paths after RFC 5280 in the manner of NIST PKITS, judged by us. */
export const pathsByUs: readonly Case[] = scenarios.map(ours);

/** The same chains before openssl. */
export const pathsByOpenssl: readonly Case[] = scenarios.map(theirs);
