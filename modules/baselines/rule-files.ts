import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** Behaviour rules of ours, with their timelines beside them. */
export const OWN_BASELINES = fileURLToPath(new URL('../../content/behaviour/', import.meta.url));

/** The rule files of a folder in order of their names. */
export const readRuleFiles = async (folder: string = OWN_BASELINES): Promise<{ path: string; yaml: string }[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yml')).toSorted();
  return Promise.all(names.map(async (path) => ({ path, yaml: await readFile(join(folder, path), 'utf8') })));
};
