import { openFolderBlobs } from '@chedun/blobs';
import { loadConfig } from '@chedun/config';
import { openJobs } from '@chedun/jobs';
import type { fixedClock } from '@chedun/kernel';
import { openFileKeys } from '@chedun/keys';
import { openMetrics } from '@chedun/log';
import { silentLog, testDatabase } from '@chedun/records/testing';
import type { TestDatabase } from '@chedun/records/testing';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Platform } from '../define.ts';
import { uuidV7 } from '../uuid.ts';

/** A platform for the tests of modules: real records, jobs, keys and blobs in a database and a folder of their own. */
export interface TestPlatform {
  readonly platform: Platform;
  readonly database: TestDatabase;
  /** Stands at Monday 2026-11-23 09:00 in Shanghai until the test moves it. */
  readonly clock: ReturnType<typeof fixedClock>;
  /** Private folder of this test file. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

type Absent = 'journals' | 'pipeline' | 'bus' | 'events';

/**
 * Opens a platform for one test file. The parts that carry the firehose (journals, pipeline, bus, events) are absent
 * unless the test opens them and hands them in; touching an absent one fails with its name.
 */
export const testPlatform = async (given: Partial<Platform> = {}): Promise<TestPlatform> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chedun-test-'));
  const database = await testDatabase();
  const { records, clock } = database;
  const newId = uuidV7(clock, randomBytes);
  const metrics = openMetrics();
  const jobs = openJobs({ records, log: silentLog, metrics, pollSeconds: 0.5 });
  const { config } = await loadConfig({ argv: ['--data-dir', folder, '--no-demo-seed'], env: {}, cwd: folder });
  const keys = await openFileKeys({
    folder: path.join(folder, 'keys'),
    passphrase: 'test',
    clock,
    randomBytes,
    log: silentLog,
  });
  const blobs = await openFolderBlobs({ folder: path.join(folder, 'blobs'), newId });
  const real = { config, clock, newId, randomBytes, log: silentLog, metrics, records, jobs, blobs, keys };
  return {
    platform: { ...absentParts, ...real, ...given },
    database,
    clock,
    folder,
    close: async () => {
      await jobs.stop(1_000);
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const absent = (name: Absent): never =>
  new Proxy(Object.create(null) as object, {
    get: (_, property) => {
      // A promise chain asks every value for `then`.
      if (property === 'then') return undefined;
      throw new Error(`this test platform has no ${name}; open it and hand it to testPlatform`);
    },
  }) as never;

const absentParts: Pick<Platform, Absent> = {
  journals: absent('journals'),
  pipeline: absent('pipeline'),
  bus: absent('bus'),
  events: absent('events'),
};
