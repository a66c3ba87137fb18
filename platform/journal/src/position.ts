import { basename, dirname } from 'node:path';
import { errnoOf, journalError } from './errors.ts';
import { nodeFiles, readFully, replaceFile } from './files.ts';
import type { JournalFiles } from './files.ts';

/** How far a consumer of a journal has come; survives crashes and power cuts. */
export interface Position {
  /** Last frame that the consumer is done with; 0 before the first. */
  readonly seq: () => number;
  /**
   * Makes a new value durable. Calls that come while a write is under way share the next one, so this may be called
   * as often as wanted. Rejects when the file cannot be written; the old value is then still there.
   */
  readonly save: (seq: number) => Promise<void>;
}

const MAX_FILE = 256;

/**
 * Opens the position file of one consumer; without a file the position is 0. `journal` is the id of the journal it
 * belongs to: a file of another journal is refused with `journal.ahead`, because its numbers mean nothing here.
 */
export const openPosition = async (
  path: string,
  journal: string,
  files: JournalFiles = nodeFiles,
): Promise<Position> => {
  await files.makeFolder(dirname(path));
  let current = await load(files, path, journal);
  let wanted = current;
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  const write = async (after: Promise<void> | undefined): Promise<void> => {
    await after?.catch(() => undefined);
    following = undefined;
    const seq = wanted;
    running = replaceFile(files, path, Buffer.from(`chedun-position 1 ${journal} ${seq}\n`));
    await running;
    current = seq;
  };
  return {
    seq: () => current,
    save: (seq) => {
      wanted = seq;
      following ??= write(running);
      return following;
    },
  };
};

const load = async (files: JournalFiles, path: string, journal: string): Promise<number> => {
  const text = await readText(files, path);
  if (text === undefined) return 0;
  const match = /^chedun-position 1 (\S+) (\d{1,15})\n$/.exec(text);
  if (match === null)
    throw journalError('journal.position_damaged', { file: path, reason: `${basename(path)} is no position` });
  if (match[1] !== journal)
    throw journalError('journal.ahead', { file: path, reason: 'it belongs to another journal' });
  return Number(match[2]);
};

const readText = async (files: JournalFiles, path: string): Promise<string | undefined> => {
  try {
    const file = await files.open(path, 'read');
    try {
      const bytes = Buffer.alloc(MAX_FILE);
      return bytes.toString('utf8', 0, await readFully(file, bytes, 0));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};
