import { fixedClock } from '@chedun/kernel';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { randomBytes, randomUUID } from 'node:crypto';
import { openRecords } from '../records.ts';
import type { MigrationSet, Records } from '../types.ts';
import { removeCluster, runMaintenance, sharedCluster } from './cluster.ts';

/** A database of its own for one test file, on real PostgreSQL. */
export interface TestDatabase {
  readonly records: Records;
  /** For a second pool or another process. */
  readonly url: string;
  /** The clock of `records`; stands still until the test moves it, unless the test gave another one. */
  readonly clock: ReturnType<typeof fixedClock>;
  readonly close: () => Promise<void>;
}

/** Monday 2026-11-23 09:00:00 in Shanghai. */
export const TEST_TIME = Date.UTC(2026, 10, 23, 1, 0, 0);

/** A logger that says nothing. */
export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};

/** Stops the PostgreSQL that {@link testDatabase} started, where no test runner does. */
export const stopTestDatabases = (): Promise<void> => removeCluster(process.ppid);

/** Makes an empty database in the PostgreSQL of the test run, applies the given migrations and opens it. */
export const testDatabase = async (
  options: { readonly migrations?: readonly MigrationSet[]; readonly clock?: Clock } = {},
): Promise<TestDatabase> => {
  const socketFolder = await sharedCluster(process.ppid);
  const name = `t_${randomBytes(8).toString('hex')}`;
  await runMaintenance(socketFolder, `create database ${name} template template0 strategy file_copy`);
  const url = `postgresql://chedun@/${name}?host=${encodeURIComponent(socketFolder)}`;
  const clock = fixedClock(TEST_TIME);
  const records = await openRecords({
    dataDir: '',
    url,
    log: silentLog,
    clock: options.clock ?? clock,
    newId: randomUUID,
    poolSize: 6,
  });
  await records.migrate(options.migrations ?? []);
  return {
    records,
    url,
    clock,
    close: async () => {
      await records.close();
      await runMaintenance(socketFolder, `drop database if exists ${name} with (force)`);
    },
  };
};
