/** How many moments fall into each bar; bars are given by their starts and one width. */
export const countIn = (starts: readonly number[], width: number, moments: readonly number[]): readonly number[] =>
  starts.map((start) => moments.filter((moment) => moment >= start && moment < start + width).length);
