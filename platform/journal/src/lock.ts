import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, journalError } from './errors.ts';

/** Who holds a folder: process id and when that process started, so that a reused id is not taken for the holder. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

const ATTEMPTS = 5;

/**
 * Takes the lock file of a folder for this process, or refuses with `journal.locked` and the id of the process that
 * holds it. The file of a dead process is taken over. Limit: processes in different process-id namespaces that share
 * a folder do not see each other.
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  const path = join(folder, 'lock');
  const mine = `${path}.${randomUUID()}`;
  const text = describe({ pid: process.pid, started: await startOf(process.pid) });
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await writeFile(mine, text);
    if (await claimed(mine, path)) return () => rm(path, { force: true });
    await setAsideIfDead(path, mine);
  }
  throw journalError('journal.locked', { file: path, reason: 'the lock file keeps changing hands' });
};

/** A hard link appears whole or not at all, so a lock file is never seen half written. */
const claimed = async (mine: string, path: string): Promise<boolean> => {
  try {
    await link(mine, path);
    return true;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(mine, { force: true });
  }
};

const setAsideIfDead = async (path: string, mine: string): Promise<void> => {
  const found = await textOf(path);
  if (found === undefined) return;
  await refuseWhenAlive(path, found);
  const aside = `${mine}.dead`;
  await rename(path, aside).catch(ignoreMissing);
  // Another process may have taken over between the look and the rename: then it is its lock that was moved.
  const moved = await textOf(aside);
  if (moved !== undefined && moved !== found) await link(aside, path).catch(ignoreExisting);
  await rm(aside, { force: true });
};

const refuseWhenAlive = async (path: string, text: string): Promise<void> => {
  const holder = parse(text);
  if (holder === undefined) return;
  if (!isAlive(holder.pid) || (await startOf(holder.pid)) !== holder.started) return;
  throw journalError('journal.locked', {
    file: path,
    pid: holder.pid,
    reason: `process ${holder.pid} uses this folder`,
  });
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
};

/** Start of a process in clock ticks since boot (field 22 of /proc/PID/stat); "" where there is no /proc. */
const startOf = async (pid: number): Promise<string> => {
  const stat = await textOf(`/proc/${pid}/stat`);
  // The command name may hold blanks and brackets; what follows the last bracket is plain.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

const describe = (holder: Holder): string => `${holder.pid} ${holder.started}\n`;

const parse = (text: string): Holder | undefined => {
  const [pid, started] = text.trim().split(' ');
  return pid !== undefined && /^[1-9]\d{0,9}$/.test(pid) ? { pid: Number(pid), started: started ?? '' } : undefined;
};

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    ignoreMissing(error);
    return undefined;
  }
};

/** ESRCH: the process whose /proc entry was being read has just ended. */
const ignoreMissing = (error: unknown): void => {
  if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ESRCH') throw error;
};

const ignoreExisting = (error: unknown): void => {
  if (errnoOf(error) !== 'EEXIST') throw error;
};
