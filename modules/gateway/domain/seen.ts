/** Vehicles of one connection of which a frame came, as hashes: four bytes each, never more than two million. */
export interface SeenSet {
  /** True the first time. After two million it starts again, so that some are told twice. */
  readonly isNew: (bytes: Uint8Array, from: number, to: number) => boolean;
}

const FIRST_CAPACITY = 8;
const MOST = 2_097_152;

/** FNV-1a; 0 stands for a free place. */
const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0 || 1;
};

const add = (places: Uint32Array, hash: number): boolean => {
  const mask = places.length - 1;
  let at = (hash ^ (hash >>> 15)) & mask;
  for (;;) {
    const found = places[at];
    if (found === hash) return false;
    if (found === 0) {
      places[at] = hash;
      return true;
    }
    at = (at + 1) & mask;
  }
};

/** An empty set. */
export const seenSet = (): SeenSet => {
  let places = new Uint32Array(FIRST_CAPACITY);
  let size = 0;
  let last = 0;
  const grow = (): void => {
    const old = places;
    const full = old.length >= MOST;
    places = new Uint32Array(full ? FIRST_CAPACITY : old.length * 2);
    size = full ? 0 : size;
    if (!full) for (const hash of old) if (hash !== 0) add(places, hash);
  };
  return {
    isNew: (bytes, from, to) => {
      const hash = hashOf(bytes, from, to);
      // Most connections carry one vehicle.
      if (hash === last) return false;
      last = hash;
      if (!add(places, hash)) return false;
      size += 1;
      if (size * 2 > places.length) grow();
      return true;
    },
  };
};
