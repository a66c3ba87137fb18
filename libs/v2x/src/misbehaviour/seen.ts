import type { Beacon } from './message.ts';

/** Remembers the content of messages to find repetitions in constant time; bounded (about 700 bytes a message). */
export interface SeenContents {
  /** The first message remembered that says exactly the same about position, velocity and acceleration. */
  readonly find: (beacon: Beacon) => Beacon | undefined;
  /** Remembers a message unless an equal one is there; the one remembered for the longest time gives way. */
  readonly add: (beacon: Beacon) => void;
}

const contents = ({ position, speed, acceleration }: Beacon): readonly number[] => [
  position.x,
  position.y,
  speed.x,
  speed.y,
  acceleration.x,
  acceleration.y,
];

const same = (first: Beacon, second: Beacon): boolean => {
  const other = contents(second);
  return contents(first).every((value, at) => value === other[at]);
};

const STEPS_PER_UNIT = 1000;
const WORD = 2 ** 32;

/** 32 bits; a chance meeting of two hashes only makes the memory forget one message, `find` compares in full. */
const hashOf = (beacon: Beacon): number =>
  contents(beacon).reduce(
    (hash, value) => Math.imul(hash ^ (Math.round(value * STEPS_PER_UNIT) % WORD), 0x0100_0193),
    7,
  );

/** An empty memory for `capacity` messages, at least one. */
export const createSeen = (capacity: number): SeenContents => {
  const limit = Math.max(1, Math.floor(capacity));
  const byHash = new Map<number, Beacon>();
  return {
    find: (beacon) => {
      const found = byHash.get(hashOf(beacon));
      return found !== undefined && same(found, beacon) ? found : undefined;
    },
    add: (beacon) => {
      const hash = hashOf(beacon);
      const found = byHash.get(hash);
      if (found !== undefined && same(found, beacon)) return;
      byHash.delete(hash);
      byHash.set(hash, beacon);
      const [oldest] = byHash.keys();
      if (byHash.size > limit && oldest !== undefined) byHash.delete(oldest);
    },
  };
};
