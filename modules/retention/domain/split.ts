/** Frames with the number of rows they have. */
export interface CountedRange {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly rows: number;
}

/**
 * Cuts a range of frames into parts of at most `most` rows, by halving. A single frame is never cut; parts without rows are
 * left out. `rowsOf` says how many rows a range has, both ends included.
 */
export const splitRange = async (
  range: { readonly fromSeq: number; readonly toSeq: number },
  most: number,
  rowsOf: (fromSeq: number, toSeq: number) => Promise<number>,
): Promise<readonly CountedRange[]> => {
  const { fromSeq, toSeq } = range;
  const rows = await rowsOf(fromSeq, toSeq);
  if (rows === 0) return [];
  if (rows <= most || fromSeq >= toSeq) return [{ fromSeq, toSeq, rows }];
  const middle = Math.floor((fromSeq + toSeq) / 2);
  const before = await splitRange({ fromSeq, toSeq: middle }, most, rowsOf);
  return [...before, ...(await splitRange({ fromSeq: middle + 1, toSeq }, most, rowsOf))];
};
