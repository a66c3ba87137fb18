/** A place in a segment file where a frame begins. */
export interface FramePlace {
  readonly seq: number;
  readonly offset: number;
}

const STEP = 1024 * 1024;

/** Sparse index of one segment: the offset of about one frame in each MiB, and where the last reader stopped. */
export class SegmentIndex {
  readonly #places: FramePlace[] = [];
  #hint: FramePlace | undefined;

  /** Takes note of a frame when it is far enough from the last noted one. Frames come in order. */
  add(seq: number, offset: number): void {
    const last = this.#places.at(-1);
    if (last === undefined || (offset >= last.offset + STEP && seq > last.seq)) this.#places.push({ seq, offset });
  }

  /** Remembers where a reader stopped, so that it goes on without searching. */
  remember(place: FramePlace): void {
    this.#hint = place;
  }

  /** The nearest known place at or before `seq`. */
  before(seq: number): FramePlace | undefined {
    if (this.#hint?.seq === seq) return this.#hint;
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
      else high = middle;
    }
    return this.#places[low - 1];
  }

  /** Forgets everything after a segment was cut at `offset`. */
  cut(offset: number): void {
    while ((this.#places.at(-1)?.offset ?? -1) >= offset) this.#places.pop();
    this.#hint = undefined;
  }
}
