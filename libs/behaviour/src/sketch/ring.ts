/** The last numbers of a series, at most `length` of them. */
export class Ring {
  readonly #values: Float64Array;
  #count = 0;

  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  push(value: number): void {
    this.#values[this.#count % this.#values.length] = value;
    this.#count += 1;
  }

  /** How many numbers are held. */
  get size(): number {
    return Math.min(this.#count, this.#values.length);
  }

  /** The numbers held, oldest first, for keeping. */
  inOrder(): number[] {
    const first = this.#count <= this.#values.length ? 0 : this.#count % this.#values.length;
    const held = this.values();
    return [...held.slice(first), ...held.slice(0, first)];
  }

  /** The numbers held, in no particular order. */
  values(): readonly number[] {
    return [...this.#values.subarray(0, this.size)];
  }
}
