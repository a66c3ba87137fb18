/** How far event time has come: the newest event time, and when it was received. Milliseconds since 1970. */
export interface EventClock {
  readonly at: number;
  readonly received: number;
}

/** An event may lie this far after its receipt; further ahead it is taken at its receipt, as the engine does. */
export const AHEAD_MS = 300_000;

/**
 * Event time at a moment of receipt: it goes on as the clock does while nothing hits, so that windows close. It follows
 * from the journal alone, so that a replay sees the same.
 */
export const eventTimeAt = (clock: EventClock, received: number): number =>
  clock.at + Math.max(0, received - clock.received);

/** The clock after a hit. It never goes back. */
export const clockAfter = (clock: EventClock | undefined, time: number, received: number): EventClock => {
  const at = time > received + AHEAD_MS ? received : time;
  if (clock === undefined) return { at, received };
  return { at: Math.max(eventTimeAt(clock, received), at), received: Math.max(received, clock.received) };
};

/** Of two clocks the one that is ahead. */
export const laterClock = (one: EventClock | undefined, other: EventClock | undefined): EventClock | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  const received = Math.max(one.received, other.received);
  return eventTimeAt(one, received) >= eventTimeAt(other, received) ? one : other;
};
