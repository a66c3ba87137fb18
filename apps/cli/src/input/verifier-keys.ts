import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@chedun/journal/seal';
import { parseVerifierKey, type VerifierKey } from '@chedun/merkle';
import { fileError } from '../errors.ts';

const MAX_LINES = 200;

/** Keys in a file, one a line; empty lines and lines that begin with # are left out. Throws `merkle.bad-key`. */
export const readVerifierKeys = async (file: string): Promise<readonly VerifierKey[]> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(0, MAX_LINES)
    .map((line) => parseVerifierKey(sha256, line));
};

/** The keys that lie beside a log: good for finding damage, no proof against somebody who could change them too. */
export const keysBeside = (dir: string, stream: string): Promise<readonly VerifierKey[]> =>
  readVerifierKeys(join(dir, 'seal', stream, 'keys.txt'));
