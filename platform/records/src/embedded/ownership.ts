import { DomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { tryConnect } from '../connection.ts';
import type { ConnectionSettings } from '../connection.ts';
import { CLUSTER_USER } from './cluster.ts';
import { isAlive, pidFile, readPostmaster, servesFolder, stopPostmaster } from './postmaster.ts';
import type { Postmaster } from './postmaster.ts';

/** Advisory lock in the database `postgres`, held by the one process that owns the cluster as long as it lives. */
const OWNER_LOCK = 4_733_001;

/** Connection to the maintenance database of a cluster. */
export const maintenance = (socketFolder: string, port = 5_432): ConnectionSettings => ({
  host: socketFolder,
  port,
  user: CLUSTER_USER,
  database: 'postgres',
});

/** Takes the owner lock; the returned connection holds it. Undefined when another process does. */
export const takeOwnership = async (client: pg.Client, patienceMs: number): Promise<boolean> => {
  for (let waited = 0; ; waited += 50) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [OWNER_LOCK]);
    if (rows[0]?.taken === true) return true;
    if (waited >= patienceMs) return false;
    await sleep(50);
  }
};

/**
 * Makes a data folder free to be served: stops a server that outlived its owner, waits for one that is on its way down,
 * removes a mark that a dead server left, and refuses when a living process owns it.
 */
export const freeFolder = async (data: string, log: Logger): Promise<void> => {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const postmaster = await readPostmaster(data);
    if (postmaster === undefined) return;
    const client = await tryConnect(maintenance(postmaster.socketFolder, postmaster.port));
    if (client !== undefined) return stopOrphan(data, postmaster, client, log);
    if (!(await servesFolder(postmaster.pid, data))) {
      if (isAlive(postmaster.pid)) await rm(pidFile(data), { force: true });
      return;
    }
    await sleep(100);
  }
  throw new DomainError('records.in-use', { file: data, reason: 'its PostgreSQL neither answers nor ends' });
};

const stopOrphan = async (data: string, postmaster: Postmaster, client: pg.Client, log: Logger): Promise<void> => {
  const { pid } = postmaster;
  const ours = await takeOwnership(client, 2_000).catch(() => false);
  await client.end().catch(() => undefined);
  if (!ours) throw new DomainError('records.in-use', { file: data, reason: `PostgreSQL ${pid} has an owner` });
  log.info('stopping the PostgreSQL that an earlier process left behind', { pid });
  if (!(await stopPostmaster(data, pid))) {
    throw new DomainError('records.in-use', { file: data, reason: `PostgreSQL ${pid} does not stop` });
  }
};
