import type { IngestAsks } from '@chedun/ingest/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Stage } from '@chedun/pipeline';
import { intelChecks } from './checks.ts';
import type { IntelAsks } from './contract.ts';
import { openLoadedMatcher } from './loaded-matcher.ts';
import { intelRoutes } from './routes.ts';
import { openMatchStage, STAGE } from './stages/match.ts';
import { tellHits } from './tell-hits.ts';
import { lookBack } from './use-cases/look-back.ts';
import { pollDue } from './use-cases/manage-feeds.ts';
import { runImport } from './use-cases/run-import.ts';
import { intelUses } from './uses.ts';

/** Modules that this one asks. */
export interface IntelNeeds {
  readonly ingest: Pick<IngestAsks, 'record'>;
}

const HOURS = 3_600;

/** Builds the module from the platform. */
export const buildIntel = (platform: Platform, { ingest }: IntelNeeds): ModuleParts<IntelAsks> => {
  const { records, log, pipeline } = platform;
  const loaded = openLoadedMatcher(platform, (packed) => pipeline.broadcast(STAGE, packed));
  const uses = intelUses(platform, loaded);
  const tell = tellHits(records, ingest.record);
  let stage: ReturnType<typeof openMatchStage> | undefined;
  return {
    asks: { active: async () => loaded.about().indicators },
    routes: intelRoutes(uses),
    checks: intelChecks({
      feeds: uses.feeds.feeds,
      loaded: loaded.about,
      newest: uses.sightings.newest,
    }),
    jobs: [
      { name: 'poll-due', cron: '* * * * *', run: pollDue(platform, SYSTEM_ACTOR) },
      // What expired leaves the memory; it stopped matching before, at its very second.
      { name: 'reload', cron: '17 * * * *', run: () => loaded.reload() },
      { name: 'run', run: runImport(platform, loaded), timeLimitSeconds: 6 * HOURS },
      { name: 'look-back', run: lookBack(platform, tell), timeLimitSeconds: 6 * HOURS },
    ],
    start: async () => {
      await loaded.reload();
      stage = openMatchStage({ platform, packed: loaded.packed, tell, log });
      pipeline.use(stage as Stage);
    },
    stop: async () => {
      await stage?.close();
    },
  };
};
