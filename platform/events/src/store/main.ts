/**
 * The store process: chDB behind a unix socket. Started and stopped by `../child.ts`; its standard input is the life
 * line (end of file = stop), its standard output carries one line, "ready".
 */
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Engine, openEngine } from './engine.ts';
import { createStoreServer } from './http.ts';
import { prepareInbox } from './inbox.ts';

/** Exit codes that the parent knows: 3 = the folder is locked. */
const EXIT_LOCKED = 3;
const EXIT_FAILED = 1;
const LOCK_PATIENCE_MS = 5_000;
const STOP_PATIENCE_MS = 10_000;
const MIB = 1 << 20;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    socket: { type: 'string' },
    'memory-mb': { type: 'string' },
    readers: { type: 'string' },
  },
});

const text = (name: 'data' | 'socket'): string => {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
};

const folder = text('data');
const socket = text('socket');
const memoryBytes = Number(values['memory-mb'] ?? 1024) * MIB;
const readers = Number(values.readers ?? 4);

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const leave = (code: number, message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

/**
 * The living process that holds the database. chDB says no more than that it cannot connect, but writes the number of
 * its process into the file that it locks.
 */
const holderOf = (database: string): number | undefined => {
  let pid = Number.NaN;
  try {
    pid = Number(/^PID: (\d+)/m.exec(readFileSync(join(database, 'status'), 'utf8'))?.[1]);
    if (!Number.isInteger(pid) || pid === process.pid) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : undefined;
  }
};

// A store whose parent was killed needs a moment to notice; only a folder that stays locked belongs to somebody else.
const openPatiently = async (database: string): Promise<Engine> => {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      return openEngine({ folder: database, memoryBytes, readers });
    } catch (error) {
      const holder = holderOf(database);
      if (holder === undefined) throw error;
      if (performance.now() > deadline) leave(EXIT_LOCKED, `locked by process ${holder}`);
      await pause(100);
    }
  }
};

const run = async (): Promise<void> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  process.chdir(folder);
  const engine = await openPatiently(join(folder, 'db'));
  await prepareInbox(folder);
  const server = createStoreServer({ engine, folder, queryMemoryBytes: Math.floor(memoryBytes / 2) });
  rmSync(socket, { force: true });
  server.listen(socket, () => {
    chmodSync(socket, 0o600);
    process.stdout.write('ready\n');
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), STOP_PATIENCE_MS).unref();
    server.close();
    server.closeIdleConnections();
    engine
      .close()
      .then(() => leave(0, 'stopped'))
      .catch((error: unknown) => leave(EXIT_FAILED, String(error)));
  };
  process.stdin.resume();
  process.stdin.once('end', stop);
  process.once('SIGTERM', stop);
};

// A parent that died takes the other end of the pipes with it; that must not end us before the orderly stop.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
run().catch((error: unknown) => leave(EXIT_FAILED, error instanceof Error ? error.message : String(error)));
