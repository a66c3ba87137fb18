import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryConnect } from '../connection.ts';
import { prepareCluster, startServer } from '../embedded/cluster.ts';
import { maintenance } from '../embedded/ownership.ts';
import { isAlive, readPostmaster, stopPostmaster } from '../embedded/postmaster.ts';

/** One PostgreSQL per test run: the folder carries the number of the process that runs the tests. */
const PREFIX = 'chedun-test-records-';
const folderOf = (runner: number): string => path.join(tmpdir(), `${PREFIX}${runner}`);

/**
 * The socket folder of the PostgreSQL of this test run; the first test file that asks starts it, without fsync.
 * `runner` is the process that outlives the test files.
 */
export const sharedCluster = async (runner: number): Promise<string> => {
  const folder = folderOf(runner);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const first = await mkdir(path.join(folder, 'starting')).then(
    () => true,
    () => false,
  );
  if (first) await startShared(folder);
  for (let waited = 0; waited < 60_000; waited += 20) {
    const socketFolder = await readFile(path.join(folder, 'ready'), 'utf8').catch(() => undefined);
    if (socketFolder !== undefined) return socketFolder;
    await sleep(20);
  }
  throw new Error(`the PostgreSQL of the tests did not start; see ${folder}`);
};

const startShared = async (folder: string): Promise<void> => {
  await sweep();
  const cluster = await prepareCluster(path.join(folder, 'records'));
  await startServer(cluster, { fsync: 'off', full_page_writes: 'off', max_connections: '200' });
  await writeFile(path.join(folder, 'ready.new'), cluster.socketFolder);
  await rename(path.join(folder, 'ready.new'), path.join(folder, 'ready'));
};

/** Stops and removes the PostgreSQL of a test run, if it ever started. */
export const removeCluster = async (runner: number): Promise<void> => {
  const folder = folderOf(runner);
  const data = path.join(folder, 'records', 'data');
  const postmaster = await readPostmaster(data);
  if (postmaster !== undefined) await stopPostmaster(data, postmaster.pid);
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
};

/** Removes what killed test runs left behind. */
const sweep = async (): Promise<void> => {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const runner = Number(name.slice(PREFIX.length));
    if (Number.isInteger(runner) && !isAlive(runner)) await removeCluster(runner).catch(() => undefined);
  }
};

/** Runs one statement in the maintenance database of the shared cluster. */
export const runMaintenance = async (socketFolder: string, statement: string): Promise<void> => {
  const client = await tryConnect(maintenance(socketFolder));
  if (client === undefined) throw new Error('the PostgreSQL of the tests does not answer');
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
