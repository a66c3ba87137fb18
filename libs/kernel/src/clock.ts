/** Source of time, handed in as an argument; nothing below apps calls Date.now itself. */
export interface Clock {
  /** Wall clock, milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** Monotonic clock in milliseconds; only differences mean something. */
  readonly monotonic: () => number;
}

/** A clock that stands still until it is told to move; for tests. */
export const fixedClock = (start: number): Clock & { advance: (ms: number) => void } => {
  let at = start;
  return {
    now: () => at,
    monotonic: () => at,
    advance: (ms) => {
      at += ms;
    },
  };
};
