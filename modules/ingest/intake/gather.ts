import type { Journal } from '@chedun/journal';
import { isDomainError, type Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { recordWriter, type Peer } from '../domain/records.ts';
import { FRAME_BOUNDS, finishFrame } from './frames.ts';

/** Collects the records of many connections into frames of the journal. */
export interface Gatherer {
  /** Takes a copy of a record: `record[from .. to)`, all of it unless said otherwise. */
  readonly add: (record: Uint8Array, peer?: Peer, from?: number, to?: number) => void;
  /** Resolves when everything added so far is on disk, in the order of the calls; rejects when the journal closes first. */
  readonly durable: () => Promise<void>;
  /** True while so much waits for the disk that nothing more should be read. */
  readonly full: () => boolean;
  /** Called each time it is no longer full. */
  readonly onRoom: (listener: () => void) => void;
  /** Writes what is left and gives up on what the journal does not take any more. */
  readonly close: () => Promise<void>;
}

/** What a gatherer stands on. */
export interface GatherOptions {
  readonly source: string;
  readonly format: string;
  /** Longest time that a record waits for others, ms. */
  readonly waitMs: number;
  readonly journal: () => Pick<Journal, 'append'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** Bytes in memory from which {@link Gatherer.full} holds. */
  readonly maxBytes?: number;
  /** Most records of a frame; 200 unless said otherwise. */
  readonly maxRecords?: number;
  /** Told of records that are on disk. */
  readonly onWritten?: (records: number) => void;
}

const MOST_BYTES = 8 * 1024 * 1024;
const RETRY_MS = [10, 50, 200, 1000] as const;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface State {
  readonly options: GatherOptions;
  readonly roomListeners: (() => void)[];
  waiting: number;
  full: boolean;
  closing: boolean;
  /** Done when all frames before the open one are on disk. */
  written: Promise<void>;
  /** Done when the frame before was handed to the journal. */
  handedOver: Promise<unknown>;
}

/** Appends until the journal takes the frame: a listener has nobody to send an error to. */
const appendPatiently = async (
  state: State,
  frame: Parameters<Journal['append']>[0],
  onHandedOver: () => void,
): Promise<void> => {
  const { journal, log, source } = state.options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const appended = journal().append(frame);
      onHandedOver();
      await appended;
      return;
    } catch (error) {
      if (state.closing || isDomainError(error, 'journal.closed', 'journal.bad_record')) throw error;
      if (attempt === RETRY_MS.length) log.warn('the journal does not take records', { source, error });
      await pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 1000);
    }
  }
};

const release = (state: State, bytes: number): void => {
  state.waiting -= bytes;
  if (!state.full || state.waiting > (state.options.maxBytes ?? MOST_BYTES) / 2) return;
  state.full = false;
  for (const listener of state.roomListeners) listener();
};

const write = async (state: State, ready: ReturnType<typeof finishFrame>, receivedAt: number): Promise<number> => {
  const { source } = state.options;
  const before = state.handedOver;
  let handOver = (): void => undefined;
  state.handedOver = new Promise<void>((done) => {
    handOver = done;
  });
  try {
    const { format, count, flags, payload } = await ready;
    await before;
    await appendPatiently(state, { source, format, count, flags, payload, receivedAt }, handOver);
    return count;
  } finally {
    handOver();
  }
};

/** Creates a gatherer: frames of at most 1 MiB, closed after `waitMs`. */
export const gatherer = (options: GatherOptions): Gatherer => {
  const state: State = {
    options,
    roomListeners: [],
    waiting: 0,
    full: false,
    closing: false,
    written: Promise.resolve(),
    handedOver: Promise.resolve(),
  };
  const writer = recordWriter({ withPeers: true });
  let timer: NodeJS.Timeout | undefined;
  let waiter: PromiseWithResolvers<void> | undefined;

  const closeFrame = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (writer.count() === 0) return;
    const bytes = writer.bytes();
    const ready = finishFrame(writer, options.format, true);
    const own = write(state, ready, options.clock.now())
      .then((records) => options.onWritten?.(records))
      .finally(() => release(state, bytes));
    const before = state.written;
    state.written = own.then(() => before);
    // Whoever waits sees the failure; nobody has to wait.
    state.written.catch(() => undefined);
    if (waiter) state.written.then(waiter.resolve, waiter.reject);
    waiter = undefined;
  };

  return {
    add: (record, peer, from, to) => {
      const before = writer.bytes();
      writer.add(record, peer, from, to);
      state.waiting += writer.bytes() - before;
      if (state.waiting >= (options.maxBytes ?? MOST_BYTES)) state.full = true;
      if (writer.count() >= (options.maxRecords ?? FRAME_BOUNDS.events) || writer.bytes() >= FRAME_BOUNDS.bytes)
        closeFrame();
      else timer ??= setTimeout(closeFrame, options.waitMs);
    },
    durable: () => {
      if (writer.count() === 0) return state.written;
      waiter ??= Promise.withResolvers<void>();
      return waiter.promise;
    },
    full: () => state.full,
    onRoom: (listener) => state.roomListeners.push(listener),
    close: async () => {
      closeFrame();
      state.closing = true;
      await state.written.catch(() => undefined);
    },
  };
};
