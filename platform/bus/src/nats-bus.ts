import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openPosition } from '@chedun/journal';
import type { Position } from '@chedun/journal';
import { DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamClient, JetStreamManager, JsMsg, StreamInfo } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NodeConnectionOptions } from '@nats-io/transport-node';
import type { Bus, ConsumerOptions, Consumption, FrameBatch, FramePublisher } from './bus.ts';
import { handleUntilDone, pause, startConsumer } from './consume.ts';
import { unavailable } from './errors.ts';
import { ENVELOPE, framesOfMessage } from './message.ts';
import { ensureStream, streamName } from './nats-stream.ts';
import { putFrame } from './nats-target.ts';
import type { NatsHandle } from './nats-target.ts';
import { cutWindows, putWindow } from './window.ts';

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

const PUBLISH_TIMEOUT_MS = 5000;
/** With frames of up to 1 MiB under the 64 MiB at which the client calls itself a slow consumer. With `max_bytes` instead
 * of a number the client left the last message lying after a server was killed. */
const PULL = { max_messages: 50 };

/**
 * Connects to NATS JetStream and makes the stream when it is missing. A publish acknowledgement of NATS is no
 * durability by itself (NATS flushes every two minutes unless told otherwise): the journal stays the point of
 * acknowledgement, and gateways publish again what the stream lacks. Rejects with `bus.unavailable`.
 */
export const openNatsBus = async (options: NatsBusOptions): Promise<NatsBus> => {
  const name = streamName(options.stream);
  const connection = await connect(options.connection).catch(unavailable);
  try {
    const manager = await jetstreamManager(connection);
    const client = jetstream(connection, { timeout: PUBLISH_TIMEOUT_MS });
    await ensureStream(manager, options.stream, options.replicas);
    const maxFrameBytes = (connection.info?.max_payload ?? 1_048_576) - ENVELOPE;
    const source = { client, manager, name, positions: options.positions };
    const consumptions: Consumption[] = [];
    return {
      publish: (batch) => publish({ client, maxFrameBytes }, options.stream, batch).catch(unavailable),
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

/** Frames are on the way side by side; when one fails, a repetition brings it behind those that were stored. */
const publish = async (
  bus: Pick<NatsHandle, 'client' | 'maxFrameBytes'>,
  stream: string,
  { journal, frames }: FrameBatch,
): Promise<void> => {
  for (const window of cutWindows(frames)) {
    const [failed] = await putWindow(window, (frame) => putFrame(bus, stream, journal, frame));
    if (failed !== undefined) throw failed.error;
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
