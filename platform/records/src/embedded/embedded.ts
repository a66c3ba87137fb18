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
const RESTARTS = 10;

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
  const start = (): Promise<RunningServer> => startServer(cluster, options.settings);
  let server = await start();
  let owner = await own(cluster);
  let stopping = false;

  const watch = (): void => {
    server.child.once('exit', (code, signal) => {
      if (stopping) return;
      log.error('the embedded PostgreSQL ended by itself and is started again', { code, signal });
      void restart();
    });
  };
  const restart = async (): Promise<void> => {
    for (let attempt = 1; attempt <= RESTARTS && !stopping; attempt += 1) {
      try {
        server = await start();
        owner = await own(cluster);
        watch();
        log.info('the embedded PostgreSQL runs again', { pid: server.pid, attempt });
        return;
      } catch (error) {
        log.warn('the embedded PostgreSQL did not start', { attempt, error });
        await sleep(Math.min(100 * 2 ** attempt, 5_000));
      }
    }
    if (!stopping) log.error('the embedded PostgreSQL stays down; see records/data/log and start the product again');
  };
  watch();
  return {
    settings: { ...maintenance(cluster.socketFolder), database: DATABASE },
    stop: async () => {
      stopping = true;
      await owner.end().catch(() => undefined);
      await stopPostmaster(cluster.data, server.pid);
    },
  };
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
