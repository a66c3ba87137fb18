import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventBlock, eventsTable, migrationsFolder, openEvents, type Events } from '../../platform/events/src/index.ts';
import { eventOf, GENERATOR } from './events.ts';

/** The loaded store, and how fast the load was when it was made. */
export interface LoadedStore {
  readonly events: Events;
  readonly loadRowsPerS: number;
}

const BLOCK_ROWS = 100_000;
const MEMORY_MB = 3_072;

const open = async (folder: string): Promise<Events> => {
  const quiet = (): void => undefined;
  const events = await openEvents({
    store: { kind: 'folder', dataDir: folder },
    memoryMb: MEMORY_MB,
    log: {
      debug: quiet,
      info: quiet,
      warn: (text, fields) => console.error(text, fields),
      error: (text, fields) => console.error(text, fields),
    },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
  });
  await events.migrate(migrationsFolder);
  return events;
};

const fill = async (events: Events, begin: number, rows: number): Promise<number> => {
  const started = performance.now();
  const block = eventBlock();
  let sending: Promise<void> = Promise.resolve();
  for (let first = begin; first < rows; first += BLOCK_ROWS) {
    const last = Math.min(rows, first + BLOCK_ROWS);
    for (let n = first; n < last; n += 1) block.add(eventOf(n));
    const bytes = new Uint8Array(block.finish());
    // One block is stored while the next is made.
    await sending;
    sending = events.insertBlocks(eventsTable, [bytes], { token: `bench:${first}` });
    if (first % (20 * BLOCK_ROWS) === 0)
      console.error(`loaded ${first.toLocaleString('en')} of ${rows.toLocaleString('en')} events`);
  }
  await sending;
  return ((rows - begin) / (performance.now() - started)) * 1000;
};

// Stored events of another table structure would be refused by the migrations, and measured wrongly.
const structure = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const name of (await readdir(migrationsFolder)).toSorted())
    hash.update(await readFile(join(migrationsFolder, name)));
  return hash.digest('hex');
};

/**
 * Opens the stored events of this generator, or loads `rows` events. All but the last block have been merged as the
 * store does with every day that is over; the last one is as it arrived, without a text index.
 */
export const loadStore = async (folder: string, rows: number): Promise<LoadedStore> => {
  const stamp = join(folder, 'loaded.json');
  const wanted = { generator: `${GENERATOR} ${await structure()}`, rows };
  const found: unknown = await readFile(stamp, 'utf8').then(JSON.parse, () => undefined);
  const before = found as { generator?: string; rows?: number; loadRowsPerS?: number } | undefined;
  if (before?.generator === wanted.generator && before.rows === rows && before.loadRowsPerS !== undefined) {
    return { events: await open(folder), loadRowsPerS: before.loadRowsPerS };
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const events = await open(folder);
  const merged = Math.max(0, rows - BLOCK_ROWS);
  const loadRowsPerS = Math.round(await fill(events, 0, merged));
  await events.consolidate();
  await fill(events, merged, rows);
  await writeFile(stamp, JSON.stringify({ ...wanted, loadRowsPerS }));
  return { events, loadRowsPerS };
};
