import type { Frame } from '@chedun/journal';

/** Frames of one journal, in order. */
export interface FrameBatch {
  /** Id of the journal; with the sequence number it names a frame for ever. */
  readonly journal: string;
  readonly frames: readonly Frame[];
}

/** A consumer to start. */
export interface ConsumerOptions {
  /** Names the consumer and its position file: a-z, 0-9 and "-". One running consumer per name. */
  readonly name: string;
  /**
   * Does the work of one batch. When it resolves, the batch counts as done; when it rejects, the same batch comes again
   * after `retryMs`. It must be idempotent: after a crash a batch may come again, cut differently.
   */
  readonly handle: (batch: FrameBatch) => Promise<void>;
  /** Told about everything that delays or skips frames; `journal.damaged` names the frames that are skipped. */
  readonly onError: (error: unknown) => void;
  /** Pause before a failed batch is tried again, in milliseconds; default 1000. */
  readonly retryMs?: number;
}

/** A running consumer. */
export interface Consumption {
  /** Resolves when the consumer has stopped; rejects when it cannot go on (for example `journal.ahead`). */
  readonly done: Promise<void>;
  /** Lets the batch in work finish, saves the position, and stops. */
  readonly stop: () => Promise<void>;
}

/**
 * What detectors and writers read. Promises of every adapter: each durable frame reaches each consumer at least once;
 * frames of one journal come in order; a consumer that comes back goes on where it stopped; a slow consumer holds up
 * nobody else. Frames of different journals are not ordered. On NATS, frames that an outage or a repair brought late
 * come behind later ones: up to 63 after a failed publish, any number after the stream had lost some.
 */
export interface Bus {
  readonly consume: (options: ConsumerOptions) => Promise<Consumption>;
}

/** Ability of a bus that is not the journal itself: frames must be brought to it. */
export interface FramePublisher {
  /**
   * Resolves when the bus has stored all frames. One call at a time per journal, frames in order; a call that rejected
   * is repeated with the same frames or with frames that begin at the same one, which stores none of them twice.
   */
  readonly publish: (batch: FrameBatch) => Promise<void>;
}
