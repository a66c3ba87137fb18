import type { IndicatorKind, Observable } from '../indicator.ts';
import { addressBytes, parsePrefix } from '../values/addresses.ts';
import { HashPair } from './hash.ts';
import { comparedText, hashAddress, hashName, hashText, kindNumber } from './key.ts';
import { NetworkList } from './networks.ts';
import { shared, type PackedMatcher } from './packed.ts';

/** An indicator as the matcher needs it. Times in milliseconds. */
export interface MatcherEntry extends Observable {
  /** Whole number of whoever keeps the indicators. */
  readonly id: number;
  readonly validFrom: number | undefined;
  readonly validUntil: number | undefined;
  readonly also: readonly Observable[];
}

/** Entries of one piece of the lists that grow: packing pauses after each. */
const PIECE = 32_768;
/** Entries of a small table, about. */
const SHARD = 1_024;
const NEVER = 0xffffffff;
/** Bits of the filter for each entry. */
const FILTER_BITS = 12;

/** Columns of a piece: hash a, hash b, from, until. */
const COLUMNS = 4;

interface Piece {
  readonly numbers: Uint32Array;
  readonly ids: Float64Array;
  readonly kinds: Uint8Array;
}

const newPiece = (): Piece => ({
  numbers: new Uint32Array(PIECE * COLUMNS),
  ids: new Float64Array(PIECE),
  kinds: new Uint8Array(PIECE),
});

const seconds = (ms: number | undefined, absent: number, round: (value: number) => number): number =>
  ms === undefined ? absent : Math.max(0, Math.min(NEVER, round(ms / 1_000)));

const powerAbove = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, count)));

/**
 * Gathers indicators and packs them, once. Memory grows piece by piece and the tables are many small ones, so that no step
 * takes long: `steps` pauses after each, for callers on an event loop.
 */
export class MatcherBuilder {
  readonly #seed: number;
  readonly #pair = new HashPair();
  readonly #pieces: Piece[] = [];
  readonly #v4 = new NetworkList(1);
  readonly #v6 = new NetworkList(4);
  readonly #also = new Map<number, readonly Observable[]>();
  #count = 0;

  /** `seed`: any 32 bits, unknown to those who write events, so that nobody can prepare values that collide. */
  constructor(seed: number) {
    this.#seed = seed | 0;
  }

  get count(): number {
    return this.#count;
  }

  /** Adds an indicator; one whose value is not of its kind is left out: answers false. */
  add(entry: MatcherEntry): boolean {
    const { kind, value, also } = entry;
    if (!(kind === 'network' ? this.#addNetwork(value) : this.#hash(kind, value))) return false;
    const at = this.#count % PIECE;
    if (at === 0) this.#pieces.push(newPiece());
    const piece = this.#pieces.at(-1);
    if (piece === undefined) return false;
    piece.numbers[at * COLUMNS] = this.#pair.a;
    piece.numbers[at * COLUMNS + 1] = this.#pair.b;
    piece.numbers[at * COLUMNS + 2] = seconds(entry.validFrom, 0, Math.floor);
    piece.numbers[at * COLUMNS + 3] = seconds(entry.validUntil, NEVER, Math.ceil);
    piece.ids[at] = entry.id;
    piece.kinds[at] = kindNumber[kind];
    if (also.length > 0) this.#also.set(this.#count, also);
    this.#count += 1;
    return true;
  }

  #hash(kind: IndicatorKind, value: string): boolean {
    if (kind === 'ip') {
      const bytes = addressBytes(value);
      if (bytes !== undefined) hashAddress(this.#pair, this.#seed, bytes);
      return bytes !== undefined;
    }
    const text = comparedText(kind, value);
    if (text === undefined) return false;
    if (kind === 'domain') hashName(this.#pair, this.#seed, text);
    else hashText(this.#pair, this.#seed, kind, text);
    return true;
  }

  #addNetwork(value: string): boolean {
    const prefix = parsePrefix(value);
    if (prefix === undefined) return false;
    const { bytes, bits } = prefix;
    (bytes.length === 4 ? this.#v4 : this.#v6).add(bytes, bits, this.#count);
    return true;
  }

  /** Packs what was added, all at once. */
  build(): PackedMatcher {
    const steps = this.steps();
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** Packs what was added in steps of a few milliseconds; the last one gives the result. */
  *steps(): Generator<undefined, PackedMatcher> {
    const shards = powerAbove(Math.ceil(this.#count / SHARD));
    const perShard = new Uint32Array(shards);
    for (let at = 0; at < this.#pieces.length; at += 1) {
      this.#countShards(at, perShard);
      yield undefined;
    }
    const next = shared.words(this.#count);
    const chain = (entry: number, after: number): void => void (next[entry] = after + 1);
    const v4 = this.#v4.layOut(chain);
    yield undefined;
    const v6 = this.#v6.layOut(chain);
    yield undefined;
    const packed: PackedMatcher = { ...this.#tables(perShard), next, v4, v6, also: this.#also };
    for (let at = 0; at < this.#pieces.length; at += 1) {
      this.#fill(packed, at);
      yield undefined;
    }
    this.#pieces.length = 0;
    return packed;
  }

  #sizeOf(piece: number): number {
    return Math.min(PIECE, this.#count - piece * PIECE);
  }

  #countShards(number: number, perShard: Uint32Array): void {
    const piece = this.#pieces[number];
    const shift = 32 - Math.log2(perShard.length);
    for (let at = 0; piece && at < this.#sizeOf(number); at += 1) {
      if (piece.kinds[at] === kindNumber.network) continue;
      const shard = (piece.numbers[at * COLUMNS] ?? 0) >>> shift;
      perShard[shard] = (perShard[shard] ?? 0) + 1;
    }
  }

  #tables(perShard: Uint32Array): Omit<PackedMatcher, 'next' | 'v4' | 'v6' | 'also'> {
    const shards = shared.words(perShard.length * 2);
    let slots = 0;
    perShard.forEach((entries, shard) => {
      const size = powerAbove(Math.ceil(entries * 1.4));
      shards[shard * 2] = slots;
      shards[shard * 2 + 1] = size - 1;
      slots += size;
    });
    const count = this.#count;
    return {
      seed: this.#seed,
      count,
      filter: shared.words(powerAbove((count * FILTER_BITS) / 32)),
      slots: shared.words(slots * 3),
      shards,
      ids: shared.doubles(count),
      from: shared.words(count),
      until: shared.words(count),
      kinds: shared.bytes(count),
    };
  }

  #fill(packed: PackedMatcher, number: number): void {
    const piece = this.#pieces[number];
    if (piece === undefined) return;
    const size = this.#sizeOf(number);
    const base = number * PIECE;
    const shift = 32 - Math.log2(packed.shards.length / 2);
    packed.ids.set(piece.ids.subarray(0, size), base);
    packed.kinds.set(piece.kinds.subarray(0, size), base);
    for (let at = 0; at < size; at += 1) {
      packed.from[base + at] = piece.numbers[at * COLUMNS + 2] ?? 0;
      packed.until[base + at] = piece.numbers[at * COLUMNS + 3] ?? 0;
      if (piece.kinds[at] === kindNumber.network) continue;
      put(packed, shift, piece.numbers[at * COLUMNS] ?? 0, piece.numbers[at * COLUMNS + 1] ?? 0, base + at);
    }
  }
}

/** Puts an entry into its small table; entries with the same key are chained, the newest first. */
const put = (packed: PackedMatcher, shift: number, a: number, b: number, entry: number): void => {
  const { filter, shards, slots, next } = packed;
  const bit = (b >>> 5) & (filter.length - 1);
  filter[bit] = (filter[bit] ?? 0) | (1 << (b & 31));
  const shard = a >>> shift;
  const first = shards[shard * 2] ?? 0;
  const mask = shards[shard * 2 + 1] ?? 0;
  for (let at = a & mask; ; at = (at + 1) & mask) {
    const slot = (first + at) * 3;
    const head = slots[slot + 2] ?? 0;
    if (head !== 0 && (slots[slot] !== a || slots[slot + 1] !== b)) continue;
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = entry + 1;
    next[entry] = head;
    return;
  }
};
