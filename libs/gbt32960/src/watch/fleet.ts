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
  /** Tables by the first bits of the hash: a table that grows holds everything up, so there are many small ones. */
  readonly tables: Slots[];
  /** The table of the place that {@link slotOf} answered last. */
  slots: Slots;
}

const arrays = (capacity: number) => ({
  capacity,
  /** Vehicles in the table. */
  size: 0,
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

const TABLES = 256;
const FIRST_CAPACITY = 64;
const MOST_LOAD = 0.7;

/** A fleet of at most `limit` vehicles; memory grows with those that were seen. */
export const createFleet = (limit: number): Fleet => {
  const tables = Array.from({ length: TABLES }, () => arrays(FIRST_CAPACITY));
  return { size: 0, refused: 0, limit, tables, slots: arrays(0) };
};

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
const placeOf = (slots: Slots, hash: number, bytes: Uint8Array, at: number): number => {
  const mask = slots.capacity - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  while (slots.taken[slot] === 1 && !same(slots, slot, bytes, at)) slot = (slot + 1) & mask;
  return slot;
};

const NAMES = Object.keys(arrays(0)).filter(
  (name) => name !== 'capacity' && name !== 'size' && name !== 'ids',
) as Exclude<keyof Slots, 'capacity' | 'size' | 'ids'>[];

const grown = (old: Slots): Slots => {
  const larger = arrays(old.capacity * 2);
  for (let slot = 0; slot < old.capacity; slot += 1) {
    if (old.taken[slot] === 0) continue;
    const at = slot * ID_BYTES;
    const to = placeOf(larger, hashOf(old.ids, at, at + ID_BYTES), old.ids, at);
    larger.ids.set(old.ids.subarray(at, at + ID_BYTES), to * ID_BYTES);
    for (const name of NAMES) larger[name][to] = old[name][slot] ?? 0;
  }
  larger.size = old.size;
  return larger;
};

/**
 * The place of the vehicle whose id lies at `bytes[at ..]` in `fleet.slots`, made when it is new; -1 when there is no
 * room for another. Place and table are only valid until the next call.
 */
export const slotOf = (fleet: Fleet, bytes: Uint8Array, at: number): number => {
  const hash = hashOf(bytes, at, at + ID_BYTES);
  const table = hash >>> 24;
  const slots = fleet.tables[table] ?? fleet.slots;
  const slot = placeOf(slots, hash, bytes, at);
  fleet.slots = slots;
  if (slots.taken[slot] === 1) return slot;
  if (fleet.size >= fleet.limit) {
    fleet.refused += 1;
    return -1;
  }
  if (slots.size + 1 > slots.capacity * MOST_LOAD) {
    fleet.tables[table] = grown(slots);
    return slotOf(fleet, bytes, at);
  }
  slots.size += 1;
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
