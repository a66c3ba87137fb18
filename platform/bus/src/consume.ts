import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerOptions, Consumption, FrameBatch } from './bus.ts';

const RETRY_MS = 1000;

/** Offers one batch until it is handled; false when `signal` fired before. */
export const handleUntilDone = async (
  options: ConsumerOptions,
  batch: FrameBatch,
  signal: AbortSignal,
): Promise<boolean> => {
  while (!signal.aborted) {
    try {
      await options.handle(batch);
      return true;
    } catch (error) {
      options.onError(error);
      await pause(options, signal);
    }
  }
  return false;
};

/** Waits for the retry time of a consumer, or until `signal` fires. */
export const pause = async (options: ConsumerOptions, signal: AbortSignal): Promise<void> => {
  await sleep(options.retryMs ?? RETRY_MS, undefined, { signal }).catch(() => undefined);
};

/** Starts the loop of a consumer and hands out how to stop it. */
export const startConsumer = (loop: (signal: AbortSignal) => Promise<void>): Consumption => {
  const stopping = new AbortController();
  const done = loop(stopping.signal);
  // `done` is for whoever watches; a consumer that nobody watches must not end the process.
  done.catch(() => undefined);
  return {
    done,
    stop: async () => {
      stopping.abort();
      await done.catch(() => undefined);
    },
  };
};
