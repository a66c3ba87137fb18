import { ID_BYTES } from '../columns.ts';

/**
 * What is remembered of every vehicle between two frames, as typed arrays: {@link BYTES_PER_SLOT} bytes for a place in the
 * table, of which at most seven in ten are taken.
 */
export interface Fleet {
  /** Vehicles that are known. */
  size: number;
  /** Vehicles that found no place because the table is at its limit; they are not watched. */
  refused: number;
  readonly limit: number;
  slots: Slots;
}

const arrays = (capacity: number) => ({
  capacity,
  ids: new Uint8Array(capacity * ID_BYTES),
  taken: new Uint8Array(capacity),
  /** Time of the newest report, ms since 1970. */
  time: new Float64Array(capacity),
  /** Time of the newest valid position. */
  positionTime: new Float64Array(capacity),
  /** Where the frames come from now, where they came from before, and when that changed. */
  source: new Uint32Array(capacity),
  sourceBefore: new Uint32Array(capacity),
  sourceChanged: new Float64Array(capacity),
  /** Hash of the newest report. */
  hash: new Uint32Array(capacity),
  odometer: new Uint32Array(capacity),
  longitude: new Int32Array(capacity),
  latitude: new Int32Array(capacity),
  speed: new Uint16Array(capacity),
  soc: new Uint8Array(capacity),
  insulation: new Uint16Array(capacity),
  coordinates: new Uint8Array(capacity),
  /** Start of the minute in which re-sent reports are counted, in seconds since 1970, and the count. */
  window: new Uint32Array(capacity),
  resent: new Uint16Array(capacity),
  /** Bit n: detector n told of this vehicle in the window that ends at `mutedUntil` (seconds since 1970). */
  muted: new Uint32Array(capacity),
  mutedUntil: new Uint32Array(capacity),
  /** Bands of the report that was told last, and when that was (seconds since 1970, 0 = never). */
  toldUrgent: new Uint16Array(capacity),
  toldPlain: new Uint16Array(capacity),
  told: new Uint32Array(capacity),
});

/** The arrays behind a {@link Fleet}, one element a place. */
export type Slots = ReturnType<typeof arrays>;

/** Memory of one place. */
export const BYTES_PER_SLOT = Object.values(arrays(1)).reduce<number>(
  (sum, column) => sum + (typeof column === 'number' ? 0 : column.byteLength),
  0,
);

const FIRST_CAPACITY = 1024;
const MOST_LOAD = 0.7;

/** A fleet of at most `limit` vehicles; memory grows with those that were seen. */
export const createFleet = (limit: number): Fleet => ({ size: 0, refused: 0, limit, slots: arrays(FIRST_CAPACITY) });

/** FNV-1a over the bytes `from .. to`, 32 bits. */
export const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
};

/** Hash of a whole frame, by words: a fingerprint to compare with the frame before, 32 bits. */
export const frameHash = (bytes: Buffer, from: number, to: number): number => {
  let hash = 0x811c9dc5;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const word =
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  }
  for (; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
};

const same = (slots: Slots, slot: number, bytes: Uint8Array, at: number): boolean => {
  const from = slot * ID_BYTES;
  for (let n = ID_BYTES - 1; n >= 0; n -= 1) if (slots.ids[from + n] !== bytes[at + n]) return false;
  return true;
};

/** The place of an id, or the free place where it belongs. */
const placeOf = (slots: Slots, bytes: Uint8Array, at: number): number => {
  const mask = slots.capacity - 1;
  let slot = hashOf(bytes, at, at + ID_BYTES);
  slot = (slot ^ (slot >>> 15)) & mask;
  while (slots.taken[slot] === 1 && !same(slots, slot, bytes, at)) slot = (slot + 1) & mask;
  return slot;
};

const grow = (fleet: Fleet): void => {
  const old = fleet.slots;
  const larger = arrays(old.capacity * 2);
  const names = Object.keys(old).filter((name) => name !== 'capacity' && name !== 'ids') as Exclude<
    keyof Slots,
    'capacity' | 'ids'
  >[];
  for (let slot = 0; slot < old.capacity; slot += 1) {
    if (old.taken[slot] === 0) continue;
    const at = slot * ID_BYTES;
    const to = placeOf(larger, old.ids, at);
    larger.ids.set(old.ids.subarray(at, at + ID_BYTES), to * ID_BYTES);
    for (const name of names) larger[name][to] = old[name][slot] ?? 0;
  }
  fleet.slots = larger;
};

/**
 * The place of the vehicle whose id lies at `bytes[at ..]`, made when it is new; -1 when there is no room for another.
 * A place is only valid until the next call that makes one.
 */
export const slotOf = (fleet: Fleet, bytes: Uint8Array, at: number): number => {
  const slot = placeOf(fleet.slots, bytes, at);
  if (fleet.slots.taken[slot] === 1) return slot;
  if (fleet.size >= fleet.limit) {
    fleet.refused += 1;
    return -1;
  }
  if (fleet.size + 1 > fleet.slots.capacity * MOST_LOAD) {
    grow(fleet);
    return slotOf(fleet, bytes, at);
  }
  const { slots } = fleet;
  slots.taken[slot] = 1;
  for (let n = 0; n < ID_BYTES; n += 1) slots.ids[slot * ID_BYTES + n] = bytes[at + n] ?? 0;
  slots.soc[slot] = 0xff;
  slots.speed[slot] = 0xffff;
  slots.odometer[slot] = 0xffff_ffff;
  slots.insulation[slot] = 0xffff;
  slots.coordinates[slot] = 0xff;
  fleet.size += 1;
  return slot;
};
