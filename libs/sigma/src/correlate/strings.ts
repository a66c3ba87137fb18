import { Arena } from './arena.ts';
import { larger } from './nodes.ts';

const SHARDS = 256;
const FIRST_CAPACITY = 64;
/** What a text costs beside its bytes: its number and its share of the table. */
const OVERHEAD = 24;
/** Words of an entry of a table: number + 1 (0 = free) and hash. */
const WORDS = 2;
/** Words of a number: place of its text, hash, holders; four, so that they lie in one line of the cache. */
const FACTS = 4;
const HASH = 1;
const HOLDERS = 2;

/** What a table without entries has: never written to. */
const NO_WORDS = new Int32Array(0);

interface Shard {
  words: Int32Array;
  mask: number;
  size: number;
}

/**
 * Texts under whole numbers, each kept once while somebody holds it. A hash table of typed arrays, split into 256 that grow
 * one by one. `seed` keeps whoever writes the texts from choosing ones that fall on one place.
 */
export class Strings {
  readonly #arena = new Arena();
  readonly #shards: Shard[] = Array.from({ length: SHARDS }, () => ({ words: NO_WORDS, mask: -1, size: 0 }));
  readonly #start: number;
  readonly #factor: number;
  #facts = new Int32Array(FIRST_CAPACITY * FACTS);
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
    return shard.size === 0 ? -1 : (shard.words[this.#place(shard, hash, text)] ?? 0) - 1;
  }

  /** Number of a text; the caller holds it until {@link release}. */
  hold(text: string): number {
    const hash = this.#hash(text);
    const shard = this.#shard(hash);
    if ((shard.size + 1) * 3 > (shard.mask + 1) * 2) grow(shard);
    const at = this.#place(shard, hash, text);
    const known = (shard.words[at] ?? 0) - 1;
    if (known >= 0) {
      this.again(known);
      return known;
    }
    const number = this.#fresh();
    const fact = number * FACTS;
    this.#facts[fact] = this.#arena.put(text);
    this.#facts[fact + HASH] = hash;
    this.#facts[fact + HOLDERS] = 1;
    shard.words[at] = number + 1;
    shard.words[at + 1] = hash;
    shard.size += 1;
    return number;
  }

  /** Holds a number once more. */
  again(number: number): void {
    const at = number * FACTS + HOLDERS;
    this.#facts[at] = (this.#facts[at] ?? 0) + 1;
  }

  /** Lets go; the text is forgotten when nobody holds it. */
  release(number: number): void {
    const fact = number * FACTS;
    const left = (this.#facts[fact + HOLDERS] ?? 1) - 1;
    this.#facts[fact + HOLDERS] = left;
    if (left > 0) return;
    const hash = this.#facts[fact + HASH] ?? 0;
    remove(this.#shard(hash), hash, number);
    this.#arena.drop(this.#facts[fact] ?? 0);
    this.#free.push(number);
  }

  /** The text of a number that is held. */
  text(number: number): string {
    return this.#arena.text(this.#facts[number * FACTS] ?? 0);
  }

  /** 32 bits, as a signed number. */
  #hash(text: string): number {
    let hash = this.#start;
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), this.#factor);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x2c1b3c6d);
    return hash ^ (hash >>> 13);
  }

  #shard(hash: number): Shard {
    return this.#shards[hash >>> 24] ?? NO_SHARD;
  }

  /** Place of a text in its shard, or the free one where it belongs. */
  #place({ words, mask }: Shard, hash: number, text: string): number {
    let at = (hash & mask) * WORDS;
    for (;;) {
      const number = (words[at] ?? 0) - 1;
      if (number < 0) return at;
      if (words[at + 1] === hash && this.#arena.holds(this.#facts[number * FACTS] ?? 0, text)) return at;
      at += WORDS;
      if (at === words.length) at = 0;
    }
  }

  #fresh(): number {
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    const number = this.#used;
    this.#used += 1;
    if (number * FACTS === this.#facts.length)
      this.#facts = larger(this.#facts, new Int32Array(this.#facts.length * 2));
    return number;
  }
}

const NO_SHARD: Shard = { words: NO_WORDS, mask: -1, size: 0 };

/** Takes a number out of a shard and moves those behind it up, so that no probe ends early. */
const remove = (shard: Shard, hash: number, number: number): void => {
  const { words, mask } = shard;
  let hole = hash & mask;
  while (words[hole * WORDS] !== number + 1) hole = (hole + 1) & mask;
  for (let next = (hole + 1) & mask; ; next = (next + 1) & mask) {
    const other = words[next * WORDS] ?? 0;
    if (other === 0) break;
    const otherHash = words[next * WORDS + 1] ?? 0;
    if (((next - otherHash) & mask) < ((next - hole) & mask)) continue;
    words[hole * WORDS] = other;
    words[hole * WORDS + 1] = otherHash;
    hole = next;
  }
  words[hole * WORDS] = 0;
  shard.size -= 1;
};

const grow = (shard: Shard): void => {
  const old = shard.words;
  const capacity = Math.max(16, (shard.mask + 1) * 2);
  const words = new Int32Array(capacity * WORDS);
  const mask = capacity - 1;
  for (let from = 0; from < old.length; from += WORDS) {
    const taken = old[from] ?? 0;
    if (taken === 0) continue;
    const hash = old[from + 1] ?? 0;
    let at = hash & mask;
    while (words[at * WORDS] !== 0) at = (at + 1) & mask;
    words[at * WORDS] = taken;
    words[at * WORDS + 1] = hash;
  }
  shard.words = words;
  shard.mask = mask;
};
