import { DiscardPolicy, JetStreamApiError, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import { busError } from './errors.ts';

/** Copies of a stream: 3 in a cluster, 1 on a single server; `most` = 3 where the servers can, else 1. */
export type Replicas = 1 | 3 | 'most';

/** Longer than any outage during which a gateway repeats the same message, in nanoseconds: 10 minutes. */
const DUPLICATE_WINDOW = 600 * 1_000_000_000;
/** "More than one replica needs a cluster", "no suitable peers", "insufficient resources". */
const TOO_FEW_SERVERS: ReadonlySet<number> = new Set([10_074, 10_005, 10_023]);

/** Name of the JetStream stream that holds the frames of all journals of one retention class. */
export const streamName = (stream: string): string => `CHEDUN_${stream.toUpperCase()}`;

/** Subject of the frames of one journal. */
export const subjectOf = (stream: string, journal: string): string => `chedun.${stream}.${journal}`;

/**
 * Makes the JetStream stream, or corrects its duplicate window and number of copies, and says how many copies it has.
 * Limits (`max_age`, `max_bytes`) that an operator has set stay; copies are never made fewer. Rejects with
 * `bus.unavailable` for a stream in memory, and when `replicas` is 3 and the servers are too few.
 */
export const ensureStream = async (manager: JetStreamManager, stream: string, replicas: Replicas): Promise<number> => {
  const known = await findStream(manager, stream);
  if (known === undefined) return withMostCopies(replicas, (copies) => addStream(manager, stream, copies));
  if (known.config.storage !== StorageType.File) {
    throw busError('bus.unavailable', { reason: `stream ${streamName(stream)} is not stored in files` });
  }
  const has = copiesOf(known);
  // A single server takes an update to three copies without a word, and drops the stream when it starts again.
  const possible = known.cluster === undefined ? 1 : 3;
  if (replicas === 3 && possible < 3) throw busError('bus.unavailable', { reason: 'three copies need a cluster' });
  const wanted = Math.min(possible, replicas === 'most' ? 3 : replicas);
  if ((known.config.duplicate_window ?? 0) >= DUPLICATE_WINDOW && has >= wanted) return has;
  return withMostCopies(wanted === 3 ? replicas : 1, async (copies) => {
    const duplicateWindow = Math.max(DUPLICATE_WINDOW, known.config.duplicate_window ?? 0);
    const settings = { num_replicas: Math.max(copies, has), duplicate_window: duplicateWindow };
    return copiesOf(await manager.streams.update(streamName(stream), settings));
  });
};

/** What the configuration says counts only inside a cluster. */
const copiesOf = ({ config, cluster }: StreamInfo): number => (cluster === undefined ? 1 : config.num_replicas);

const findStream = async (manager: JetStreamManager, stream: string): Promise<StreamInfo | undefined> => {
  try {
    return await manager.streams.info(streamName(stream));
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === 10_059) return undefined;
    throw error;
  }
};

const addStream = async (manager: JetStreamManager, stream: string, copies: 1 | 3): Promise<number> => {
  const fixed = { storage: StorageType.File, retention: RetentionPolicy.Limits, discard: DiscardPolicy.New };
  const info = await manager.streams.add({
    name: streamName(stream),
    subjects: [subjectOf(stream, '*')],
    num_replicas: copies,
    duplicate_window: DUPLICATE_WINDOW,
    ...fixed,
  });
  return copiesOf(info);
};

/** One copy only when the servers say that they are too few for three; every other refusal is an error. */
const withMostCopies = async (replicas: Replicas, make: (copies: 1 | 3) => Promise<number>): Promise<number> => {
  if (replicas !== 'most') return make(replicas);
  try {
    return await make(3);
  } catch (error) {
    if (error instanceof JetStreamApiError && TOO_FEW_SERVERS.has(error.code)) return make(1);
    throw error;
  }
};
