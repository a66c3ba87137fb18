/** Keys and how often each occurs, as the store's `sumMap` answers them; 64-bit numbers may come as text. */
export type CountMap = readonly [keys: readonly number[], counts: readonly (number | string)[]];

/** Bars of a histogram without gaps, from 0 to the bar that begins at `last` and ends at `end`; keys below 0 are left out. */
export const bars = (
  [keys, counts]: CountMap,
  { step, last, end }: { readonly step: number; readonly last: number; readonly end: number },
  times: number,
): { from: number; to: number; vehicles: number }[] => {
  const found = new Map(keys.map((key, at) => [key, Number(counts[at] ?? 0) * times]));
  return Array.from({ length: last / step + 1 }, (_, at) => {
    const from = at * step;
    return { from, to: from === last ? end : from + step, vehicles: found.get(from) ?? 0 };
  });
};

/** Counts by name, most frequent first; keys of one name are added up. */
export const named = (
  [keys, counts]: CountMap,
  name: (key: number) => string,
  times: number,
): { name: string; vehicles: number }[] => {
  const sums = new Map<string, number>();
  keys.forEach((key, at) => {
    const title = name(key);
    sums.set(title, (sums.get(title) ?? 0) + Number(counts[at] ?? 0) * times);
  });
  return [...sums]
    .map(([title, vehicles]) => ({ name: title, vehicles }))
    .toSorted((a, b) => b.vehicles - a.vehicles || (a.name < b.name ? -1 : 1));
};
