import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cliError } from './errors.ts';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Text of a file; '' when there is none or it cannot be read. */
const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** Process that the embedded store noted in its folder, when it is still our store. */
const holderOf = async (database: string): Promise<number | undefined> => {
  const pid = /^PID: (\d{1,9})/m.exec(await textOf(join(database, 'status')))?.[1];
  if (pid === undefined) return undefined;
  const command = await textOf(`/proc/${pid}/cmdline`);
  return command.includes('--data=') ? Number(pid) : undefined;
};

/** Files that say how far a stream has come into the store. */
const positionFiles = (dataDir: string, stream: string): string[] =>
  ['events.position', 'events.intent', 'telemetry.position', 'telemetry.intent'].map((name) =>
    join(dataDir, 'journal', stream, name),
  );

/**
 * Throws the embedded store away: its database is set aside by one rename, then the positions go, then what was set
 * aside. Only a kill between the first two steps leaves positions of a store that is empty; running it again mends that.
 * Throws `cli.store-in-use` while its process is alive.
 */
export const discardStore = async (dataDir: string, streams: readonly string[]): Promise<void> => {
  const database = join(dataDir, 'events', 'db');
  const aside = join(dataDir, 'events', 'db.discarded');
  const pid = await holderOf(database);
  if (pid !== undefined) throw cliError('cli.store-in-use', { pid, file: database, reason: `process ${pid}` });
  await rm(aside, { recursive: true, force: true });
  await rename(database, aside).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  await forgetPositions(dataDir, streams);
  await rm(aside, { recursive: true, force: true });
};

/** Forgets how far the streams have come into the store. */
export const forgetPositions = async (dataDir: string, streams: readonly string[]): Promise<void> => {
  for (const path of streams.flatMap((stream) => positionFiles(dataDir, stream))) await rm(path, { force: true });
};
