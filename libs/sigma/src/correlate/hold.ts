/** A hit with the fields that correlations need, free of the event it came from. */
export interface HeldHit {
  readonly rule: string;
  readonly time: number;
  readonly weight: number;
  readonly ref: string;
  readonly values: readonly (string | number | undefined)[];
  /** Order of arrival among hits of one time. */
  readonly order: number;
}

const MOST_TAKEN = 1_024;

/**
 * Hits that wait until the allowance for late ones has passed, given back by time and then by arrival. Those that come in
 * order stand in a row; only the others go through a heap.
 */
export class Hold {
  readonly #row: HeldHit[] = [];
  readonly #heap: HeldHit[] = [];
  #taken = 0;

  /** Hits that wait. */
  get size(): number {
    return this.#row.length - this.#taken + this.#heap.length;
  }

  /** Takes a hit in. */
  put(hit: HeldHit): void {
    const newest = this.#row[this.#row.length - 1];
    if (this.#row.length === this.#taken || newest === undefined || newest.time <= hit.time) this.#row.push(hit);
    else this.#climb(hit);
  }

  /** The earliest hit, when it is not later than `until`. */
  take(until: number): HeldHit | undefined {
    const inRow = this.#row[this.#taken];
    const [inHeap] = this.#heap;
    const first = inHeap === undefined || (inRow !== undefined && isBefore(inRow, inHeap)) ? inRow : inHeap;
    if (first === undefined || first.time > until) return undefined;
    if (first === inHeap) this.#sink();
    else this.#leave();
    return first;
  }

  /** All hits in the order in which they will be given. */
  list(): readonly HeldHit[] {
    return [...this.#row.slice(this.#taken), ...this.#heap].toSorted((left, right) => (isBefore(left, right) ? -1 : 1));
  }

  #leave(): void {
    this.#taken += 1;
    if (this.#taken < MOST_TAKEN || this.#taken * 2 < this.#row.length) return;
    this.#row.splice(0, this.#taken);
    this.#taken = 0;
  }

  #climb(hit: HeldHit): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, hit)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = hit;
  }

  #sink(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(last, child)) break;
      heap[at] = child;
      at = 2 * at + (child === left ? 1 : 2);
    }
    heap[at] = last;
  }
}

const isBefore = (left: HeldHit, right: HeldHit): boolean =>
  left.time < right.time || (left.time === right.time && left.order < right.order);
