import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  blankEvent,
  eventBlock,
  eventsTable,
  migrationsFolder,
  openEvents,
  type Events,
} from '../../platform/events/src/index.ts';
import { readZip } from '../sigma-data.ts';

/** A store with real Windows events, repeated until there are enough. */
export interface WindowsStore {
  readonly events: Events;
  /** Event times, milliseconds since 1970 UTC. */
  readonly range: { readonly from: number; readonly to: number };
}

const FROM = Date.UTC(2026, 10, 1);
const STEP_MS = 86;
const BLOCK_ROWS = 50_000;

const open = async (folder: string): Promise<Events> => {
  const quiet = (): void => undefined;
  const loud = (text: string, fields?: object): void => console.error(text, fields);
  const events = await openEvents({
    store: { kind: 'folder', dataDir: folder },
    memoryMb: 3_072,
    log: { debug: quiet, info: quiet, warn: loud, error: loud },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
  });
  await events.migrate(migrationsFolder);
  return events;
};

/** Opens the store of an earlier run, or loads `rows` events. */
export const loadWindows = async (folder: string, dataDir: string, rows: number): Promise<WindowsStore> => {
  const stamp = join(folder, 'loaded.json');
  const range = { from: FROM, to: FROM + rows * STEP_MS };
  const done = await readFile(stamp, 'utf8').then(
    (text) => text === JSON.stringify({ rows }),
    () => false,
  );
  if (done) return { events: await open(folder), range };
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const events = await open(folder);
  const lines = (await readZip(dataDir)).flatMap((file) => file.lines);
  const block = eventBlock();
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    for (let n = first; n < Math.min(rows, first + BLOCK_ROWS); n += 1) {
      const time = FROM + n * STEP_MS;
      const body = lines[n % lines.length] ?? '';
      block.add({ ...blankEvent, journal: 'bench', seq: n + 1, time, received: time, format: 'windows-json', body });
    }
    await events.insertBlocks(eventsTable, [new Uint8Array(block.finish())], { token: `windows:${first}` });
  }
  await writeFile(stamp, JSON.stringify({ rows }));
  return { events, range };
};
