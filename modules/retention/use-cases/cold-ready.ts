import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '@chedun/kernel';
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

/** How many readers are at work on a file: none of these is removed. */
const readers = new Map<string, number>();

/** Keeps files where they are until `release`. */
export const pinned = (names: readonly string[]): { readonly release: () => void } => {
  const count = (by: 1 | -1): void => {
    for (const name of names) {
      const left = (readers.get(name) ?? 0) + by;
      if (left > 0) readers.set(name, left);
      else readers.delete(name);
    }
  };
  count(1);
  let held = true;
  return {
    release: () => {
      if (held) count(-1);
      held = false;
    },
  };
};

/**
 * Puts a Parquet file where the event store reads it; the file may lie there from an earlier search. With its digest, a copy
 * is compared with it: throws `retention.cold-damaged`.
 */
export const makeReady = async ({ blobs, events }: Place, blob: string, sm3?: string): Promise<string> => {
  const name = readyName(blob);
  const path = join(events.cold, name);
  const info = await blobs.info(blob);
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined && there.size === info?.bytes) return name;
  if (info === undefined) throw new DomainError('retention.cold-damaged', { field: blob });
  await mkdir(events.cold, { recursive: true, mode: 0o755 });
  // Two readers may want the same file at once.
  const draft = `${path}.${randomUUID()}.draft`;
  const hash = createHash('sm3');
  const hashed = new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      hash.update(piece);
      done(null, piece);
    },
  });
  try {
    await pipeline(await blobs.get(blob), hashed, createWriteStream(draft, { mode: 0o644 }));
    if (sm3 !== undefined && hash.digest('hex') !== sm3)
      throw new DomainError('retention.cold-damaged', { field: blob });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
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
    if (needed.has(name) || readers.has(name)) continue;
    await rm(join(events.cold, name), { force: true });
    total -= size;
  }
};
