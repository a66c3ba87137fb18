import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Blobs } from '@chedun/blobs';
import type { Events } from '@chedun/events';

/** Where cold files come from and where the event store reads them. */
interface Place {
  readonly blobs: Blobs;
  readonly events: Pick<Events, 'cold'>;
}

/** Bytes of Parquet files that lie ready for searches. */
const MOST_READY_BYTES = 2 * 1024 ** 3;

/** Name under which the event store finds the Parquet file of a blob. */
export const readyName = (blob: string): string =>
  blob.replace('retention/cold/', '').replace('.parquet', '').replaceAll('/', '-') + '.parquet';

/** Puts a Parquet file where the event store reads it; the file may lie there from an earlier search. */
export const makeReady = async ({ blobs, events }: Place, blob: string): Promise<string> => {
  const name = readyName(blob);
  const path = join(events.cold, name);
  const info = await blobs.info(blob);
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined && there.size === info?.bytes) return name;
  await mkdir(events.cold, { recursive: true, mode: 0o755 });
  await pipeline(await blobs.get(blob), createWriteStream(`${path}.draft`, { mode: 0o644 }));
  await rename(`${path}.draft`, path);
  return name;
};

/** Removes files that no search needs now, oldest first, until the rest is small enough. */
export const makeRoom = async ({ events }: Pick<Place, 'events'>, needed: ReadonlySet<string>): Promise<void> => {
  const names = await readdir(events.cold).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(events.cold, name));
      return { name, size: found.size, at: found.mtimeMs };
    }),
  );
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.toSorted((a, b) => a.at - b.at)) {
    if (total <= MOST_READY_BYTES) return;
    if (needed.has(name)) continue;
    await rm(join(events.cold, name), { force: true });
    total -= size;
  }
};
