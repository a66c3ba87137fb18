import { journalError } from './errors.ts';
import type { Frame } from './frame.ts';

/** Wakes everybody who waits, once. */
export interface Signal {
  readonly notify: () => void;
  /** Resolves at the next notification, or when `abort` fires. */
  readonly next: (abort: AbortSignal | undefined) => Promise<void>;
}

/** Makes a signal; costs nothing while nobody waits. */
export const newSignal = (): Signal => {
  let waiters = new Set<() => void>();
  return {
    notify: () => {
      if (waiters.size === 0) return;
      const woken = waiters;
      waiters = new Set();
      for (const wake of woken) wake();
    },
    next: (abort) =>
      new Promise((resolve) => {
        const wake = (): void => {
          abort?.removeEventListener('abort', wake);
          waiters.delete(wake);
          resolve();
        };
        waiters.add(wake);
        if (abort?.aborted === true) wake();
        else abort?.addEventListener('abort', wake);
      }),
  };
};

/** What a tail needs of its journal. */
export interface TailSource {
  readonly durable: () => number;
  readonly closed: () => boolean;
  readonly wake: Signal;
  readonly read: (from: number) => Promise<readonly Frame[]>;
}

/**
 * Yields every durable frame from `from` on, waiting for new ones at the end. Ends when the journal closes or `abort`
 * fires. Rejects with `journal.ahead` when `from` is more than one beyond the end: the journal was rolled back.
 */
export async function* followTail(
  source: TailSource,
  from: number,
  abort: AbortSignal | undefined,
): AsyncGenerator<readonly Frame[], void, undefined> {
  if (from > source.durable() + 1) {
    throw journalError('journal.ahead', {
      from,
      seq: source.durable(),
      reason: `the newest frame is ${source.durable()}`,
    });
  }
  let next = Math.max(1, from);
  while (!source.closed() && abort?.aborted !== true) {
    if (next > source.durable()) {
      await source.wake.next(abort);
      continue;
    }
    const frames = await source.read(next);
    const last = frames.at(-1);
    if (last === undefined) return;
    yield frames;
    next = last.seq + 1;
  }
}
