/** Sequence numbers `first` to `last`, both included. */
export interface FrameRange {
  readonly first: number;
  readonly last: number;
}

/**
 * A set of sequence numbers, kept as ranges. Cheap when numbers come nearly in order; memory grows with the number of
 * holes, not of numbers. `add` of a number far behind the end costs O(ranges).
 */
export class FrameRanges {
  readonly #ranges: { first: number; last: number }[] = [];

  /** Adds one number; a number that is there already changes nothing. */
  add(seq: number): void {
    this.addRange({ first: seq, last: seq });
  }

  /** Adds all numbers of a range. */
  addRange({ first, last }: FrameRange): void {
    const ranges = this.#ranges;
    const newest = ranges.at(-1);
    if (newest === undefined || first > newest.last + 1) {
      ranges.push({ first, last });
      return;
    }
    const from = this.#firstEndingAtOrAfter(first - 1);
    const merged = { first, last };
    let to = from;
    for (let each = ranges[to]; each !== undefined && each.first <= last + 1; each = ranges[to]) {
      merged.first = Math.min(merged.first, each.first);
      merged.last = Math.max(merged.last, each.last);
      to += 1;
    }
    ranges.splice(from, to - from, merged);
  }

  /** What is not in the set between `first` and `last`, in order. */
  missing({ first, last }: FrameRange): FrameRange[] {
    const holes: FrameRange[] = [];
    let next = first;
    for (const range of this.#ranges) {
      if (range.first > last) break;
      if (range.first > next) holes.push({ first: next, last: range.first - 1 });
      next = Math.max(next, range.last + 1);
    }
    if (next <= last) holes.push({ first: next, last });
    return holes;
  }

  #firstEndingAtOrAfter(seq: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.last ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
