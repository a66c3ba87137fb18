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
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and store. */
  readonly start: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Starts a NATS server with JetStream on a free loopback port and a store of its own. */
export const startNatsServer = async (path: string): Promise<TestServer> => {
  const store = await mkdtemp(join(tmpdir(), 'chedun-nats-'));
  const port = await freePort();
  let running: { readonly kill: () => Promise<void> } | undefined;
  const start = async (): Promise<void> => {
    running = await launch(path, port, store);
  };
  await start();
  const kill = async (): Promise<void> => running?.kill();
  return {
    url: `nats://127.0.0.1:${port}`,
    kill,
    start,
    remove: async () => {
      await kill();
      await rm(store, { recursive: true, force: true });
    },
  };
};

const launch = async (path: string, port: number, store: string): Promise<{ readonly kill: () => Promise<void> }> => {
  const child = spawn(path, ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', store], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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
