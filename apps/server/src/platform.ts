import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolderBlobs } from '@chedun/blobs';
import { openLocalBus } from '@chedun/bus';
import type { Config } from '@chedun/config';
import { migrationsFolder, openEvents, type Events } from '@chedun/events';
import type { ReadinessCheck } from '@chedun/http';
import { openJobs } from '@chedun/jobs';
import { openJournal, type Journal } from '@chedun/journal';
import { openKeys, type Keys } from '@chedun/keys';
import type { Clock } from '@chedun/kernel';
import { openLog, openMetrics } from '@chedun/log';
import { uuidV7, type Platform } from '@chedun/module';
import { createPipeline } from '@chedun/pipeline';
import { openRecords, type Records } from '@chedun/records';
import { openSecondCopy } from './second-copy.ts';

/** The platform of this process and the way to close it. */
export interface OpenedPlatform {
  readonly platform: Platform;
  /** Checks of parts that only the platform knows. */
  readonly readiness: readonly ReadinessCheck[];
  /** Closes everything, journals last: what was accepted is on disk before that anyway. */
  readonly close: () => Promise<void>;
}

/** What the entry point brings from outside. */
export interface Surroundings {
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}

interface Stores {
  readonly keys: Keys;
  readonly records: Records;
  readonly events: Events;
  readonly journals: Readonly<Record<'network' | 'telemetry', Journal>>;
}

const openStores = async (
  config: Config,
  log: Platform['log'],
  clock: Clock,
  newId: () => string,
  keysOpened: () => Promise<Keys>,
): Promise<Stores> => {
  const dir = join(config.dataDir, 'journal');
  // The journals come first: their lock tells a second process on the same folder at once.
  const network = await openJournal({ dir, stream: 'network', clock });
  const telemetry = await openJournal({ dir, stream: 'telemetry', clock });
  const store =
    config.events.url === undefined
      ? ({ kind: 'folder', dataDir: config.dataDir } as const)
      : ({ kind: 'url', url: config.events.url, dataDir: config.dataDir } as const);
  const [records, events, keys] = await Promise.all([
    openRecords({ dataDir: config.dataDir, url: config.records.url, log, clock, newId }),
    openEvents({ store, memoryMb: config.events.memoryMb, log, clock }),
    // Deriving the key from its passphrase takes as long as the event store takes to open.
    keysOpened(),
  ]);
  await events.migrate(migrationsFolder);
  return { records, events, keys, journals: { network, telemetry } };
};

/** Opens everything outside in the order in which it is needed. */
export const openPlatform = async (config: Config, { clock, randomBytes }: Surroundings): Promise<OpenedPlatform> => {
  await mkdir(config.dataDir, { recursive: true });
  const log = openLog({ level: config.log.level, file: config.log.file });
  const metrics = openMetrics();
  const newId = uuidV7(clock, randomBytes);
  const stores = await openStores(config, log, clock, newId, () =>
    openKeys({ folder: join(config.dataDir, 'keys'), settings: config.keys, clock, randomBytes, log }),
  );
  const { records, events, keys } = stores;
  const secondCopy = await openSecondCopy(config.bus, { log, metrics, clock });
  const journals = {
    network: secondCopy.guard(stores.journals.network),
    telemetry: secondCopy.guard(stores.journals.telemetry),
  };
  const blobs = await openFolderBlobs({ folder: join(config.dataDir, 'blobs'), newId });
  const jobs = openJobs({ records, log, metrics });
  const pipeline = createPipeline({ workers: config.pipeline.workers, log });
  const bus = openLocalBus({ journal: journals.network, positions: join(config.dataDir, 'bus') });
  const platform: Platform = {
    config,
    clock,
    newId,
    randomBytes,
    log,
    metrics,
    records,
    jobs,
    journals,
    pipeline,
    bus,
    events,
    blobs,
    keys,
  };
  return {
    platform,
    readiness: secondCopy.readiness,
    close: async () => {
      await events.close();
      await records.close();
      await Promise.all([journals.network.close(), journals.telemetry.close()]);
      await secondCopy.close();
    },
  };
};
