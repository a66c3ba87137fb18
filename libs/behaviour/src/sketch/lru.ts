/**
 * A table with a hard cap. It keeps two generations: what is used moves into the young one; when that holds half the cap, the
 * old one is dropped. So entries that were not used for the longest time go, in constant time (deleting the first entry of a
 * large `Map` again and again is slow, because its deleted places stay until it grows).
 */
export class LruTable<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  readonly #half: number;

  /** `cap`: entries at most. */
  constructor(cap: number) {
    this.#half = Math.max(1, Math.floor(cap / 2));
  }

  /** Entries held; one that is in both generations counts twice. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The entry, now among the recently used ones. */
  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#half) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** The entry, made when it is not there. */
  at(key: string, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  /** Every entry once, long unused ones first. */
  entries(): [string, Value][] {
    return [...[...this.#old].filter(([key]) => !this.#young.has(key)), ...this.#young];
  }
}
