/** Counts per second over the last few seconds. */
export interface Meter {
  readonly add: (count: number) => void;
  readonly perSecond: () => number;
}

const WINDOW_SECONDS = 5;

/** A meter over whole seconds of a monotonic clock (ms); the running second does not count yet. */
export const meter = (monotonic: () => number): Meter => {
  const seconds = new Map<number, number>();
  const second = (): number => Math.floor(monotonic() / 1000);
  const forget = (now: number): void => {
    for (const at of seconds.keys()) if (at < now - WINDOW_SECONDS) seconds.delete(at);
  };
  return {
    add: (count) => {
      const now = second();
      forget(now);
      seconds.set(now, (seconds.get(now) ?? 0) + count);
    },
    perSecond: () => {
      const now = second();
      forget(now);
      let sum = 0;
      for (const [at, count] of seconds) if (at < now) sum += count;
      return Math.round((sum / WINDOW_SECONDS) * 10) / 10;
    },
  };
};
