import { Arena } from './arena.ts';
import { larger } from './nodes.ts';

const SHARDS = 256;
const FIRST_CAPACITY = 64;
/** What a text costs beside its bytes: its number, hash, count of holders and share of the table. */
const OVERHEAD = 24;

interface Shard {
  /** Numbers + 1; 0 = free. */
  places: Int32Array;
  size: number;
}

/**
 * Texts under whole numbers, each kept once while somebody holds it. A hash table of typed arrays, split into 256 that grow
 * one by one. `seed` keeps whoever writes the texts from choosing ones that fall on one place.
 */
export class Strings {
  readonly #arena = new Arena();
  readonly #shards: Shard[] = Array.from({ length: SHARDS }, () => ({ places: new Int32Array(0), size: 0 }));
  readonly #start: number;
  readonly #factor: number;
  #places = new Int32Array(FIRST_CAPACITY);
  #hashes = new Uint32Array(FIRST_CAPACITY);
  #holders = new Int32Array(FIRST_CAPACITY);
  readonly #free: number[] = [];
  #used = 0;

  constructor(seed = 0) {
    this.#start = Math.imul(seed ^ 0x811c9dc5, 0x9e3779b1);
    this.#factor = (Math.imul(seed + 0x01000193, 0x85ebca6b) ^ 0x2c1b3c6d) | 1;
  }

  /** Memory, estimated. */
  get bytes(): number {
    return this.#arena.bytes + (this.#used - this.#free.length) * OVERHEAD;
  }

  /** Number of a text that somebody holds, or -1. */
  find(text: string): number {
    const hash = this.#hash(text);
    const shard = this.#shard(hash);
    return shard.size === 0 ? -1 : (shard.places[this.#place(shard, hash, text)] ?? 0) - 1;
  }

  /** Number of a text; the caller holds it until {@link release}. */
  hold(text: string): number {
    const hash = this.#hash(text);
    const shard = this.#shard(hash);
    if ((shard.size + 1) * 3 > shard.places.length * 2) this.#grow(shard);
    const at = this.#place(shard, hash, text);
    const known = (shard.places[at] ?? 0) - 1;
    if (known >= 0) {
      this.again(known);
      return known;
    }
    const number = this.#fresh();
    this.#places[number] = this.#arena.put(text);
    this.#hashes[number] = hash;
    this.#holders[number] = 1;
    shard.places[at] = number + 1;
    shard.size += 1;
    return number;
  }

  /** Holds a number once more. */
  again(number: number): void {
    this.#holders[number] = (this.#holders[number] ?? 0) + 1;
  }

  /** Lets go; the text is forgotten when nobody holds it. */
  release(number: number): void {
    const left = (this.#holders[number] ?? 1) - 1;
    this.#holders[number] = left;
    if (left > 0) return;
    this.#remove(this.#shard(this.#hashes[number] ?? 0), number);
    this.#arena.drop(this.#places[number] ?? 0);
    this.#free.push(number);
  }

  /** The text of a number that is held. */
  text(number: number): string {
    return this.#arena.text(this.#places[number] ?? 0);
  }

  #hash(text: string): number {
    let hash = this.#start;
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), this.#factor);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  #shard(hash: number): Shard {
    return this.#shards[hash >>> 24] ?? NO_SHARD;
  }

  /** Place of a text in its shard, or the free one where it belongs. */
  #place({ places }: Shard, hash: number, text: string): number {
    const mask = places.length - 1;
    let at = hash & mask;
    for (;;) {
      const number = (places[at] ?? 0) - 1;
      if (number < 0) return at;
      if (this.#hashes[number] === hash && this.#arena.holds(this.#places[number] ?? 0, text)) return at;
      at = (at + 1) & mask;
    }
  }

  #remove(shard: Shard, number: number): void {
    const { places } = shard;
    const mask = places.length - 1;
    let hole = (this.#hashes[number] ?? 0) & mask;
    while (places[hole] !== number + 1) hole = (hole + 1) & mask;
    for (let next = (hole + 1) & mask; ; next = (next + 1) & mask) {
      const other = places[next] ?? 0;
      if (other === 0) break;
      const home = (this.#hashes[other - 1] ?? 0) & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      places[hole] = other;
      hole = next;
    }
    places[hole] = 0;
    shard.size -= 1;
  }

  #grow(shard: Shard): void {
    const old = shard.places;
    const places = new Int32Array(Math.max(16, old.length * 2));
    const mask = places.length - 1;
    for (const taken of old) {
      if (taken === 0) continue;
      let at = (this.#hashes[taken - 1] ?? 0) & mask;
      while (places[at] !== 0) at = (at + 1) & mask;
      places[at] = taken;
    }
    shard.places = places;
  }

  #fresh(): number {
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    const number = this.#used;
    this.#used += 1;
    if (number < this.#places.length) return number;
    this.#places = larger(this.#places, new Int32Array(number * 2));
    this.#hashes = larger(this.#hashes, new Uint32Array(number * 2));
    this.#holders = larger(this.#holders, new Int32Array(number * 2));
    return number;
  }
}

const NO_SHARD: Shard = { places: new Int32Array(0), size: 0 };
