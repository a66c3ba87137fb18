import { hashText } from './hash.ts';
import { fromHex, toHex } from './hex.ts';
import { HyperLogLog } from './hyper-log-log.ts';

/** Up to this many values are counted exactly. */
export const EXACT = 64;
const BITMAP_BITS = 4096;

/**
 * Counts distinct values of one subject in little memory: hashes up to {@link EXACT}, then a bitmap of 512 bytes with
 * linear counting (good to about 3 % up to 8,000 values).
 */
export class FewDistinct {
  #few: number[] | undefined = [];
  #bitmap: Uint8Array | undefined;
  #marked = 0;

  add(value: string): void {
    const hash = hashText(value);
    if (this.#few === undefined) return this.#mark(hash);
    if (this.#few.includes(hash)) return;
    this.#few.push(hash);
    if (this.#few.length <= EXACT) return;
    this.#bitmap = new Uint8Array(BITMAP_BITS / 8);
    for (const known of this.#few) this.#mark(known);
    this.#few = undefined;
  }

  /** Distinct values; exact up to {@link EXACT}. */
  count(): number {
    if (this.#few !== undefined) return this.#few.length;
    return Math.round(BITMAP_BITS * Math.log(BITMAP_BITS / Math.max(1, BITMAP_BITS - this.#marked)));
  }

  /** Everything it knows, as a JSON value. */
  save(): readonly number[] | string {
    return this.#few ?? toHex(this.#bitmap ?? new Uint8Array());
  }

  /** A counter that goes on from what was saved. */
  static from(saved: unknown): FewDistinct {
    const made = new FewDistinct();
    if (Array.isArray(saved)) {
      made.#few = saved.slice(0, EXACT).map(Number);
      return made;
    }
    const bitmap = fromHex(String(saved));
    if (bitmap.length !== BITMAP_BITS / 8) return made;
    made.#few = undefined;
    made.#bitmap = bitmap;
    for (const byte of bitmap) for (let bit = 0; bit < 8; bit += 1) made.#marked += (byte >>> bit) & 1;
    return made;
  }

  #mark(hash: number): void {
    if (this.#bitmap === undefined) return;
    const bit = hash % BITMAP_BITS;
    const mask = 1 << (bit & 7);
    const byte = this.#bitmap[bit >>> 3] ?? 0;
    if ((byte & mask) !== 0) return;
    this.#bitmap[bit >>> 3] = byte | mask;
    this.#marked += 1;
  }
}

/** A {@link ManyDistinct} as JSON. */
export interface SavedDistinct {
  readonly first: readonly string[];
  /** Registers as hex; '' while the count is exact. */
  readonly sketch: string;
}

/**
 * Counts distinct vehicles of one signature: the values themselves up to {@link EXACT}, which is also the sample, then a
 * HyperLogLog (1.6 %).
 */
export class ManyDistinct {
  readonly #first = new Set<string>();
  #sketch: HyperLogLog | undefined;

  add(value: string): void {
    if (this.#sketch !== undefined) return this.#sketch.add(value);
    this.#first.add(value);
    if (this.#first.size <= EXACT) return;
    this.#sketch = new HyperLogLog();
    for (const known of this.#first) this.#sketch.add(known);
    this.#first.delete(value);
  }

  /** Takes over what another counter has seen. */
  merge(other: ManyDistinct): void {
    for (const value of other.#first) this.add(value);
    if (other.#sketch === undefined) return;
    this.#sketch ??= sketchOf(this.#first);
    this.#sketch.merge(other.#sketch);
  }

  count(): number {
    return this.#sketch === undefined ? this.#first.size : this.#sketch.count();
  }

  /** True when the count is an estimate. */
  get estimated(): boolean {
    return this.#sketch !== undefined;
  }

  /** Everything it knows, as a JSON value. */
  save(): SavedDistinct {
    return { first: [...this.#first], sketch: this.#sketch === undefined ? '' : toHex(this.#sketch.bytes()) };
  }

  /** A counter that goes on from what was saved. */
  static from({ first, sketch }: SavedDistinct): ManyDistinct {
    const made = new ManyDistinct();
    for (const value of first.slice(0, EXACT)) made.#first.add(value);
    if (sketch !== '') made.#sketch = new HyperLogLog(fromHex(sketch));
    return made;
  }

  /** The first values, in the order in which they came. */
  sample(): readonly string[] {
    return [...this.#first];
  }
}

const sketchOf = (values: Iterable<string>): HyperLogLog => {
  const sketch = new HyperLogLog();
  for (const value of values) sketch.add(value);
  return sketch;
};
