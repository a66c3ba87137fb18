import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cliError, fileError } from '../errors.ts';

const kindOf = async (path: string): Promise<'file' | 'folder'> => {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(path, error);
  });
  return found.isDirectory() ? 'folder' : 'file';
};

/** Rule files (.yml, .yaml) below a path, sorted; a file is itself. Throws `cli.rules-missing` where there is none. */
export const ruleFiles = async (path: string): Promise<string[]> => {
  if ((await kindOf(path)) === 'file') return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (files.length === 0) throw cliError('cli.rules-missing', { file: path });
  return files;
};
