import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { RuleFile } from './domain/read-rules.ts';

const MOST_BYTES = 512 * 1024;

/** Every rule file below a folder, in order of the path; files over 512 KiB are no rules. */
export async function* ruleFilesBelow(folder: string): AsyncGenerator<RuleFile> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    if (text.length <= MOST_BYTES) yield { path: relative(folder, file).split(sep).join('/'), text };
  }
}
