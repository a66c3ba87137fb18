import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CANDIDATES = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server'];

/** Path of an installed NATS server; undefined when there is none. */
export const natsServerPath = (): string | undefined =>
  CANDIDATES.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** A NATS server of a test. */
export interface TestServer {
  readonly url: string;
  /** Where it answers `/varz`. */
  readonly monitorUrl: string;
  readonly kill: () => Promise<void>;
  /** Removes everything that it stored; only while it is killed. */
  readonly wipe: () => Promise<void>;
  /** Starts it again on the same port and store. */
  readonly start: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Starts a NATS server with JetStream on free loopback ports and a store of its own. */
export const startNatsServer = async (path: string, more: readonly string[] = []): Promise<TestServer> => {
  const store = await mkdtemp(join(tmpdir(), 'chedun-nats-'));
  const [port, monitor] = [await freePort(), await freePort()];
  const words = ['-a', '127.0.0.1', '-p', `${port}`, '-m', `${monitor}`, '-js', '-sd', store, ...more];
  let running: Launched | undefined;
  const start = async (): Promise<void> => {
    running = await launch(path, words);
  };
  await start();
  const kill = async (): Promise<void> => running?.kill();
  const wipe = (): Promise<void> => rm(store, { recursive: true, force: true });
  return {
    url: `nats://127.0.0.1:${port}`,
    monitorUrl: `http://127.0.0.1:${monitor}`,
    kill,
    wipe,
    start,
    remove: async () => {
      await kill();
      await wipe();
    },
  };
};

/** Starts three servers that form a cluster, each with the same options as {@link startNatsServer}. */
export const startNatsCluster = async (path: string): Promise<readonly TestServer[]> => {
  const ports = [await freePort(), await freePort(), await freePort()];
  const routes = ports.map((port) => `nats-route://127.0.0.1:${port}`).join(',');
  const cluster = (port: number): readonly string[] => ['--cluster', `nats-route://127.0.0.1:${port}`];
  return Promise.all(
    ports.map((port, at) =>
      startNatsServer(path, ['-n', `n${at}`, '--cluster_name', 'test', ...cluster(port), '--routes', routes]),
    ),
  );
};

interface Launched {
  readonly kill: () => Promise<void>;
}

const launch = async (path: string, words: readonly string[]): Promise<Launched> => {
  const child = spawn(path, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  let log = '';
  for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
    log += String(chunk);
    if (log.includes('Server is ready')) break;
  }
  child.stderr.resume();
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};
