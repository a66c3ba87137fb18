const SHARDS = 256;
const FIRST_CAPACITY = 16;
/** Words of an entry: first number + 1 (0 = free), second number, value. */
const WORDS = 3;

/** What a table without entries has: never written to. */
const NO_WORDS = new Int32Array(0);

interface Shard {
  words: Int32Array;
  mask: number;
  size: number;
}

/**
 * Map from two whole numbers (0 or more) to a whole number, in typed arrays. Split into 256 tables that grow one by one:
 * one table of a million entries that doubles would hold everything up.
 */
export class PairTable {
  readonly #shards: Shard[] = Array.from({ length: SHARDS }, () => ({
    words: NO_WORDS,
    mask: -1,
    size: 0,
  }));
  /** Number of entries. */
  size = 0;

  /** Value of a pair, or -1. */
  get(first: number, second: number): number {
    const hash = hashOf(first, second);
    const shard = this.#shard(hash);
    if (shard.size === 0) return -1;
    const at = place(shard, hash, first, second);
    return shard.words[at] === 0 ? -1 : (shard.words[at + 2] ?? -1);
  }

  /** Sets the value of a pair. */
  set(first: number, second: number, value: number): void {
    const hash = hashOf(first, second);
    const shard = this.#room(hash);
    const at = place(shard, hash, first, second);
    if (shard.words[at] === 0) this.#take(shard, at, first, second);
    shard.words[at + 2] = value;
  }

  /** Adds to the value of a pair (0 when it is not there) and gives the sum; a pair whose sum is 0 leaves the table. */
  add(first: number, second: number, amount: number): number {
    const hash = hashOf(first, second);
    const shard = this.#room(hash);
    const at = place(shard, hash, first, second);
    if (shard.words[at] === 0) this.#take(shard, at, first, second);
    const sum = (shard.words[at + 2] ?? 0) + amount;
    shard.words[at + 2] = sum;
    if (sum === 0) this.#close(shard, at / WORDS);
    return sum;
  }

  /** Takes a pair out. */
  delete(first: number, second: number): void {
    const hash = hashOf(first, second);
    const shard = this.#shard(hash);
    if (shard.size === 0) return;
    const at = place(shard, hash, first, second);
    if (shard.words[at] !== 0) this.#close(shard, at / WORDS);
  }

  #shard(hash: number): Shard {
    return this.#shards[hash >>> 24] ?? EMPTY;
  }

  #room(hash: number): Shard {
    const shard = this.#shard(hash);
    if ((shard.size + 1) * 3 > (shard.mask + 1) * 2) grow(shard);
    return shard;
  }

  #take(shard: Shard, at: number, first: number, second: number): void {
    shard.words[at] = first + 1;
    shard.words[at + 1] = second;
    shard.words[at + 2] = 0;
    shard.size += 1;
    this.size += 1;
  }

  /** Frees a place and moves those behind it up, so that no probe ends early. */
  #close(shard: Shard, hole: number): void {
    const { words, mask } = shard;
    let free = hole;
    for (let next = (hole + 1) & mask; ; next = (next + 1) & mask) {
      const from = next * WORDS;
      const first = words[from] ?? 0;
      if (first === 0) break;
      const home = hashOf(first - 1, words[from + 1] ?? 0) & mask;
      if (((next - home) & mask) < ((next - free) & mask)) continue;
      words.copyWithin(free * WORDS, from, from + WORDS);
      free = next;
    }
    words[free * WORDS] = 0;
    shard.size -= 1;
    this.size -= 1;
  }
}

const EMPTY: Shard = { words: NO_WORDS, mask: -1, size: 0 };

const hashOf = (first: number, second: number): number => {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second + 0x7f4a7c15, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};

const place = (shard: Shard, hash: number, first: number, second: number): number => {
  const { words, mask } = shard;
  let at = (hash & mask) * WORDS;
  while (words[at] !== 0 && (words[at] !== first + 1 || words[at + 1] !== second)) {
    at += WORDS;
    if (at === words.length) at = 0;
  }
  return at;
};

const grow = (shard: Shard): void => {
  const { words } = shard;
  const capacity = Math.max(FIRST_CAPACITY, (shard.mask + 1) * 2);
  shard.words = new Int32Array(capacity * WORDS);
  shard.mask = capacity - 1;
  for (let from = 0; from < words.length; from += WORDS) {
    const first = words[from] ?? 0;
    if (first === 0) continue;
    const second = words[from + 1] ?? 0;
    const at = place(shard, hashOf(first - 1, second), first - 1, second);
    shard.words[at] = first;
    shard.words[at + 1] = second;
    shard.words[at + 2] = words[from + 2] ?? 0;
  }
};
