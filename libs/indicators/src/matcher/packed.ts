import type { Observable } from '../indicator.ts';

/** Networks of one family, cut into disjoint stretches of addresses in order. References are kept plus 1; 0 means none. */
export interface Stretches {
  /** Number of edges below each 16-bit begin of an address. */
  readonly index: Uint32Array;
  /** First addresses; four numbers each for IPv6. */
  readonly starts: Uint32Array;
  /** The narrowest network of each stretch. */
  readonly owner: Uint32Array;
  /** First entry of each network, and the network around it. */
  readonly entry: Uint32Array;
  readonly parent: Uint32Array;
}

/** A matcher as plain memory: it goes to worker threads without a copy. Entries have numbers from 0. */
export interface PackedMatcher {
  readonly seed: number;
  readonly count: number;
  /** One bit for every hash that may be in the tables: most values are turned away here. */
  readonly filter: Uint32Array;
  /** Three numbers a slot: both hashes and the first entry of the key plus 1. */
  readonly slots: Uint32Array;
  /** First slot and number of slots less 1 of each small table. */
  readonly shards: Uint32Array;
  /** Id of each entry, for whoever keeps the indicators. */
  readonly ids: Float64Array;
  /** Next entry with the same key, plus 1. */
  readonly next: Uint32Array;
  /** Validity, seconds since 1970 UTC; the end is not included. */
  readonly from: Uint32Array;
  readonly until: Uint32Array;
  /** Index into `INDICATOR_KINDS`. */
  readonly kinds: Uint8Array;
  readonly v4: Stretches;
  readonly v6: Stretches;
  /** What an event has to show besides, by entry. */
  readonly also: ReadonlyMap<number, readonly Observable[]>;
}

/** Shared memory of each sort. */
export const shared = {
  words: (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4)),
  bytes: (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length)),
  doubles: (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8)),
};

/** Size of the memory that a matcher shares, bytes. */
export const packedBytes = (packed: PackedMatcher): number =>
  [packed, packed.v4, packed.v6]
    .flatMap((part): unknown[] => Object.values(part))
    .reduce<number>((sum, value) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0), 0);
