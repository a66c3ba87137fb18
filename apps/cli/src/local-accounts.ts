import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openFolderBlobs } from '@chedun/blobs';
import type { Config } from '@chedun/config';
import { identityModule } from '@chedun/identity';
import { openJobs } from '@chedun/jobs';
import { openJournal, type Journal } from '@chedun/journal';
import { openKeys } from '@chedun/keys';
import { openLog, openMetrics } from '@chedun/log';
import { compose, uuidV7, type Platform } from '@chedun/module';
import { openRecords, type Records } from '@chedun/records';
import type { Context } from './context.ts';
import { journalStreams } from './journal-folder.ts';

/** A part of the platform that accounts do not need; touching it fails with its name. */
const absent = (name: string): never =>
  new Proxy(Object.create(null) as object, {
    get: (_, property) => {
      // A promise chain asks every value for `then`.
      if (property === 'then') return undefined;
      throw new Error(`${name} is not open here`);
    },
  }) as never;

const log = () => openLog({ level: 'silent', file: undefined });

const platformOf = async (
  { clock }: Context,
  config: Config,
  open: { readonly records: Records; readonly journal: Journal },
): Promise<Platform> => {
  const { records, journal } = open;
  const newId = uuidV7(clock, randomBytes);
  const metrics = openMetrics();
  return {
    config,
    clock,
    newId,
    randomBytes,
    log: log(),
    metrics,
    records,
    jobs: openJobs({ records, log: log(), metrics }),
    journals: { network: journal, telemetry: journal },
    pipeline: absent('pipeline'),
    bus: absent('bus'),
    events: absent('events'),
    blobs: await openFolderBlobs({ folder: join(config.dataDir, 'blobs'), newId }),
    keys: await openKeys({
      folder: join(config.dataDir, 'keys'),
      settings: config.keys,
      clock,
      randomBytes,
      log: log(),
    }),
  };
};

/**
 * The way out for people who are locked out and have access to the machine: unlocks an account and gives it a one-time
 * password, with a line in the audit trail. The server must be stopped (`journal.locked`), because it holds the folder.
 */
export const resetPasswordLocally = async (context: Context, config: Config, name: string): Promise<string> => {
  const [stream = 'network'] = await journalStreams(config.dataDir);
  const journal = await openJournal({ dir: join(config.dataDir, 'journal'), stream, clock: context.clock });
  const newId = uuidV7(context.clock, randomBytes);
  try {
    const { dataDir } = config;
    const records = await openRecords({ dataDir, url: config.records.url, log: log(), clock: context.clock, newId });
    try {
      const composition = await compose([identityModule], await platformOf(context, config, { records, journal }));
      return (await composition.asksOf(identityModule).resetPasswordLocally(name)).oneTimePassword;
    } finally {
      await records.close();
    }
  } finally {
    await journal.close();
  }
};
