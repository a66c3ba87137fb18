/** A moment as two clocks see it, in milliseconds. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

/** What one tick of the ledger adds, and whether the wall clock jumped meanwhile. */
export interface Tick {
  readonly addMs: number;
  /** Wall clock minus monotonic clock over the tick; undefined when it is small enough to be normal. */
  readonly jumpMs: number | undefined;
}

/** Wall clock corrections up to this size between two ticks are the work of a time server. */
const NORMAL_MS = 5 * 60_000;

/**
 * One step of the monotonic ledger. Only time that passed on the monotonic clock of this process counts, so that nobody
 * makes records older by setting the clock; time while the system was down is not counted at all.
 */
export const tick = (before: Moment, now: Moment): Tick => {
  const addMs = Math.max(0, now.monotonic - before.monotonic);
  const apart = now.wall - before.wall - addMs;
  return { addMs, jumpMs: Math.abs(apart) > NORMAL_MS ? apart : undefined };
};
