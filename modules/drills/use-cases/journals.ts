import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal, type Journal } from '@chedun/journal';
import type { Clock } from '@chedun/kernel';

/** The journals of runs that are at work: one folder each, beside and never in the journals of the platform. */
export interface RunJournals {
  readonly of: (run: string) => Promise<Journal>;
  /** Closes it and removes its files: the results are kept, and the scenario makes the same records again. */
  readonly drop: (run: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens journals below `folder` when they are first wanted. */
export const openRunJournals = (folder: string, clock: Clock): RunJournals => {
  const open = new Map<string, Promise<Journal>>();
  const dirOf = (run: string): string => join(folder, run);
  const closeOne = async (run: string): Promise<void> => {
    const journal = await open.get(run)?.catch(() => undefined);
    open.delete(run);
    await journal?.close();
  };
  return {
    of: (run) => {
      const known = open.get(run) ?? openJournal({ dir: dirOf(run), stream: 'drill', clock });
      open.set(run, known);
      known.catch(() => open.delete(run));
      return known;
    },
    drop: async (run) => {
      await closeOne(run);
      await rm(dirOf(run), { recursive: true, force: true });
    },
    close: async () => {
      for (const run of open.keys()) await closeOne(run);
    },
  };
};
