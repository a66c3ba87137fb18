/** What is known of a vehicle on its connection: it goes on, or it was refused. */
type Standing = 'goes-on' | 'refused';

/**
 * Vehicles of one connection, told apart by their whole identifier, so that none passes for another one: about 40 bytes
 * each, never more than a million. After that the set starts again, so that some are judged twice.
 */
export interface SeenVehicles {
  /** Number of a vehicle; `-1 - number` the first time. */
  readonly place: (bytes: Uint8Array, from: number, to: number) => number;
  readonly standing: (place: number) => Standing;
  /** `epoch`: that of the time when the place was given; an old one is ignored. */
  readonly stand: (place: number, epoch: number, standing: Standing) => void;
  /** Counts a frame; frames of the vehicle in this minute. */
  readonly counted: (place: number, minute: number) => number;
  /** Grows whenever the set starts again. */
  readonly epoch: () => number;
  readonly clear: () => void;
}

const FIRST_PLACES = 4;
const MOST_PLACES = 1_048_576;
/** Bytes of an identifier that a usual connection needs: a length and a VIN. */
const KEY_BYTES = 18;
const MOST_ID = 255;
const MOST_COUNT = 0xffff;

/** FNV-1a, mixed so that its low bits depend on every byte. */
const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
};

interface Tables {
  /** Number of a vehicle plus one; 0 = free. */
  slots: Uint32Array;
  /** Where the key of each vehicle begins: its length, then its bytes. */
  starts: Uint32Array;
  keys: Uint8Array;
  refused: Uint8Array;
  minutes: Uint32Array;
  counts: Uint16Array;
  size: number;
  used: number;
}

const tablesFor = (places: number): Tables => ({
  slots: new Uint32Array(places * 2),
  starts: new Uint32Array(places),
  keys: new Uint8Array(places * KEY_BYTES),
  refused: new Uint8Array(places),
  minutes: new Uint32Array(places),
  counts: new Uint16Array(places),
  size: 0,
  used: 0,
});

const isKey = ({ keys, starts }: Tables, place: number, bytes: Uint8Array, from: number, length: number): boolean => {
  const start = starts[place] ?? 0;
  if (keys[start] !== length) return false;
  for (let at = 0; at < length; at += 1) if (keys[start + 1 + at] !== bytes[from + at]) return false;
  return true;
};

/** Slot of a key: the one where it stands, or the free one where it would. */
const slotOf = (tables: Tables, bytes: Uint8Array, from: number, to: number): number => {
  const { slots } = tables;
  const mask = slots.length - 1;
  for (let at = hashOf(bytes, from, to) & mask; ; at = (at + 1) & mask) {
    const found = slots[at] ?? 0;
    if (found === 0 || isKey(tables, found - 1, bytes, from, to - from)) return at;
  }
};

const grown = (old: Tables): Tables => {
  const tables = tablesFor(old.starts.length * 2);
  const { keys, starts, refused, minutes, counts, slots } = tables;
  starts.set(old.starts);
  refused.set(old.refused);
  minutes.set(old.minutes);
  counts.set(old.counts);
  const whole = old.keys.length > keys.length ? { ...tables, keys: new Uint8Array(old.keys.length) } : tables;
  whole.keys.set(old.keys);
  whole.size = old.size;
  whole.used = old.used;
  for (let place = 0; place < old.size; place += 1) {
    const start = starts[place] ?? 0;
    slots[slotOf(whole, old.keys, start + 1, start + 1 + (old.keys[start] ?? 0))] = place + 1;
  }
  return whole;
};

const keep = (tables: Tables, slot: number, bytes: Uint8Array, from: number, length: number): number => {
  const place = tables.size;
  if (tables.used + 1 + length > tables.keys.length) {
    const keys = new Uint8Array(tables.keys.length * 2 + length);
    keys.set(tables.keys);
    tables.keys = keys;
  }
  tables.starts[place] = tables.used;
  tables.keys[tables.used] = length;
  for (let at = 0; at < length; at += 1) tables.keys[tables.used + 1 + at] = bytes[from + at] ?? 0;
  tables.used += 1 + length;
  tables.size += 1;
  tables.slots[slot] = place + 1;
  return place;
};

/** An empty set. */
export const seenVehicles = (): SeenVehicles => {
  let tables = tablesFor(FIRST_PLACES);
  let epoch = 0;
  const clear = (): void => {
    tables = tablesFor(FIRST_PLACES);
    epoch += 1;
  };
  return {
    place: (bytes, from, to) => {
      const end = Math.min(to, from + MOST_ID);
      const found = tables.slots[slotOf(tables, bytes, from, end)] ?? 0;
      if (found !== 0) return found - 1;
      if (tables.size === MOST_PLACES) clear();
      else if (tables.size === tables.starts.length) tables = grown(tables);
      return -1 - keep(tables, slotOf(tables, bytes, from, end), bytes, from, end - from);
    },
    standing: (place) => (tables.refused[place] === 1 ? 'refused' : 'goes-on'),
    stand: (place, since, standing) => {
      if (since === epoch) tables.refused[place] = standing === 'refused' ? 1 : 0;
    },
    counted: (place, minute) => {
      const isSame = tables.minutes[place] === minute;
      const count = isSame ? Math.min((tables.counts[place] ?? 0) + 1, MOST_COUNT) : 1;
      tables.minutes[place] = minute;
      tables.counts[place] = count;
      return count;
    },
    epoch: () => epoch,
    clear,
  };
};
