import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { intelError } from '../errors.ts';

/** A file of a folder. */
export interface FolderFile {
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** Everything up to this change was given, as text. */
  readonly reached: string;
}

const MOST_FILES = 10_000;

/**
 * Files below `intel/NAME` in the data folder that changed after `after` (milliseconds as text), oldest change first. Only
 * plain files of that very folder; names that begin with a dot and files that are still being written (`.part`, `.tmp`) are
 * passed over.
 */
export const folderFiles = async function* (
  dataDir: string,
  feed: { readonly collection: string; readonly after: string | undefined },
): AsyncGenerator<FolderFile> {
  const folder = path.join(dataDir, 'intel', feed.collection);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw intelError('intel.folder-unreadable', { file: `intel/${feed.collection}` }, error);
  });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !/\.(part|tmp)$/.test(entry.name))
    .map(({ name }) => name)
    .slice(0, MOST_FILES);
  const files = await Promise.all(
    names.map(async (name) => ({ name, changedAt: Math.floor((await stat(path.join(folder, name))).mtimeMs) })),
  );
  const after = Number(feed.after ?? -1);
  for (const { name, changedAt } of files.toSorted((a, b) => a.changedAt - b.changedAt)) {
    if (changedAt <= after) continue;
    yield { name, body: createReadStream(path.join(folder, name)), reached: String(changedAt) };
  }
};
