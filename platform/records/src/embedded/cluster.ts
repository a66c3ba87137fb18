import { DomainError } from '@chedun/kernel';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { accountForInit, chooseAccount, commandAs } from './account.ts';
import type { Account } from './account.ts';
import { findBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { clearSocketLock, readPostmaster } from './postmaster.ts';
import { makeSocketFolder } from './socket.ts';

/** Name of the superuser and of our database. */
export const CLUSTER_USER = 'chedun';

/** An initialised data folder, ready to be served. */
export interface ClusterFolder {
  /** Holds `data`, `socket` and `start.log`. */
  readonly folder: string;
  readonly data: string;
  readonly socketFolder: string;
  readonly account: Account;
  readonly binaries: Binaries;
}

/** Run-time settings, for example `{ fsync: 'off' }` for tests. */
export type ClusterSettings = Readonly<Record<string, string>>;

const SETTINGS: ClusterSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '80',
  shared_buffers: '64MB',
  logging_collector: 'on',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
};

/** Finds programs and account, makes the folders and runs initdb once. */
export const prepareCluster = async (folder: string): Promise<ClusterFolder> => {
  await openWay(folder);
  const data = path.join(folder, 'data');
  const binaries = await findBinaries();
  const account = await chooseAccount({ folder, data, postgres: binaries.postgres });
  const socketFolder = await makeSocketFolder(folder, account);
  const exists = await stat(path.join(data, 'PG_VERSION')).catch(() => undefined);
  if (exists === undefined) await initialise(folder, data, account, binaries);
  return { folder, data, socketFolder, account, binaries };
};

/** Makes the folder and its parent so that the account of PostgreSQL may pass through them, but not list them. */
const openWay = async (folder: string): Promise<void> => {
  for (const each of [path.dirname(folder), folder]) {
    const made = await mkdir(each, { recursive: true });
    if (made !== undefined) await syncFolder(path.dirname(made));
    const { mode, uid } = await stat(each);
    if (uid === process.getuid?.() && (mode & 0o001) === 0) await chmod(each, (mode & 0o7777) | 0o011);
  }
};

/** Runs initdb beside the final place, so that a crash half-way leaves nothing that looks like a cluster. */
const initialise = async (folder: string, data: string, account: Account, binaries: Binaries): Promise<void> => {
  const draft = path.join(folder, 'data.new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (account.kind === 'other') await chown(draft, account.uid, account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = ['-D', draft, '-U', CLUSTER_USER, '--auth=trust', '--no-instructions', ...locale];
  const command = commandAs(accountForInit(account), binaries.initdb, args);
  await promisify(execFile)(command.file, [...command.args], { ...command.options, cwd: '/' }).catch(
    (cause: unknown) => {
      const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : '';
      throw new DomainError(
        'records.start-failed',
        { file: draft, reason: `initdb failed: ${lastWords(said)}` },
        cause,
      );
    },
  );
  await rename(draft, data);
  await syncFolder(folder);
};

/** Makes the names in a folder survive a power cut. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A running server; `child` is gone when it stops. */
export interface RunningServer {
  readonly child: ChildProcess;
  readonly pid: number;
}

/**
 * Starts postgres in a process group of its own (Ctrl-C of the terminal must not reach it before our queries are done)
 * and waits until it takes connections, crash recovery included.
 */
export const startServer = async (cluster: ClusterFolder, extra: ClusterSettings = {}): Promise<RunningServer> => {
  const startLog = path.join(cluster.folder, 'start.log');
  const settings = Object.entries({ ...SETTINGS, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', cluster.data, '-k', cluster.socketFolder, ...settings];
  const command = commandAs(cluster.account, cluster.binaries.postgres, args);
  await clearSocketLock(cluster.socketFolder, cluster.data);
  const output = await open(startLog, 'w', 0o600);
  const child = spawn(command.file, [...command.args], {
    ...command.options,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
  });
  failed.catch(() => undefined);
  try {
    child.unref();
    const pid = await Promise.race([failed, waitUntilReady(cluster.data, child)]);
    if (pid !== undefined) return { child, pid };
  } finally {
    await output.close();
  }
  const said = await lastLog(cluster.data, startLog);
  const taken = said.includes('postmaster.pid') && said.includes('already exists');
  throw new DomainError(taken ? 'records.in-use' : 'records.start-failed', { file: cluster.data, reason: said });
};

/** What the server said last: in its own log once the collector runs, before that on its standard error. */
const lastLog = async (data: string, startLog: string): Promise<string> => {
  const started = await readFile(startLog, 'utf8').catch(() => '');
  if (!started.includes('log output to logging collector')) return lastWords(started);
  const folder = path.join(data, 'log');
  const logs = await readdir(folder).catch(() => []);
  const written = await Promise.all(
    logs.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtimeMs })),
  );
  const newest = written.toSorted((a, b) => b.at - a.at).at(0);
  return newest === undefined ? '' : lastWords(await readFile(path.join(folder, newest.name), 'utf8'));
};

const READY_LIMIT_MS = 300_000;

const waitUntilReady = async (data: string, child: ChildProcess): Promise<number | undefined> => {
  for (let waited = 0; waited < READY_LIMIT_MS; waited += 5) {
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const postmaster = await readPostmaster(data);
    if (postmaster?.ready === true && postmaster.pid === child.pid) return postmaster.pid;
    await sleep(5);
  }
  return undefined;
};

const lastWords = (output: string): string => output.trim().split('\n').slice(-4).join(' ').slice(-600);
