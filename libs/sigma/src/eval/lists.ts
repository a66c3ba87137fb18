/** Many lists of small integers in two arrays: list `n` is `items[starts[n] .. starts[n + 1])`. */
export interface Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** Packs lists; tens of thousands of typed arrays would each be an object that every garbage collection visits. */
export const packLists = (lists: readonly Iterable<number>[]): Lists => {
  const starts = new Int32Array(lists.length + 1);
  const items: number[] = [];
  for (const [at, list] of lists.entries()) {
    for (const item of list) items.push(item);
    starts[at + 1] = items.length;
  }
  return { starts, items: Int32Array.from(items) };
};

/** Called with a stretch of a packed array. */
export type TakeRange = (items: Int32Array, from: number, to: number) => void;
