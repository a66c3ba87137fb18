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
  await events.migrate(migrationsFolder);
  return {
    events,
    dataDir: folder,
    stop: async () => {
      await events.close();
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};
