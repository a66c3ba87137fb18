import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { CopyLog } from './copy-target.ts';
import { natsConnection } from './nats-link.ts';

/** A message of a subject. */
export interface SubjectMessage {
  readonly subject: string;
  readonly bytes: Uint8Array;
}

/** What is subscribed to. */
export interface SubjectOptions {
  /** As of the second copy: `nats://user:password@a:4222,b:4222`. */
  readonly url: string;
  readonly subjects: readonly string[];
  /** Processes of one group share the messages: each goes to one of them. */
  readonly group: string;
  readonly log: CopyLog;
  /** `subject` is the one that was asked for. */
  readonly onMessage: (asked: string, message: SubjectMessage) => void;
  readonly onConnected: (connected: boolean) => void;
}

/** A subscription that lasts until it is closed. */
export interface SubjectSubscription {
  /** Takes what the server has sent, and ends. */
  readonly close: () => Promise<void>;
}

const RETRY_MS = 1000;
const TUNING = { reconnectTimeWait: 500, pingInterval: 5000, maxPingOut: 2, timeout: 5000, maxReconnectAttempts: -1 };

const follow = async (connection: NatsConnection, { log, onConnected }: SubjectOptions): Promise<void> => {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect') {
      log.warn('the subscription at NATS broke; it is tried again', {});
      onConnected(false);
    } else if (type === 'reconnect') onConnected(true);
  }
};

const open = async (options: SubjectOptions): Promise<NatsConnection> => {
  const { url, subjects, group, log, onMessage, onConnected } = options;
  const connection = await connect({ ...natsConnection(url), ...TUNING, ignoreAuthErrorAbort: true });
  for (const asked of subjects)
    connection.subscribe(asked, {
      queue: group,
      callback: (error, { subject, data }) => {
        if (error) log.warn('NATS refuses a subscription', { subject: asked, error });
        else onMessage(asked, { subject, bytes: data });
      },
    });
  await connection.flush();
  onConnected(true);
  log.info('subscribed at NATS', { subjects: subjects.length });
  void follow(connection, options);
  return connection;
};

/**
 * Subscribes to subjects of NATS (core, at most once: what comes while nobody is connected is lost) and stays subscribed: a
 * server that is away is tried again. Never rejects.
 */
export const subscribeSubjects = (options: SubjectOptions): SubjectSubscription => {
  const stopping = new AbortController();
  let connection: NatsConnection | undefined;
  const run = async (): Promise<void> => {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      try {
        connection = await open(options);
        // It comes back by itself until it is closed for good.
        await connection.closed();
      } catch (error) {
        if (attempt === 0) options.log.warn('NATS cannot be reached; it is tried again', { error });
      }
      options.onConnected(false);
      await sleep(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    close: async () => {
      stopping.abort();
      await connection?.drain().catch(() => undefined);
      await done;
    },
  };
};
