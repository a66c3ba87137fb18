import { Arena } from './arena.ts';

const FIRST_CAPACITY = 64;
/** Memory of a node without its reference. */
const NODE_BYTES = 32;

/** Pool of the entries of all windows: single lists in typed arrays. */
export class Nodes {
  time = new Float64Array(FIRST_CAPACITY);
  weight = new Float64Array(FIRST_CAPACITY);
  /** Number of the text that is counted, the number that is summed, or the mark. */
  value = new Float64Array(FIRST_CAPACITY);
  next = new Int32Array(FIRST_CAPACITY);
  #ref = new Int32Array(FIRST_CAPACITY);
  readonly #refs = new Arena();
  #free = -1;
  #used = 0;
  /** Nodes in lists. */
  live = 0;

  /** Memory, estimated. */
  get bytes(): number {
    return this.live * NODE_BYTES + this.#refs.bytes;
  }

  /** Reference of the event behind a node. */
  ref(node: number): string {
    const place = this.#ref[node] ?? 0;
    return place === 0 ? '' : this.#refs.text(place);
  }

  /** Puts another reference in its place. */
  setRef(node: number, ref: string): void {
    const place = this.#ref[node] ?? 0;
    if (place > 0) this.#refs.drop(place);
    this.#ref[node] = ref === '' ? 0 : this.#refs.put(ref);
  }

  /** Takes a node; its `next` is -1. */
  take(time: number, weight: number, value: number, ref: string): number {
    const node = this.#free < 0 ? this.#fresh() : this.#free;
    if (this.#free >= 0) this.#free = this.next[node] ?? -1;
    this.time[node] = time;
    this.weight[node] = weight;
    this.value[node] = value;
    this.next[node] = -1;
    this.#ref[node] = ref === '' ? 0 : this.#refs.put(ref);
    this.live += 1;
    return node;
  }

  /** Gives a node back and says what followed it. */
  drop(node: number): number {
    const after = this.next[node] ?? -1;
    this.setRef(node, '');
    this.next[node] = this.#free;
    this.#free = node;
    this.live -= 1;
    return after;
  }

  #fresh(): number {
    const node = this.#used;
    this.#used += 1;
    if (node === this.next.length) {
      const size = node * 2;
      this.time = larger(this.time, new Float64Array(size));
      this.weight = larger(this.weight, new Float64Array(size));
      this.value = larger(this.value, new Float64Array(size));
      this.next = larger(this.next, new Int32Array(size));
      this.#ref = larger(this.#ref, new Int32Array(size));
    }
    return node;
  }
}

/** Copies an array to the front of a larger one and returns that. */
export const larger = <T extends { set: (from: ArrayLike<number>) => void }>(old: ArrayLike<number>, fresh: T): T => {
  fresh.set(old);
  return fresh;
};
