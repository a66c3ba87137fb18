import { fixedClock } from '@chedun/kernel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Events, EventsLog } from '../events.ts';
import { migrationsFolder } from '../migrations-folder.ts';
import { openEvents } from '../open-events.ts';

/** A log that says nothing. */
export const silentLog: EventsLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A running embedded store of its own, with the tables. */
export interface TestStore {
  readonly events: Events;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
}

/** Opens an embedded store in `dataDir`, or in a new folder that `stop` removes. */
export const openTestStore = async (dataDir?: string): Promise<TestStore> => {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'events-')));
  const events = await openEvents({
    store: { kind: 'folder', dataDir: folder },
    memoryMb: 1024,
    log: silentLog,
    clock: fixedClock(0),
  });
  await events.migrate(migrationsFolder).catch(async (error: unknown) => {
    await events.close();
    throw error;
  });
  return {
    events,
    dataDir: folder,
    stop: async () => {
      await events.close();
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A store of the contract tests: the embedded one, and a ClickHouse server where one was named. */
export interface ContractStore {
  readonly name: string;
  /** Undefined = this store is not here; the tests are reported as skipped. */
  readonly open: (() => Promise<TestStore>) | undefined;
}

const openServer = async (url: string): Promise<TestStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'events-'));
  const events = await openEvents({
    store: { kind: 'url', url, dataDir: folder },
    memoryMb: 1024,
    log: silentLog,
    clock: fixedClock(0),
  });
  await events.migrate(migrationsFolder);
  await events.clear();
  const stop = async (): Promise<void> => {
    await events.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { events, dataDir: folder, stop };
};

/**
 * The stores that the contract holds for.
 * @param serverUrl `CHEDUN_EVENTS_URL`: a ClickHouse server whose tables may be emptied
 */
export const contractStores = (serverUrl: string | undefined): readonly ContractStore[] => [
  { name: 'embedded', open: () => openTestStore() },
  {
    name: 'ClickHouse server (CHEDUN_EVENTS_URL)',
    open: serverUrl === undefined || serverUrl === '' ? undefined : () => openServer(serverUrl),
  },
];
