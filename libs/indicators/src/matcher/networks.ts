import { shared, type Stretches } from './packed.ts';

/** Bits of an address by which the table of places is entered. */
const INDEX_BITS = 16;
const INDEX_SIZE = 2 ** INDEX_BITS;

/** Networks of one family under construction; an address is one or four words. Networks are nested or disjoint. */
export class NetworkList {
  readonly #each: 1 | 4;
  readonly #starts: number[] = [];
  readonly #bits: number[] = [];
  readonly #entries: number[] = [];

  constructor(each: 1 | 4) {
    this.#each = each;
  }

  add(bytes: Uint8Array, bits: number, entry: number): void {
    for (let word = 0; word < this.#each; word += 1) {
      const at = word * 4;
      const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
      this.#starts.push(high * 65_536 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)));
    }
    this.#bits.push(bits);
    this.#entries.push(entry);
  }

  /** Lays the networks out; `chain` is told that `next` has the same network as `entry`. */
  layOut(chain: (entry: number, next: number) => void): Stretches {
    const order = Uint32Array.from(this.#bits.keys()).sort((a, b) => this.#compare(a, b));
    const first: number[] = [];
    const parents: number[] = [];
    const edges = new Edges(this.#each);
    const open: { readonly at: number; readonly network: number }[] = [];
    const leave = (next: number | undefined): void => {
      for (let last = open.at(-1); last && (next === undefined || !this.#holds(last.at, next)); last = open.at(-1)) {
        open.pop();
        const end = this.#after(last.at);
        if (end !== undefined) edges.mark(end, (open.at(-1)?.network ?? -1) + 1);
      }
    };
    let before: number | undefined;
    for (const at of order) {
      const entry = this.#entries[at] ?? 0;
      if (before !== undefined && this.#compare(before, at) === 0) chain(this.#entries[before] ?? 0, entry);
      else {
        leave(at);
        parents.push((open.at(-1)?.network ?? -1) + 1);
        open.push({ at, network: first.length });
        first.push(entry + 1);
        edges.mark(this.#start(at), first.length);
      }
      before = at;
    }
    leave(undefined);
    return edges.pack(first, parents);
  }

  #start(at: number): readonly number[] {
    return this.#starts.slice(at * this.#each, (at + 1) * this.#each);
  }

  #compare(a: number, b: number): number {
    for (let word = 0; word < this.#each; word += 1) {
      const difference = (this.#starts[a * this.#each + word] ?? 0) - (this.#starts[b * this.#each + word] ?? 0);
      if (difference !== 0) return difference;
    }
    return (this.#bits[a] ?? 0) - (this.#bits[b] ?? 0);
  }

  #holds(outer: number, inner: number): boolean {
    const bits = this.#bits[outer] ?? 0;
    for (let word = 0; word < this.#each; word += 1) {
      const kept = Math.max(0, Math.min(32, bits - word * 32));
      const mask = kept === 0 ? 0 : (0xffffffff << (32 - kept)) | 0;
      const left = this.#starts[outer * this.#each + word] ?? 0;
      const right = this.#starts[inner * this.#each + word] ?? 0;
      if (((left ^ right) & mask) !== 0) return false;
    }
    return true;
  }

  /** First address behind a network; undefined behind the last one of all. */
  #after(at: number): readonly number[] | undefined {
    const words = [...this.#start(at)];
    const last = (this.#bits[at] ?? 0) - 1;
    if (last < 0) return undefined;
    let carry = 2 ** (31 - (last & 31));
    for (let word = last >> 5; word >= 0 && carry > 0; word -= 1) {
      const sum = (words[word] ?? 0) + carry;
      words[word] = sum % 2 ** 32;
      carry = sum >= 2 ** 32 ? 1 : 0;
    }
    return carry > 0 ? undefined : words;
  }
}

/** Edges between stretches, in order. */
class Edges {
  readonly #each: number;
  readonly #starts: number[] = [];
  readonly #owner: number[] = [];

  constructor(each: number) {
    this.#each = each;
  }

  mark(start: readonly number[], owner: number): void {
    const at = this.#owner.length - 1;
    const same = at >= 0 && start.every((word, index) => this.#starts[at * this.#each + index] === word);
    if (same) this.#owner[at] = owner;
    else {
      this.#starts.push(...start);
      this.#owner.push(owner);
    }
  }

  pack(first: readonly number[], parents: readonly number[]): Stretches {
    const index = shared.words(this.#owner.length === 0 ? 0 : INDEX_SIZE + 1);
    let edge = 0;
    for (let high = 0; high < index.length; high += 1) {
      while (edge < this.#owner.length && (this.#starts[edge * this.#each] ?? 0) < high * INDEX_SIZE) edge += 1;
      index[high] = edge;
    }
    return {
      index,
      starts: copy(this.#starts),
      owner: copy(this.#owner),
      entry: copy(first),
      parent: copy(parents),
    };
  }
}

const copy = (numbers: readonly number[]): Uint32Array => {
  const words = shared.words(numbers.length);
  words.set(numbers);
  return words;
};

/** Number of the network plus 1 that an IPv4 address lies in; 0 for none. */
export const networkOfV4 = ({ index, starts, owner }: Stretches, address: number): number => {
  const high = address >>> INDEX_BITS;
  let low = index[high] ?? 0;
  let end = index[high + 1] ?? 0;
  while (low < end) {
    const middle = (low + end) >>> 1;
    if ((starts[middle] ?? 0) <= address) low = middle + 1;
    else end = middle;
  }
  return low === 0 ? 0 : (owner[low - 1] ?? 0);
};

const isAtMost = (starts: Uint32Array, at: number, address: Uint32Array): boolean => {
  for (let word = 0; word < 4; word += 1) {
    const left = starts[at * 4 + word] ?? 0;
    const right = address[word] ?? 0;
    if (left !== right) return left < right;
  }
  return true;
};

/** The same for the four words of an IPv6 address. */
export const networkOfV6 = ({ index, starts, owner }: Stretches, address: Uint32Array): number => {
  const high = (address[0] ?? 0) >>> INDEX_BITS;
  let low = index[high] ?? 0;
  let end = index[high + 1] ?? 0;
  while (low < end) {
    const middle = (low + end) >>> 1;
    if (isAtMost(starts, middle, address)) low = middle + 1;
    else end = middle;
  }
  return low === 0 ? 0 : (owner[low - 1] ?? 0);
};
