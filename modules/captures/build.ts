import type { ModuleParts, Platform } from '@chedun/module';
import { capturesAsks } from './asks.ts';
import { capturesChecks } from './checks.ts';
import type { CapturesAsks } from './contract.ts';
import { capturesRoutes } from './routes.ts';
import { createRunningTasks } from './running.ts';
import { analyseCapture } from './use-cases/analyse-capture.ts';
import { discoveryFacts, tellUnregistered } from './use-cases/discover-hosts.ts';
import { trainModel } from './use-cases/train-model.ts';
import { capturesUses, type OtherModules } from './uses.ts';

/** Builds the module. */
export const buildCaptures = (platform: Platform, others: OtherModules): ModuleParts<CapturesAsks> => {
  const { records } = platform;
  const { assetByHost } = others.assets;
  const { record } = others.ingest;
  const running = createRunningTasks();
  const uses = capturesUses(platform, others, running);
  const { reads, models } = uses;
  const unregistered = tellUnregistered({ records, assetByHost, record });
  return {
    asks: capturesAsks(records),
    routes: capturesRoutes(uses),
    jobs: [
      { name: 'analyse', run: analyseCapture({ platform, record, models, running, unregistered }) },
      { name: 'train', run: trainModel({ platform, reads, models, running }) },
    ],
    checks: capturesChecks(discoveryFacts({ records, assetByHost })),
    stop: () => running.stopAll(),
  };
};
