/** A stream of reproducible random numbers. */
export interface Random {
  /** Integer from 0 up to but without `limit`. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  /** An element; `otherwise` for an empty list. */
  readonly pick: <T>(all: readonly T[], otherwise: T) => T;
}

/** FNV-1a of a text, mixed with a number. */
const mixed = (name: string, number: number): number => {
  let hash = 0x811c9dc5 ^ number;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
};

/** The stream of one input of one target: depends on nothing but its three arguments (mulberry32). */
export const createRandom = (seed: number, name: string, index: number): Random => {
  let state = mixed(name, Math.imul(seed, 0x9e3779b9) ^ Math.imul(index + 1, 0xc2b2ae35));
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (all, otherwise) => all[below(all.length)] ?? otherwise,
  };
};
