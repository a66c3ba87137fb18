import type { Span } from './span.ts';

/** Points with rising x. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Index of the first x that is not below the value. */
export const firstAtOrAfter = (x: ArrayLike<number>, value: number): number => {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(x, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

/**
 * Indices of the points that a line over `columns` pixels needs: of each column the first, lowest, highest and last,
 * in order, and one neighbour beyond each end so that the line leaves the picture. At most 4 × columns + 2.
 */
export const decimate = ({ x, y }: Points, span: Span, columns: number): readonly number[] => {
  const begin = Math.max(0, firstAtOrAfter(x, span.from) - 1);
  const end = Math.min(x.length, firstAtOrAfter(x, span.to) + 1);
  if (end - begin <= columns * 4) return Array.from({ length: end - begin }, (_, index) => begin + index);
  const width = (span.to - span.from) / columns;
  const columnOf = (index: number): number => Math.floor((at(x, index) - span.from) / width);
  const kept: number[] = [];
  let first = begin;
  for (let index = begin + 1; index <= end; index += 1) {
    if (index < end && columnOf(index) === columnOf(first)) continue;
    keepColumn(y, first, index, kept);
    first = index;
  }
  return kept;
};

const keepColumn = (y: ArrayLike<number>, first: number, end: number, kept: number[]): void => {
  let lowest = first;
  let highest = first;
  for (let index = first; index < end; index += 1) {
    if (at(y, index) < at(y, lowest)) lowest = index;
    if (at(y, index) > at(y, highest)) highest = index;
  }
  const wanted = [first, Math.min(lowest, highest), Math.max(lowest, highest), end - 1];
  for (const index of wanted) if (kept.at(-1) !== index) kept.push(index);
};

/** Index of the point nearest to a value of x; -1 without points. */
export const nearest = (x: ArrayLike<number>, value: number): number => {
  const after = firstAtOrAfter(x, value);
  if (after === 0) return x.length === 0 ? -1 : 0;
  if (after === x.length) return x.length - 1;
  return at(x, after) - value < value - at(x, after - 1) ? after : after - 1;
};

/** Lowest and highest of the numbers; undefined without a finite one. */
export const extentOf = (values: ArrayLike<number>): Span | undefined => {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = at(values, index);
    if (value < from) from = value;
    if (value > to) to = value;
  }
  return Number.isFinite(from) && Number.isFinite(to) ? { from, to } : undefined;
};
