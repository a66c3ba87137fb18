/** Middle of some numbers; NaN for none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** Median of the distances from the median (MAD): a spread that outliers hardly move. */
export const deviation = (values: readonly number[], centre = median(values)): number =>
  median(values.map((value) => Math.abs(value - centre)));

/** MAD times this is the standard deviation of normally distributed numbers. */
export const MAD_TO_SIGMA = 1.4826;
