import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../errors.ts';
import { nodeFiles, replaceFile } from '../files.ts';

const NEWEST = 'checkpoint';
const COSIGNED = 'checkpoint.cosigned';
const FOLDER = 'checkpoints';
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A day of checkpoints every ten seconds takes about 6 MB. */
const MAX_DAY = 64 * 1024 * 1024;

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const appendDurably = async (path: string, text: string): Promise<void> => {
  const handle = await open(path, 'a', 0o640);
  try {
    await handle.appendFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
};

/** Days (UTC) of which checkpoints are kept. */
export const checkpointDays = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(join(folder, FOLDER)).catch(() => []);
  return names.filter((name) => DAY.test(name)).toSorted();
};

/** Text and signatures of a note make one entry, entries are set apart by an empty line. A torn last entry is left out. */
const notesIn = (day: string): string[] => {
  const parts = day.split('\n\n');
  const notes: string[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [text = '', signatures = ''] = parts.slice(at, at + 2);
    if (at + 2 < parts.length) notes.push(`${text}\n\n${signatures}\n`);
  }
  return notes;
};

/** Checkpoints of one day, oldest first. */
export const checkpointsOf = async (folder: string, day: string): Promise<readonly string[]> => {
  const text = DAY.test(day) ? await textOf(join(folder, FOLDER, day)) : undefined;
  return text === undefined ? [] : notesIn(text.slice(0, MAX_DAY));
};

/** The newest checkpoint of the log; undefined before the first. */
export const newestCheckpoint = (folder: string): Promise<string | undefined> => textOf(join(folder, NEWEST));

/** The newest checkpoint that witnesses signed, with their signatures. */
export const cosignedCheckpoint = (folder: string): Promise<string | undefined> => textOf(join(folder, COSIGNED));

/** Keeps a checkpoint: first in the book of its day, then as the newest. Durable when it resolves. `day` is UTC, YYYY-MM-DD. */
export const publishCheckpoint = async (folder: string, note: string, day: string): Promise<void> => {
  await mkdir(join(folder, FOLDER), { recursive: true, mode: 0o750 });
  await appendDurably(join(folder, FOLDER, day), `${note}\n`);
  await nodeFiles.syncFolder(join(folder, FOLDER));
  await replaceFile(nodeFiles, join(folder, NEWEST), Buffer.from(note));
};

/** Keeps a checkpoint with the signatures of witnesses. */
export const keepCosigned = (folder: string, note: string): Promise<void> =>
  replaceFile(nodeFiles, join(folder, COSIGNED), Buffer.from(note));
