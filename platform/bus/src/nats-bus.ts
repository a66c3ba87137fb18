import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openPosition } from '@chedun/journal';
import type { Position } from '@chedun/journal';
import {
  DeliverPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import type { JetStreamClient, JetStreamManager, JsMsg, StreamInfo } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NodeConnectionOptions } from '@nats-io/transport-node';
import type { Bus, ConsumerOptions, Consumption, FrameBatch, FramePublisher } from './bus.ts';
import { handleUntilDone, pause, startConsumer } from './consume.ts';
import { busError } from './errors.ts';
import { framesOfMessage, groupFrames } from './message.ts';

/** How to reach the NATS servers. */
export interface NatsBusOptions {
  readonly connection: NodeConnectionOptions;
  /** Stream of the journal ("network", "telemetry"): one JetStream stream each. */
  readonly stream: string;
  /** Copies that a frame has before `publish` resolves: 1, or 3 in a cluster. */
  readonly replicas: 1 | 3;
  /** Folder of the position files of the consumers of this process. */
  readonly positions: string;
}

/** The bus of several machines. */
export interface NatsBus extends Bus, FramePublisher {
  /** Stops the consumers of this connection and closes it. */
  readonly close: () => Promise<void>;
}

/** Longer than any outage during which a gateway repeats the same message, in nanoseconds: 10 minutes. */
const DUPLICATE_WINDOW = 600 * 1_000_000_000;
const PUBLISH_TIMEOUT_MS = 5000;
/** Room for subject and headers beside the frames of a message. */
const ENVELOPE = 1024;
/** 100 messages of up to 256 KiB stay under the 64 MiB at which the client calls itself a slow consumer. */
const PULL = { max_messages: 100 };

/**
 * Connects to NATS JetStream and makes the stream when it is missing. A publish acknowledgement of NATS is no
 * durability by itself (NATS flushes every two minutes unless told otherwise): the journal stays the point of
 * acknowledgement, and gateways publish again what the stream lacks. Rejects with `bus.unavailable`.
 */
export const openNatsBus = async (options: NatsBusOptions): Promise<NatsBus> => {
  const name = `CHEDUN_${options.stream.toUpperCase()}`;
  const connection = await connect(options.connection).catch(unavailable);
  try {
    const manager = await jetstreamManager(connection);
    const client = jetstream(connection, { timeout: PUBLISH_TIMEOUT_MS });
    await makeStream(manager, name, options);
    const maxBytes = (connection.info?.max_payload ?? 1_048_576) - ENVELOPE;
    const source = { client, manager, name, positions: options.positions };
    const consumptions: Consumption[] = [];
    return {
      publish: (batch) => publish(client, options.stream, maxBytes, batch).catch(unavailable),
      consume: async (consumer) => {
        const consumption = await consume(source, consumer);
        consumptions.push(consumption);
        return consumption;
      },
      close: async () => {
        await Promise.all(consumptions.map((consumption) => consumption.stop()));
        await connection.drain().catch(() => connection.close());
      },
    };
  } catch (error) {
    await connection.close();
    return unavailable(error);
  }
};

const unavailable = (cause: unknown): never => {
  if (cause instanceof Error && cause.name === 'DomainError') throw cause;
  throw busError('bus.unavailable', { reason: cause instanceof Error ? cause.message : String(cause) }, cause);
};

const makeStream = async (manager: JetStreamManager, name: string, options: NatsBusOptions): Promise<void> => {
  const settings = {
    subjects: [`chedun.${options.stream}.*`],
    num_replicas: options.replicas,
    duplicate_window: DUPLICATE_WINDOW,
  };
  const fixed = { storage: StorageType.File, retention: RetentionPolicy.Limits, discard: DiscardPolicy.New };
  const known = (await manager.streams.names(settings.subjects[0]).next()).includes(name);
  if (known) await manager.streams.update(name, settings);
  else await manager.streams.add({ name, ...fixed, ...settings });
};

/**
 * One message after the other: only so a failed one cannot be overtaken. Its id lets the server drop a repetition
 * whose first acknowledgement was lost.
 */
const publish = async (client: JetStreamClient, stream: string, maxBytes: number, batch: FrameBatch): Promise<void> => {
  for (const { first, last, data } of groupFrames(batch.frames, maxBytes)) {
    await client.publish(`chedun.${stream}.${batch.journal}`, data, { msgID: `${batch.journal}-${first}-${last}` });
  }
};

interface Source {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly name: string;
  readonly positions: string;
}

/**
 * The position is kept beside what the consumer derives, not in the server: a server-side consumer that acknowledges
 * several messages at once would skip those that a crashed consumer had received but not handled.
 */
const consume = async (source: Source, options: ConsumerOptions): ReturnType<Bus['consume']> => {
  const info = await source.manager.streams.info(source.name).catch(unavailable);
  const birth = birthOf(info);
  // A stream that was made anew counts from 1 again, so it gets a position file of its own.
  const position = await openPosition(join(source.positions, `${options.name}.${birth}.position`), birth);
  return startConsumer(async (signal) => {
    while (!signal.aborted) {
      try {
        await follow(source, position, options, signal);
      } catch (error) {
        options.onError(error);
        await pause(options, signal);
      }
    }
  });
};

const birthOf = (info: StreamInfo): string =>
  createHash('sm3').update(`${info.config.name} ${info.created}`).digest('hex').slice(0, 16);

const follow = async (
  source: Source,
  position: Position,
  options: ConsumerOptions,
  signal: AbortSignal,
): Promise<void> => {
  const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: position.seq() + 1 };
  const consumer = await source.client.consumers.get(source.name, start);
  const messages = await consumer.consume(PULL);
  const stop = (): void => messages.stop();
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) return;
    for await (const message of messages) {
      if (!(await take(message, options, signal))) return;
      await position.save(message.seq).catch(options.onError);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await messages.close();
  }
};

const take = async (message: JsMsg, options: ConsumerOptions, signal: AbortSignal): Promise<boolean> => {
  const journal = message.subject.split('.').at(-1) ?? '';
  try {
    const frames = framesOfMessage(message.data);
    return await handleUntilDone(options, { journal, frames }, signal);
  } catch (error) {
    options.onError(error);
    return true;
  }
};
