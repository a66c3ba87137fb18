import { setTimeout as sleep } from 'node:timers/promises';
import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { isDomainError, SYSTEM_ACTOR } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import type { SearchAsks } from '@chedun/search/contract';
import { qualityChecks } from './checks.ts';
import { NewDrill, type QualityAsks } from './contract.ts';
import { qualityReadModel } from './read-model.ts';
import { readProofList, ROUND_MINUTES } from './read-proofs.ts';
import { qualityRoutes } from './routes.ts';
import { dismissProposal, listReviews, reviewException, watchReviews } from './use-cases/reviews.ts';
import { runDrill } from './use-cases/run-drill.ts';

/** Modules that this one asks. */
export interface QualityNeeds {
  readonly correlation: CorrelationAsks;
  readonly detection: DetectionAsks;
  readonly governance: GovernanceAsks;
  readonly ingest: IngestAsks;
  readonly search: SearchAsks;
}

/** Builds the module from the platform. */
export const buildQuality = (
  { records, clock, newId, config, log }: Platform,
  { correlation, detection, governance, ingest, search }: QualityNeeds,
): ModuleParts<QualityAsks> => {
  const wait = (ms: number): Promise<void> => sleep(ms);
  const { drillRulesPerRound: rulesPerRound } = config.quality;
  const base = {
    rulesPerRound,
    records,
    correlation,
    detection,
    governance,
    ingest,
    search,
    clock,
    newId,
    now: clock.now,
    wait,
  };
  const screens = qualityReadModel(base);
  const proofs = readProofList(base);
  const drill = runDrill(base);
  const withinSeconds = NewDrill.parse({}).withinSeconds;
  const reviews = listReviews(base);
  return {
    asks: {},
    routes: qualityRoutes({
      screens,
      reviews,
      proofs,
      drill,
      dismiss: dismissProposal(base),
      review: reviewException(base),
    }),
    jobs: [
      {
        name: 'drill',
        cron: '30 3 * * *',
        run: async () => {
          await drill({ scope: { kind: 'families' }, withinSeconds }, SYSTEM_ACTOR);
        },
      },
      {
        name: 'round',
        cron: `*/${ROUND_MINUTES} * * * *`,
        run: async () => {
          try {
            await drill({ scope: { kind: 'round' }, withinSeconds }, SYSTEM_ACTOR);
          } catch (error) {
            // The next round is ten minutes away.
            if (!isDomainError(error, 'quality.drill-running')) throw error;
            log.info('a round of drills was left out, as another drill runs');
          }
        },
      },
      { name: 'watch-reviews', cron: '0 8 * * *', run: watchReviews(base) },
    ],
    checks: qualityChecks({ proofs, reviews }),
  };
};
