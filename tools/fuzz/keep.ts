import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { Failure } from './protocol.ts';
import { hexBytes } from './target.ts';

const ROOT = new URL('../../', import.meta.url);

/** Writes the input of a failure into the folder of its library; answers the path from the root, or nothing without input. */
export const keepInput = async (failure: Failure, seed: number): Promise<string | undefined> => {
  const { hex, keep, target, index, kind } = failure;
  if (hex === '') return undefined;
  const path = `${keep}/${target}.${seed}-${index}.hex`;
  await mkdir(new URL(keep, ROOT), { recursive: true });
  await writeFile(new URL(path, ROOT), `# ${kind}\n${hex.replaceAll(/.{1,120}/g, '$&\n')}`);
  return path;
};

/** Inputs that once failed a target, by file name. */
export const keptInputs = async (keep: string, target: string): Promise<ReadonlyMap<string, Uint8Array>> => {
  const folder = new URL(`${keep}/`, ROOT);
  const names = await readdir(folder).catch(() => []);
  const kept = new Map<string, Uint8Array>();
  for (const name of names) {
    if (!name.startsWith(`${target}.`)) continue;
    const lines = (await readFile(new URL(name, folder), 'utf8')).split('\n').filter((line) => !line.startsWith('#'));
    kept.set(name, hexBytes(lines.join('')));
  }
  return kept;
};
