import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeFiles, replaceFile } from '@chedun/journal/seal';

/** A checkpoint that does not fit what the log signed before. */
export interface Conflict {
  readonly at: string;
  readonly kind: string;
  readonly origin: string;
  /** The checkpoint that was signed before, and the one that does not follow it. */
  readonly known: string;
  readonly refused: string;
}

/** What a witness remembers; durable before it answers. */
export interface WitnessBook {
  readonly known: (origin: string) => Promise<string | undefined>;
  readonly keep: (origin: string, note: string) => Promise<void>;
  readonly keepConflict: (conflict: Conflict) => Promise<void>;
  readonly conflicts: () => Promise<readonly Conflict[]>;
}

/** Conflicts that are kept; further ones add nothing to the proof. */
const MOST_CONFLICTS = 1000;

const nameOf = (origin: string): string => `${createHash('sha256').update(origin).digest('hex')}.note`;

const textOf = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });

/** Opens the book in a folder. */
export const openWitnessBook = async (folder: string): Promise<WitnessBook> => {
  const logs = join(folder, 'logs');
  const refused = join(folder, 'conflicts');
  await mkdir(logs, { recursive: true, mode: 0o750 });
  await mkdir(refused, { recursive: true, mode: 0o750 });
  const names = async (): Promise<string[]> =>
    (await readdir(refused)).filter((name) => name.endsWith('.json')).toSorted();
  return {
    known: (origin) => textOf(join(logs, nameOf(origin))),
    keep: (origin, note) => replaceFile(nodeFiles, join(logs, nameOf(origin)), Buffer.from(note)),
    keepConflict: async (conflict) => {
      const count = (await names()).length;
      if (count >= MOST_CONFLICTS) return;
      const name = `${String(count + 1).padStart(6, '0')}.json`;
      await replaceFile(nodeFiles, join(refused, name), Buffer.from(`${JSON.stringify(conflict, undefined, 2)}\n`));
    },
    conflicts: async () =>
      Promise.all(
        (await names()).map(async (name) => JSON.parse((await textOf(join(refused, name))) ?? '{}') as Conflict),
      ),
  };
};
