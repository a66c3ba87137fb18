import { larger, type Nodes } from './nodes.ts';

const FIRST_CAPACITY = 64;
/** Memory of a group without its key and its window. */
export const GROUP_BYTES = 85;

/** Groups of one correlation from the one that was hit longest ago to the newest. */
export interface Order {
  oldest: number;
  newest: number;
}

/** What is remembered of every group, as typed arrays; a group is a place in them. */
export class Groups {
  /** Number of the text of its key. */
  key = new Int32Array(FIRST_CAPACITY);
  /** Time of the newest hit and of the first. */
  last = new Float64Array(FIRST_CAPACITY);
  first = new Float64Array(FIRST_CAPACITY);
  /** When it fired last; -Infinity for never. */
  fired = new Float64Array(FIRST_CAPACITY);
  /** 1: the condition was false since it fired (sliding). */
  armed = new Uint8Array(FIRST_CAPACITY);
  total = new Float64Array(FIRST_CAPACITY);
  /** Sum of the weights; only where something is summed. */
  weights = new Float64Array(0);
  /** Window as a list of nodes, and its length. */
  head = new Int32Array(FIRST_CAPACITY);
  tail = new Int32Array(FIRST_CAPACITY);
  length = new Uint32Array(FIRST_CAPACITY);
  /** Subtractions since the sums were last added up; only where something is summed. */
  drift = new Uint32Array(0);
  before = new Int32Array(FIRST_CAPACITY);
  after = new Int32Array(FIRST_CAPACITY);
  /** Groups that are there. */
  size = 0;
  #free = -1;
  #used = 0;
  readonly #kind: 'sums' | 'counts';

  constructor(kind: 'sums' | 'counts') {
    this.#kind = kind;
    if (kind === 'counts') return;
    this.weights = new Float64Array(FIRST_CAPACITY);
    this.drift = new Uint32Array(FIRST_CAPACITY);
  }

  /** Takes a place for a group that was first hit at `time`, and makes it the newest of `order`. */
  take(order: Order, key: number, time: number): number {
    const slot = this.#free < 0 ? this.#fresh() : this.#free;
    if (this.#free >= 0) this.#free = this.after[slot] ?? -1;
    this.key[slot] = key;
    this.last[slot] = time;
    this.first[slot] = time;
    this.fired[slot] = -Infinity;
    this.armed[slot] = 1;
    this.total[slot] = 0;
    this.weights[slot] = 0;
    this.head[slot] = -1;
    this.tail[slot] = -1;
    this.length[slot] = 0;
    this.drift[slot] = 0;
    this.size += 1;
    this.#append(order, slot);
    return slot;
  }

  /** Gives the place back. Its nodes have to be gone. */
  drop(order: Order, slot: number): void {
    this.#unlink(order, slot);
    this.after[slot] = this.#free;
    this.#free = slot;
    this.size -= 1;
  }

  /** Notes a hit: the group becomes the newest. */
  touch(order: Order, slot: number, time: number): void {
    this.last[slot] = time;
    if (order.newest === slot) return;
    this.#unlink(order, slot);
    this.#append(order, slot);
  }

  /** Puts a node at the end of the window of a group. */
  push(nodes: Nodes, slot: number, node: number): void {
    const tail = this.tail[slot] ?? -1;
    if (tail < 0) this.head[slot] = node;
    else nodes.next[tail] = node;
    this.tail[slot] = node;
    this.length[slot] = (this.length[slot] ?? 0) + 1;
  }

  /** Takes the first node out of the window of a group. */
  shift(nodes: Nodes, slot: number): void {
    const after = nodes.drop(this.head[slot] ?? -1);
    this.head[slot] = after;
    if (after < 0) this.tail[slot] = -1;
    this.length[slot] = (this.length[slot] ?? 1) - 1;
  }

  #append(order: Order, slot: number): void {
    this.before[slot] = order.newest;
    this.after[slot] = -1;
    if (order.newest < 0) order.oldest = slot;
    else this.after[order.newest] = slot;
    order.newest = slot;
  }

  #unlink(order: Order, slot: number): void {
    const before = this.before[slot] ?? -1;
    const after = this.after[slot] ?? -1;
    if (before < 0) order.oldest = after;
    else this.after[before] = after;
    if (after < 0) order.newest = before;
    else this.before[after] = before;
  }

  #fresh(): number {
    const slot = this.#used;
    this.#used += 1;
    if (slot < this.key.length) return slot;
    const size = slot * 2;
    this.key = larger(this.key, new Int32Array(size));
    this.last = larger(this.last, new Float64Array(size));
    this.first = larger(this.first, new Float64Array(size));
    this.fired = larger(this.fired, new Float64Array(size));
    this.armed = larger(this.armed, new Uint8Array(size));
    this.total = larger(this.total, new Float64Array(size));
    this.head = larger(this.head, new Int32Array(size));
    this.tail = larger(this.tail, new Int32Array(size));
    this.length = larger(this.length, new Uint32Array(size));
    this.before = larger(this.before, new Int32Array(size));
    this.after = larger(this.after, new Int32Array(size));
    if (this.#kind === 'counts') return slot;
    this.weights = larger(this.weights, new Float64Array(size));
    this.drift = larger(this.drift, new Uint32Array(size));
    return slot;
  }
}
