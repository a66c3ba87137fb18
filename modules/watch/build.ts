import type { AssetsAsks } from '@chedun/assets/contract';
import type { CampaignState } from '@chedun/behaviour';
import { findingsReported, type GovernanceAsks } from '@chedun/governance/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import type { Stage } from '@chedun/pipeline';
import type { Tx } from '@chedun/records';
import { z } from 'zod';
import { watchChecks, type Fed } from './checks.ts';
import { WATCH_SOURCE, type WatchAsks } from './contract.ts';
import { openCountries } from './countries.ts';
import { catalogued } from './domain/catalogue.ts';
import { openPeerGroups } from './peer-groups.ts';
import { openRegions, type Regions } from './regions.ts';
import { campaignReadModel } from './read-campaigns.ts';
import { detectorReadModel } from './read-detectors.ts';
import { watchRoutes } from './routes.ts';
import { openBehaviourStage } from './stages/behaviour.ts';
import { putCampaigns, readDetectors, readMemory, saveMemory, type SignatureName } from './store.ts';
import type { WatchTables } from './tables.ts';
import { changeDetector } from './use-cases/change-detector.ts';
import { watchRules } from './use-cases/watch-rules.ts';
import { openWatcher, type Watcher } from './watcher.ts';

/** Modules that this one asks. */
export interface WatchNeeds {
  readonly assets: AssetsAsks;
  readonly governance: GovernanceAsks;
  readonly ingest: IngestAsks;
}

/** A reported speed that is older than this says nothing about now. */
const SPEED_AGE_MS = 60_000;

/** Records that wait in a job. */
const Records = z.array(z.record(z.string(), z.unknown()));

const speedOf =
  (ingest: IngestAsks) =>
  (vin: string, at: number): number | undefined => {
    const state = ingest.vehicleState(vin);
    if (state === undefined || state.speedKmh === null) return undefined;
    return Math.abs(at - Date.parse(state.at)) <= SPEED_AGE_MS ? state.speedKmh : undefined;
  };

/** Region of the last position that a vehicle reported, '' without one. */
const placeOf =
  (ingest: IngestAsks, regions: Pick<Regions, 'regionOf'>) =>
  (vin: string): string => {
    const { lat = null, lon = null } = ingest.vehicleState(vin) ?? {};
    return lat === null || lon === null ? '' : regions.regionOf(lat, lon);
  };

const nameOf =
  (names: ReadonlyMap<string, SignatureName>) =>
  (signature: string): SignatureName => {
    const entry = catalogued(signature);
    if (entry) return { kind: 'signal', zh: entry.title.zh, en: entry.title.en, severity: entry.level };
    return names.get(signature) ?? { kind: 'rule', zh: signature, en: signature, severity: 'medium' };
  };

const fedOf = async ({ records }: Platform): Promise<Fed> => {
  const rows = await records.read<WatchTables>().selectFrom('watch.fed').selectAll().execute();
  return new Map(rows.map(({ kind, at, count }) => [kind, { at: at.getTime(), count }]));
};

const loadWatcher = async ({ records }: Platform, watcher: Watcher): Promise<void> => {
  watcher.behaviour.load(await readMemory(records));
  for (const [id, row] of await readDetectors(records)) watcher.behaviour.configure(id, row);
};

/** Builds the module from the platform. */
export const buildWatch = (platform: Platform, { assets, governance, ingest }: WatchNeeds): ModuleParts<WatchAsks> => {
  const { records, clock, log, pipeline, newId, jobs } = platform;
  const countries = openCountries(records, clock.now);
  const regions = openRegions(records, clock.now);
  const groups = openPeerGroups(assets, placeOf(ingest, regions));
  const names = new Map<string, SignatureName>();
  const world = {
    countryOf: countries.countryOf,
    homeCountries: countries.home,
    speedOf: speedOf(ingest),
    groupOf: groups.groupOf,
  };
  const watcher = openWatcher(world, nameOf(names));
  const { behaviour } = watcher;
  const detectors = detectorReadModel({ records, governance, behaviour, now: clock.now });
  const campaigns = campaignReadModel(records, clock.now);
  const keepCampaigns = (tx: Tx, changed: readonly CampaignState[]): Promise<void> =>
    putCampaigns(tx, changed, nameOf(names), newId);
  let stage: ReturnType<typeof openBehaviourStage> | undefined;
  return {
    asks: { detectors: detectors.list, runningCampaigns: campaigns.running },
    routes: watchRoutes({ detectors, campaigns, countries, regions, change: changeDetector({ records, behaviour }) }),
    checks: watchChecks({
      detectors: detectors.list,
      fed: () => fedOf(platform),
      roadUnits: ingest.roadUnitCounts,
      now: clock.now,
    }),
    reactions: [
      {
        name: 'watch-rules',
        on: findingsReported,
        react: watchRules({
          watcher,
          groups,
          names,
          keepCampaigns,
          tellLater: (told, tx) => jobs.send('watch/tell', told, { tx }),
          now: clock.now,
        }),
      },
    ],
    jobs: [{ name: 'tell', run: async (told) => ingest.record(WATCH_SOURCE, Records.parse(told)) }],
    start: async () => {
      await countries.load();
      await regions.load();
      await loadWatcher(platform, watcher);
      stage = openBehaviourStage({ records, watcher, groups, record: ingest.record, keepCampaigns, clock, log });
      pipeline.use(stage as Stage);
    },
    stop: async () => {
      await stage?.close();
      await records.transaction((tx) => saveMemory(tx, behaviour.save(), clock.now()));
    },
  };
};
