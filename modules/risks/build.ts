import type { AssetsAsks } from '@chedun/assets/contract';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { FilingAsks } from '@chedun/filing/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { PostureAsks } from '@chedun/posture/contract';
import { riskChecks } from './checks.ts';
import { openContent } from './content.ts';
import type { RiskAsks } from './contract.ts';
import { readRegister } from './read-register.ts';
import { keepCoverage, lastRuns, listRuns, readCoverage, readRun } from './read-runs.ts';
import { riskRoutes } from './routes.ts';
import { runUseCases, schedule } from './use-cases/runs.ts';
import { decideTreatment, treatRisk } from './use-cases/treat.ts';

/** What the module is given by others. */
export interface RiskGiven {
  readonly assets: AssetsAsks;
  readonly deadlines: DeadlineAsks;
  readonly filing: FilingAsks;
  readonly governance: GovernanceAsks;
  readonly posture: PostureAsks;
}

/** Builds the module from the platform. */
export const buildRisks = (
  { records, clock, newId, blobs }: Pick<Platform, 'records' | 'clock' | 'newId' | 'blobs'>,
  given: RiskGiven,
): ModuleParts<RiskAsks> => {
  const needs = { records, clock, newId, blobs, content: openContent(), ...given };
  const register = readRegister(needs);
  const runs = listRuns(needs);
  const coverage = readCoverage(needs);
  const keep = keepCoverage(needs);
  const plan = schedule(needs);
  return {
    asks: { lastRuns: lastRuns(needs) },
    routes: riskRoutes({
      register,
      treat: treatRisk(needs),
      decide: decideTreatment(needs),
      runs,
      run: readRun(needs),
      coverage,
      ...runUseCases(needs),
    }),
    checks: riskChecks({ needs, runs, register, coverage }),
    jobs: [
      { name: 'schedule', cron: '*/30 * * * *', run: () => plan() },
      { name: 'coverage', cron: '10 3 * * *', run: () => keep() },
    ],
  };
};
