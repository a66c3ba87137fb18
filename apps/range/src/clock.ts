import { setTimeout as wait } from 'node:timers/promises';

/** Time of a run; a test hands in one that runs faster. */
export interface RangeClock {
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The clock of the machine. */
export const machineClock: RangeClock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    // an abort ends the wait early and is no error here
    await wait(ms, undefined, { signal }).catch(() => undefined);
  },
};
