import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFolderBlobs } from '@chedun/blobs';
import { loadConfig } from '@chedun/config';
import { openJobs } from '@chedun/jobs';
import { openFileKeys } from '@chedun/keys';
import { openMetrics } from '@chedun/log';
import type { Platform } from '@chedun/module';
import { openRecords } from '@chedun/records';

/** A platform with its own durable PostgreSQL, as `npm start` has it; without journals and event store. */
export interface BenchPlatform {
  readonly platform: Platform;
  readonly close: () => Promise<void>;
}

const log: Platform['log'] = {
  debug: () => {},
  info: () => {},
  warn: (message, fields) => console.error(message, fields),
  error: (message, fields) => console.error(message, fields),
  child: () => log,
};

/** Opens the platform in a folder that is gone afterwards. */
export const benchPlatform = async (): Promise<BenchPlatform> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chedun-bench-'));
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const newId = (): string => crypto.randomUUID();
  const { config } = await loadConfig({ argv: ['--data-dir', folder, '--no-demo-seed'], env: {}, cwd: folder });
  const records = await openRecords({ dataDir: folder, log, clock, newId });
  const metrics = openMetrics();
  const jobs = openJobs({ records, log, metrics });
  const keys = await openFileKeys({ folder: path.join(folder, 'keys'), passphrase: 'bench', clock, randomBytes, log });
  const blobs = await openFolderBlobs({ folder: path.join(folder, 'blobs'), newId });
  const real = { config, clock, newId, randomBytes, log, metrics, records, jobs, blobs, keys };
  return {
    // The parts that are left out are not touched by what is measured here.
    platform: real as unknown as Platform,
    close: async () => {
      await jobs.stop(1_000);
      await records.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
