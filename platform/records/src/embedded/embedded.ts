import { DomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { tryConnect } from '../connection.ts';
import type { ConnectionSettings } from '../connection.ts';
import { CLUSTER_USER, prepareCluster, startServer } from './cluster.ts';
import type { ClusterFolder, ClusterSettings, RunningServer } from './cluster.ts';
import { freeFolder, maintenance, takeOwnership } from './ownership.ts';
import { stopPostmaster } from './postmaster.ts';

/** A PostgreSQL 18 that belongs to this process. */
export interface EmbeddedPostgres {
  readonly settings: ConnectionSettings;
  /** Close every pool first; open connections are cut. */
  readonly stop: () => Promise<void>;
}

const DATABASE = 'chedun';

/**
 * Starts the embedded PostgreSQL in `dataDir/records` and starts it again when it dies. Promises: one owner per folder;
 * what was committed survives the death of either process.
 */
export const openEmbedded = async (options: {
  readonly dataDir: string;
  readonly log: Logger;
  readonly settings?: ClusterSettings;
}): Promise<EmbeddedPostgres> => {
  const { log } = options;
  const cluster = await prepareCluster(path.resolve(options.dataDir, 'records'));
  await freeFolder(cluster.data, log);
  const bringUp = (): Promise<Owned> => startOwned(cluster, options.settings);
  let current = await bringUp();
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();

  const watch = (): void => {
    const ended = (): void => {
      if (stopping) return;
      log.error('the embedded PostgreSQL ended by itself and is started again', { pid: current.server.pid });
      restarting = restart();
    };
    if (hasEnded(current.server)) ended();
    else current.server.child.once('exit', ended);
  };
  const restart = async (): Promise<void> => {
    // Without end: a full disk or a lack of memory passes, and then the product must go on by itself.
    for (let attempt = 1; !stopping; attempt += 1) {
      try {
        current = await bringUp();
        log.info('the embedded PostgreSQL runs again', { pid: current.server.pid, attempt });
        return watch();
      } catch (error) {
        log.warn('the embedded PostgreSQL did not start', { attempt, error });
        await sleep(Math.min(100 * 2 ** attempt, 2_000));
      }
    }
  };
  watch();
  return {
    settings: { ...maintenance(cluster.socketFolder), database: DATABASE },
    stop: async () => {
      stopping = true;
      await restarting;
      await current.owner.end().catch(() => undefined);
      await stopPostmaster(cluster.data, current.server.pid);
    },
  };
};

/** A server and the connection that holds the owner lock on it. */
interface Owned {
  readonly server: RunningServer;
  readonly owner: pg.Client;
}

const hasEnded = ({ child }: RunningServer): boolean => child.exitCode !== null || child.signalCode !== null;

const startOwned = async (cluster: ClusterFolder, settings: ClusterSettings | undefined): Promise<Owned> => {
  const server = await startServer(cluster, settings);
  try {
    return { server, owner: await own(cluster) };
  } catch (error) {
    await stopPostmaster(cluster.data, server.pid);
    throw error;
  }
};

/** Takes the owner lock and makes our database when it is missing. */
const own = async (cluster: ClusterFolder): Promise<pg.Client> => {
  const client = await tryConnect(maintenance(cluster.socketFolder));
  if (client === undefined) {
    throw new DomainError('records.start-failed', { file: cluster.data, reason: 'it started but does not answer' });
  }
  if (!(await takeOwnership(client, 2_000))) {
    await client.end();
    throw new DomainError('records.in-use', { file: cluster.data });
  }
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`create database ${DATABASE} owner ${CLUSTER_USER} strategy file_copy`);
  return client;
};
