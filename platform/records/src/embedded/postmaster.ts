import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SOCKET_NAME } from './socket.ts';

/** What `postmaster.pid` says about the server of a data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  readonly ready: boolean;
}

/** File by which PostgreSQL marks a data folder as served. */
export const pidFile = (data: string): string => path.join(data, 'postmaster.pid');

/** Reads the mark; undefined when there is none or it is not complete yet. */
export const readPostmaster = async (data: string): Promise<Postmaster | undefined> => {
  const lines = (await readFile(pidFile(data), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    port: Number(lines[3] ?? '5432') || 5_432,
    socketFolder: lines[4] ?? '',
    ready: (lines[7] ?? '').trim() === 'ready',
  };
};

/** True when the process is a PostgreSQL that serves this very folder; a number alone may have been given out again. */
export const servesFolder = async (pid: number, data: string): Promise<boolean> => {
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (words !== undefined) return words.split('\0').includes(data);
  return process.platform !== 'linux' && isAlive(pid);
};

/**
 * Removes the lock that a dead server left beside its socket. PostgreSQL would believe it as soon as any process carries
 * the number it names, as after a power cut or in a restarted container.
 */
export const clearSocketLock = async (socketFolder: string, data: string): Promise<void> => {
  const socket = path.join(socketFolder, SOCKET_NAME);
  const pid = Number((await readFile(`${socket}.lock`, 'utf8').catch(() => '')).split('\n', 1)[0]);
  if (Number.isInteger(pid) && pid > 0 && (await servesFolder(pid, data))) return;
  await rm(`${socket}.lock`, { force: true });
  await rm(socket, { force: true });
};

/** True when a process of this number exists. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Asks the postmaster for a fast stop, then an immediate one; ends when its mark is gone. Answers false when it is not. */
export const stopPostmaster = async (data: string, pid: number): Promise<boolean> => {
  for (const [signal, limitMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    if (isAlive(pid)) process.kill(pid, signal);
    for (let waited = 0; waited < limitMs; waited += 5) {
      if ((await readPostmaster(data))?.pid !== pid) return true;
      if (!isAlive(pid)) return true;
      await sleep(5);
    }
  }
  return false;
};
