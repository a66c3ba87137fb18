import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Account, chooseAccount, handOver } from './account.ts';
import { eventsError } from './errors.ts';
import type { EventsLog } from './events.ts';
import { socketPath } from './socket-path.ts';
import { emptySpool } from './spool.ts';

/** How the store process is started. */
export interface ChildOptions {
  /** Folder of the store; made when absent. */
  readonly folder: string;
  readonly memoryMb: number;
  readonly readers: number;
  readonly log: EventsLog;
}

/** The supervised store process. */
export interface StoreChild {
  readonly socket: string;
  /** Folder whose files the process can read; see `Events.spool`. */
  readonly spool: string;
  /** Process id, or undefined while it is down. */
  readonly pid: () => number | undefined;
  /** How often it has come back by itself. */
  readonly restarts: () => number;
  /** Orderly stop; resolves when the process is gone. */
  readonly stop: () => Promise<void>;
}

const EXIT_LOCKED = 3;
const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 12_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;

const MAIN = fileURLToPath(new URL('store/main.ts', import.meta.url));

/**
 * Settings of the engine's allocator (jemalloc): by default an insert a second gives its memory back to the kernel and
 * faults it in again page by page, which costs as much as the insert itself. Large pages, kept for a while, do not.
 */
const ALLOCATOR = 'thp:always,dirty_decay_ms:15000,oversize_threshold:0,prof:false';

const launch = (options: ChildOptions, account: Account, socket: string): ChildProcess =>
  spawn(
    process.execPath,
    [
      MAIN,
      `--data=${options.folder}`,
      `--socket=${socket}`,
      `--memory-mb=${options.memoryMb}`,
      `--readers=${options.readers}`,
    ],
    {
      cwd: options.folder,
      // Its own process group: Ctrl-C reaches us alone, and we stop it after the last insert.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      // Days of partitions are days of UTC. Reads occupy one pool thread each, and so do file operations.
      env: {
        PATH: '/usr/bin:/bin',
        TZ: 'UTC',
        UV_THREADPOOL_SIZE: String(options.readers + 6),
        HOME: options.folder,
        JE_MALLOC_CONF: ALLOCATOR,
        // Compiled code is kept from one start to the next.
        NODE_COMPILE_CACHE: join(options.folder, 'code'),
      },
      ...(account.kind === 'other' ? { uid: account.uid, gid: account.gid } : {}),
    },
  );

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lastWords: string;
}

const watch = (child: ChildProcess, log: EventsLog): { ready: Promise<void>; exit: Promise<Exit> } => {
  let lastWords = '';
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the store process has no pipes');
  createInterface({ input: stderr }).on('line', (line) => {
    lastWords = line.slice(0, 2_000);
    log.debug('store process', { line: lastWords });
  });
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (line === 'ready') resolve();
    });
  });
  const exit = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, lastWords: error.message }));
    child.once('close', (code, signal) => resolve({ code, signal, lastWords }));
  });
  // Writing to a dead child's life line is an error event, not a reason to fall.
  child.stdin?.on('error', () => undefined);
  return { ready, exit };
};

const startError = (exit: Exit): Error => {
  if (exit.code === EXIT_LOCKED) return eventsError('events.locked', { reason: exit.lastWords });
  return eventsError('events.start-failed', { reason: exit.lastWords || `exit ${exit.code ?? exit.signal}` });
};

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const programs = (): readonly string[] => [
  process.execPath,
  MAIN,
  createRequire(import.meta.url).resolve('chdb/package.json'),
];

/** Makes the folder of the store and gives it to the account it runs under. */
const prepareFolder = (options: ChildOptions): Account => {
  if (/[*?{}]/.test(options.folder)) {
    // chDB takes them for a pattern of file names, and its answers are wrong in many ways.
    throw eventsError('events.start-failed', { file: options.folder, reason: 'the path may not contain * ? { }' });
  }
  // Parents first: recursive mkdir would give every new parent the mode of the last folder.
  mkdirSync(options.folder, { recursive: true });
  chmodSync(options.folder, 0o700);
  const account = chooseAccount(options.folder, programs());
  if (account.kind === 'self' && account.reason !== undefined) {
    options.log.warn('the event store runs as root', { reason: account.reason });
  }
  handOver(options.folder, account);
  return account;
};

interface Running {
  readonly child: ChildProcess;
  readonly exit: Promise<Exit>;
}

const startOnce = async (options: ChildOptions, account: Account, socket: string): Promise<Running> => {
  const child = launch(options, account, socket);
  const { ready, exit } = watch(child, options.log);
  const patience = setTimeout(() => child.kill('SIGKILL'), START_PATIENCE_MS);
  const failed = await Promise.race([ready.then(() => undefined), exit]);
  clearTimeout(patience);
  if (failed !== undefined) throw startError(failed);
  return { child, exit };
};

/**
 * Starts the store process and keeps it alive until `stop`. Rejects with `events.locked` or `events.start-failed` when
 * it does not come up the first time; later crashes are logged and followed by a new start, first after 50 ms.
 */
export const startChild = async (options: ChildOptions): Promise<StoreChild> => {
  const account = prepareFolder(options);
  const { path, temporary } = socketPath(options.folder, account);
  let stopping = false;
  let restarts = 0;
  let running: Running | undefined = await startOnce(options, account, path);
  // Only now, when the folder is surely ours.
  const spool = emptySpool(options.folder);

  const revive = async (): Promise<void> => {
    let wait = FIRST_RETRY_MS;
    while (!stopping) {
      await pause(wait);
      if (stopping) return;
      try {
        running = await startOnce(options, account, path);
        restarts += 1;
        options.log.info('the event store is back', { restarts });
        return;
      } catch (error) {
        options.log.error('the event store does not come back', { error });
        wait = Math.min(wait * 2, LAST_RETRY_MS);
      }
    }
  };
  const supervise = async (): Promise<void> => {
    while (!stopping && running !== undefined) {
      const exit = await running.exit;
      running = undefined;
      if (stopping) return;
      options.log.warn('the event store stopped by itself', { ...exit });
      await revive();
    }
    // A start that was under way when the stop came is ended as well.
    if (stopping && running !== undefined) running.child.kill('SIGKILL');
  };
  const supervision = supervise();

  return {
    socket: path,
    spool,
    pid: () => running?.child.pid,
    restarts: () => restarts,
    stop: async () => {
      stopping = true;
      const last = running;
      if (last !== undefined) {
        const patience = setTimeout(() => last.child.kill('SIGKILL'), STOP_PATIENCE_MS);
        last.child.stdin?.end();
        await last.exit;
        clearTimeout(patience);
      }
      await supervision;
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
};
