const FIRST_CAPACITY = 64;
/** Memory of a node with a reference of usual length. */
export const NODE_BYTES = 80;

/** Pool of the entries of all windows: single lists in typed arrays. */
export class Nodes {
  time = new Float64Array(FIRST_CAPACITY);
  weight = new Float64Array(FIRST_CAPACITY);
  /** Number of the text that is counted, the number that is summed, or the mark. */
  value = new Float64Array(FIRST_CAPACITY);
  next = new Int32Array(FIRST_CAPACITY);
  readonly refs: string[] = [];
  #free = -1;
  #used = 0;
  /** Nodes in lists. */
  live = 0;

  /** Takes a node; its `next` is -1. */
  take(time: number, weight: number, value: number, ref: string): number {
    const node = this.#free < 0 ? this.#fresh() : this.#free;
    if (this.#free >= 0) this.#free = this.next[node] ?? -1;
    this.time[node] = time;
    this.weight[node] = weight;
    this.value[node] = value;
    this.next[node] = -1;
    this.refs[node] = ref;
    this.live += 1;
    return node;
  }

  /** Gives a node back and says what followed it. */
  drop(node: number): number {
    const after = this.next[node] ?? -1;
    this.refs[node] = '';
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
    }
    return node;
  }
}

/** Copies an array to the front of a larger one and returns that. */
export const larger = <T extends { set: (from: ArrayLike<number>) => void }>(old: ArrayLike<number>, fresh: T): T => {
  fresh.set(old);
  return fresh;
};
