const MOST = 256;

interface Block {
  readonly values: number[];
  readonly weights: number[];
  total: number;
}

/**
 * Numbers with weights in order, for percentiles: blocks of at most 256, so that one that comes or goes moves few others.
 * Equal numbers share an entry.
 */
export class SortedWeights {
  readonly #blocks: Block[] = [];
  #total = 0;

  /** Sum of the weights. */
  get total(): number {
    return this.#total;
  }

  /** Adds weight to a number; a number whose weight becomes 0 leaves. */
  add(value: number, weight: number): void {
    this.#total += weight;
    const index = this.#blockOf(value);
    const block = this.#blocks[index];
    if (block === undefined) {
      this.#blocks.push({ values: [value], weights: [weight], total: weight });
      return;
    }
    block.total += weight;
    const at = lowerBound(block.values, value);
    if (block.values[at] !== value) {
      block.values.splice(at, 0, value);
      block.weights.splice(at, 0, weight);
      if (block.values.length > MOST) this.#split(index, block);
      return;
    }
    const left = (block.weights[at] ?? 0) + weight;
    block.weights[at] = left;
    if (left > 0) return;
    block.values.splice(at, 1);
    block.weights.splice(at, 1);
    if (block.values.length === 0) this.#blocks.splice(index, 1);
  }

  /** The smallest number that at least `percentile` per cent of the weight do not exceed (nearest rank). */
  percentile(percentile: number): number {
    let rank = Math.max(1, Math.ceil((percentile * this.#total) / 100));
    for (const block of this.#blocks) {
      if (rank > block.total) {
        rank -= block.total;
        continue;
      }
      for (let at = 0; at < block.values.length; at += 1) {
        rank -= block.weights[at] ?? 0;
        if (rank <= 0) return block.values[at] ?? NaN;
      }
    }
    return NaN;
  }

  /** First block whose largest number is not below, else the last. */
  #blockOf(value: number): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const values = this.#blocks[middle]?.values ?? [];
      if ((values[values.length - 1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #split(index: number, block: Block): void {
    const half = block.values.length >> 1;
    const values = block.values.splice(half);
    const weights = block.weights.splice(half);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    block.total -= total;
    this.#blocks.splice(index + 1, 0, { values, weights, total });
  }
}

const lowerBound = (values: readonly number[], value: number): number => {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
