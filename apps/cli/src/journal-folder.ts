import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cliError } from './errors.ts';

const NAME = /^[a-z0-9-]{1,32}$/;

const holdsSegments = async (folder: string): Promise<boolean> =>
  (await readdir(folder)).some((name) => name.endsWith('.seg'));

/** Streams that a data folder holds, by name. Throws `cli.journal-missing` where there is none. */
export const journalStreams = async (dataDir: string): Promise<string[]> => {
  const folder = join(dataDir, 'journal');
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const streams: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory() && NAME.test(entry.name)))
    if (await holdsSegments(join(folder, name))) streams.push(name);
  if (streams.length === 0) throw cliError('cli.journal-missing', { file: folder });
  return streams.toSorted();
};
