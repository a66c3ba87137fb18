import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const MAIN = join(ROOT, 'apps/server/src/main.ts');
const READY_LIMIT_MS = 90_000;

/** A server of its own for a bench: own data folder, free ports. */
export interface Instance {
  readonly url: string;
  readonly dir: string;
  readonly process: ChildProcess;
  /** One-time password of the first-use wizard; undefined on later starts. */
  readonly setupCode: string | undefined;
  /** From spawn to the line that says ready. */
  readonly readySeconds: number;
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<void>;
}

/** What a bench may choose. */
export interface InstanceOptions {
  readonly dir: string;
  readonly port: number;
  /** Start on an empty folder. */
  readonly fresh: boolean;
  readonly args?: readonly string[];
}

/** Folder for the data of a bench, on the disk of the project and not in memory. */
export const benchFolder = (name: string): string => join(ROOT, '.chedun', 'bench', name);

/** A port that nobody listens on right now. */
export const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });

const flags = ({ dir, port, args = [] }: InstanceOptions): string[] => [
  '--data-dir',
  dir,
  '--http-port',
  String(port),
  '--no-demo-seed',
  '--log-level',
  'warn',
  '--log-file',
  join(dir, 'server.log'),
  '--ingest-syslog-udp-port',
  '0',
  '--ingest-syslog-tcp-port',
  '0',
  '--ingest-gbt32960-port',
  '0',
  ...args,
];

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', () => done());
  });

/** Starts a server and waits until it says that it is ready. */
export const startInstance = async (options: InstanceOptions): Promise<Instance> => {
  if (options.fresh) await rm(options.dir, { recursive: true, force: true });
  await mkdir(options.dir, { recursive: true });
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN, ...flags(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.dir,
  });
  let said = '';
  const ready = new Promise<void>((done, failed) => {
    const look = (chunk: Buffer): void => {
      said += chunk.toString();
      if (/ready in [\d.]+ s[\s\S]*─\n/.test(said)) done();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said.slice(-2000)}`)));
    setTimeout(() => failed(new Error(`not ready in time: ${said.slice(-2000)}`)), READY_LIMIT_MS).unref();
  });
  await ready;
  return {
    url: `http://127.0.0.1:${options.port}`,
    dir: options.dir,
    process: child,
    setupCode: /one-time password\) (\S+)/.exec(said)?.[1],
    readySeconds: (performance.now() - began) / 1000,
    stop: async () => {
      child.kill('SIGTERM');
      await exited(child);
    },
  };
};
