import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import type { CopyLog } from './copy-target.ts';
import { ENVELOPE } from './message.ts';
import type { NatsHandle } from './nats-target.ts';

/** A connection to NATS that comes back by itself. */
export interface NatsLink {
  /** What is connected; undefined before the first connection and while it is broken. */
  readonly handle: () => NatsHandle | undefined;
  /** Version of the connected server, "" while there is none. */
  readonly version: () => string;
  /** True when the connected server belongs to a cluster, whose other servers may come later. */
  readonly clustered: () => boolean;
  /** Resolves when the first connection stands, or after `ms`. */
  readonly settled: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How to reach NATS. */
export interface NatsLinkOptions {
  /** One URL, or several with commas: `nats://user:password@a:4222,b:4222`; `tls://` asks for TLS. */
  readonly url: string;
  readonly log: CopyLog;
  /** Told after every connection and reconnection. */
  readonly onConnected: () => void;
}

/** Dead servers are noticed within 6 seconds, and the next one is tried after 200 ms. */
const TUNING = { reconnectTimeWait: 200, reconnectJitter: 50, pingInterval: 2000, maxPingOut: 2, timeout: 2000 };
const PUBLISH_TIMEOUT_MS = 2000;
const RETRY_MS = 500;

/** Reads a NATS URL into options of the client. User and password of the first server are those of all. */
export const natsConnection = (url: string): NodeConnectionOptions => {
  const list = url.split(',').map((text) => new URL(text.includes('://') ? text.trim() : `nats://${text.trim()}`));
  const [first] = list;
  const [user, pass] = [decodeURIComponent(first?.username ?? ''), decodeURIComponent(first?.password ?? '')];
  const login = user === '' ? {} : pass === '' ? { token: user } : { user, pass };
  return {
    servers: list.map(({ host }) => host),
    ...login,
    ...(first?.protocol === 'tls:' ? { tls: {} } : {}),
  };
};

/** Connects in the background and again for as long as it is open. Never rejects: who uses it sees that it is away. */
export const openNatsLink = ({ url, log, onConnected }: NatsLinkOptions): NatsLink => {
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  let connection: NatsConnection | undefined;
  let handle: NatsHandle | undefined;
  const connected = async (made: NatsConnection): Promise<void> => {
    const manager = await jetstreamManager(made, { checkAPI: false, timeout: PUBLISH_TIMEOUT_MS });
    connection = made;
    const renew = (): void => {
      const maxFrameBytes = (made.info?.max_payload ?? 1_048_576) - ENVELOPE;
      handle = { manager, client: jetstream(made, { timeout: PUBLISH_TIMEOUT_MS }), maxFrameBytes };
      onConnected();
    };
    renew();
    first.resolve();
    void watch(made, log, { onReconnect: renew, onDisconnect: () => (handle = undefined) });
    await made.closed();
    handle = undefined;
  };
  const run = async (): Promise<void> => {
    const always = { maxReconnectAttempts: -1, ignoreAuthErrorAbort: true };
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        await connected(await connect({ ...natsConnection(url), ...TUNING, ...always }));
      } catch (error) {
        if (attempt === 0) log.warn('NATS cannot be reached; it is tried again', { error });
      }
      await sleep(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    handle: () => handle,
    version: () => connection?.info?.version ?? '',
    clustered: () => connection?.info?.cluster !== undefined,
    settled: async (ms) => {
      await Promise.race([
        first.promise,
        sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined),
      ]);
    },
    close: async () => {
      stopping.abort();
      await connection?.close();
      await done;
    },
  };
};

interface Watcher {
  readonly onReconnect: () => void;
  readonly onDisconnect: () => void;
}

const watch = async (connection: NatsConnection, log: CopyLog, watcher: Watcher): Promise<void> => {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') {
      log.warn('the connection to NATS broke', { server: status.server });
      watcher.onDisconnect();
    }
    if (status.type !== 'reconnect') continue;
    log.info('NATS is connected again', { server: status.server });
    watcher.onReconnect();
  }
};
