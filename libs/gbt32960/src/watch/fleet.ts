import { ID_BYTES } from '../columns.ts';

/** What is remembered of a vehicle between two reports. One object is filled anew for every report. */
export interface VehicleMemory {
  /** Time of the newest report, ms since 1970; 0 = none yet. */
  time: number;
  /** Time of the newest valid position; 0 = none yet. */
  positionTime: number;
  /** Where the frames come from now, where they came from before, and when that changed (ms since 1970). */
  source: number;
  sourceBefore: number;
  sourceChanged: number;
  /** Hash of the newest report. */
  hash: number;
  odometer: number;
  longitude: number;
  latitude: number;
  speed: number;
  soc: number;
  insulation: number;
  coordinates: number;
  /** Start of the minute in which re-sent reports are counted, in seconds since 1970, and the count. */
  window: number;
  resent: number;
  /** Bit n: detector n told of this vehicle in the window that ends at `mutedUntil` (seconds since 1970). */
  muted: number;
  mutedUntil: number;
  /** Bands of the report that was told last, and when that was (seconds since 1970, 0 = never). */
  toldUrgent: number;
  toldPlain: number;
  told: number;
}

/** A memory that knows nothing, in the marks of the columns. */
export const emptyMemory = (): VehicleMemory => ({
  time: 0,
  positionTime: 0,
  source: 0,
  sourceBefore: 0,
  sourceChanged: 0,
  hash: 0,
  odometer: 0xffff_ffff,
  longitude: 0,
  latitude: 0,
  speed: 0xffff,
  soc: 0xff,
  insulation: 0xffff,
  coordinates: 0xff,
  window: 0,
  resent: 0,
  muted: 0,
  mutedUntil: 0,
  toldUrgent: 0,
  toldPlain: 0,
  told: 0,
});

/**
 * Bytes of one place. Everything of a vehicle lies together, so that a report of one of a million vehicles waits for two
 * lines of memory and not for one of each field:
 *
 *   0 f64 time, positionTime, sourceChanged | 24 u32 source, sourceBefore, hash, odometer | 40 i32 longitude, latitude
 *   48 u32 window, muted, mutedUntil, told | 64 u16 speed, insulation, resent, toldUrgent, toldPlain
 *   74 u8 soc, coordinates, taken | 77 id (17 bytes)
 */
export const BYTES_PER_SLOT = 96;
const F64 = BYTES_PER_SLOT / 8;
const U32 = BYTES_PER_SLOT / 4;
const U16 = BYTES_PER_SLOT / 2;
const TAKEN_AT = 76;
const ID_AT = 77;

/** A hash table of vehicles: views of the same memory. */
export interface Table {
  readonly capacity: number;
  size: number;
  readonly f64: Float64Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly u16: Uint16Array;
  readonly u8: Uint8Array;
}

/** The memories of many vehicles: {@link BYTES_PER_SLOT} bytes a place, of which at most seven in ten are taken. */
export interface Fleet {
  /** Vehicles that are known. */
  size: number;
  /** Vehicles that found no place because the table is at its limit; they are not watched. */
  refused: number;
  readonly limit: number;
  /** Tables by the first bits of the hash: a table that grows holds everything up, so there are many small ones. */
  readonly tables: Table[];
  /** The table of the place that {@link slotOf} answered last. */
  table: Table;
}

const TABLES = 256;
const FIRST_CAPACITY = 64;
const MOST_LOAD = 0.7;

const createTable = (capacity: number): Table => {
  const memory = new ArrayBuffer(capacity * BYTES_PER_SLOT);
  return {
    capacity,
    size: 0,
    f64: new Float64Array(memory),
    u32: new Uint32Array(memory),
    i32: new Int32Array(memory),
    u16: new Uint16Array(memory),
    u8: new Uint8Array(memory),
  };
};

/** A fleet of at most `limit` vehicles; memory grows with those that were seen. */
export const createFleet = (limit: number): Fleet => {
  const tables = Array.from({ length: TABLES }, () => createTable(FIRST_CAPACITY));
  return { size: 0, refused: 0, limit, tables, table: createTable(0) };
};

/** Fills `into` with what is known of the vehicle at `slot`. */
export const recall = ({ f64, u32, i32, u16, u8 }: Table, slot: number, into: VehicleMemory): void => {
  const [d, w, h, b] = [slot * F64, slot * U32, slot * U16, slot * BYTES_PER_SLOT];
  into.time = f64[d] ?? 0;
  into.positionTime = f64[d + 1] ?? 0;
  into.sourceChanged = f64[d + 2] ?? 0;
  into.source = u32[w + 6] ?? 0;
  into.sourceBefore = u32[w + 7] ?? 0;
  into.hash = u32[w + 8] ?? 0;
  into.odometer = u32[w + 9] ?? 0;
  into.longitude = i32[w + 10] ?? 0;
  into.latitude = i32[w + 11] ?? 0;
  into.window = u32[w + 12] ?? 0;
  into.muted = u32[w + 13] ?? 0;
  into.mutedUntil = u32[w + 14] ?? 0;
  into.told = u32[w + 15] ?? 0;
  into.speed = u16[h + 32] ?? 0;
  into.insulation = u16[h + 33] ?? 0;
  into.resent = u16[h + 34] ?? 0;
  into.toldUrgent = u16[h + 35] ?? 0;
  into.toldPlain = u16[h + 36] ?? 0;
  into.soc = u8[b + 74] ?? 0;
  into.coordinates = u8[b + 75] ?? 0;
};

/** Writes `from` as what is known of the vehicle at `slot`. */
export const keep = ({ f64, u32, i32, u16, u8 }: Table, slot: number, from: VehicleMemory): void => {
  const [d, w, h, b] = [slot * F64, slot * U32, slot * U16, slot * BYTES_PER_SLOT];
  f64[d] = from.time;
  f64[d + 1] = from.positionTime;
  f64[d + 2] = from.sourceChanged;
  u32[w + 6] = from.source;
  u32[w + 7] = from.sourceBefore;
  u32[w + 8] = from.hash;
  u32[w + 9] = from.odometer;
  i32[w + 10] = from.longitude;
  i32[w + 11] = from.latitude;
  u32[w + 12] = from.window;
  u32[w + 13] = from.muted;
  u32[w + 14] = from.mutedUntil;
  u32[w + 15] = from.told;
  u16[h + 32] = from.speed;
  u16[h + 33] = from.insulation;
  u16[h + 34] = from.resent;
  u16[h + 35] = from.toldUrgent;
  u16[h + 36] = from.toldPlain;
  u8[b + 74] = from.soc;
  u8[b + 75] = from.coordinates;
};

/** FNV-1a over the bytes `from .. to`, 32 bits. */
export const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
};

const same = ({ u8 }: Table, slot: number, bytes: Uint8Array, at: number): boolean => {
  const from = slot * BYTES_PER_SLOT + ID_AT;
  for (let n = ID_BYTES - 1; n >= 0; n -= 1) if (u8[from + n] !== bytes[at + n]) return false;
  return true;
};

const isTaken = ({ u8 }: Table, slot: number): boolean => u8[slot * BYTES_PER_SLOT + TAKEN_AT] === 1;

/** The place of an id, or the free place where it belongs. */
const placeOf = (table: Table, hash: number, bytes: Uint8Array, at: number): number => {
  const mask = table.capacity - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  while (isTaken(table, slot) && !same(table, slot, bytes, at)) slot = (slot + 1) & mask;
  return slot;
};

const grown = (old: Table): Table => {
  const larger = createTable(old.capacity * 2);
  for (let slot = 0; slot < old.capacity; slot += 1) {
    if (!isTaken(old, slot)) continue;
    const from = slot * BYTES_PER_SLOT;
    const id = from + ID_AT;
    const to = placeOf(larger, hashOf(old.u8, id, id + ID_BYTES), old.u8, id);
    larger.u8.set(old.u8.subarray(from, from + BYTES_PER_SLOT), to * BYTES_PER_SLOT);
  }
  larger.size = old.size;
  return larger;
};

const NEW = emptyMemory();

/**
 * The place of the vehicle whose id lies at `bytes[at ..]` in `fleet.table`, made when it is new; -1 when there is no
 * room for another. Place and table are only valid until the next call.
 */
export const slotOf = (fleet: Fleet, bytes: Uint8Array, at: number): number => {
  const hash = hashOf(bytes, at, at + ID_BYTES);
  const table = fleet.tables[hash >>> 24] ?? fleet.table;
  const slot = placeOf(table, hash, bytes, at);
  fleet.table = table;
  if (isTaken(table, slot)) return slot;
  if (fleet.size >= fleet.limit) {
    fleet.refused += 1;
    return -1;
  }
  if (table.size + 1 > table.capacity * MOST_LOAD) {
    fleet.tables[hash >>> 24] = grown(table);
    return slotOf(fleet, bytes, at);
  }
  table.size += 1;
  fleet.size += 1;
  const from = slot * BYTES_PER_SLOT;
  table.u8[from + TAKEN_AT] = 1;
  for (let n = 0; n < ID_BYTES; n += 1) table.u8[from + ID_AT + n] = bytes[at + n] ?? 0;
  keep(table, slot, NEW);
  return slot;
};
