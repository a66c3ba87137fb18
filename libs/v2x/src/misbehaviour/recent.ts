import type { Beacon } from './message.ts';

/** The last messages of all senders, newest first: a ring of fixed size (about 700 bytes a message). */
export interface RecentMessages {
  /** Calls `visit` for every message, newest first, until it answers `stop`. */
  readonly each: (visit: (beacon: Beacon) => 'next' | 'stop') => void;
  /** Takes a message in; the oldest gives way. */
  readonly add: (beacon: Beacon) => void;
}

/** Makes an empty ring for `capacity` messages, at least one. */
export const createRecent = (capacity: number): RecentMessages => {
  const size = Math.max(1, Math.floor(capacity));
  const ring: Beacon[] = [];
  let next = 0;
  return {
    each: (visit) => {
      for (let step = 1; step <= ring.length; step += 1) {
        const beacon = ring[(next - step + size) % size];
        if (beacon === undefined || visit(beacon) === 'stop') return;
      }
    },
    add: (beacon) => {
      ring[next] = beacon;
      next = (next + 1) % size;
    },
  };
};
