/** A stream of reproducible random numbers: the same seed plays the same run. Not for anything secret. */
export interface Prng {
  /** 0 <= x < 1 */
  readonly next: () => number;
  /** Integer from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number;
  readonly between: (low: number, high: number) => number;
  /** An element; throws RangeError for an empty list. */
  readonly pick: <T>(all: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
  /** `length` lower-case hex digits. */
  readonly hex: (length: number) => string;
  /** An independent stream that depends only on this seed and `name`. */
  readonly fork: (name: string) => Prng;
}

const hashName = (seed: number, name: string): number => {
  let hash = seed ^ 0x9e3779b9;
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x85ebca6b);
  return hash >>> 0;
};

/** Creates the stream of a seed (mulberry32). */
export const createPrng = (seed: number): Prng => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(all: readonly T[]): T => {
    const one = all[int(0, all.length - 1)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  };
  return {
    next,
    int,
    between: (low, high) => low + next() * (high - low),
    pick,
    chance: (probability) => next() < probability,
    hex: (length) => Array.from({ length }, () => int(0, 15).toString(16)).join(''),
    fork: (name) => createPrng(hashName(seed >>> 0, name)),
  };
};
