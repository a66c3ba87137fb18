/** A rectangle of a map. */
export interface Tile {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Sized {
  readonly id: string;
  readonly size: number;
}

const sum = (items: readonly Sized[]): number => items.reduce((total, { size }) => total + size, 0);

/** Splits a list in two halves of about the same size. */
const halves = (items: readonly Sized[]): readonly [readonly Sized[], readonly Sized[]] => {
  const half = sum(items) / 2;
  let [at, reached] = [0, 0];
  for (; at < items.length - 1; at += 1) {
    reached += items[at]?.size ?? 0;
    if (reached >= half) break;
  }
  const cut = Math.min(Math.max(at + 1, 1), items.length - 1);
  return [items.slice(0, cut), items.slice(cut)];
};

const place = (items: readonly Sized[], x: number, y: number, width: number, height: number): Tile[] => {
  const [first] = items;
  if (first === undefined) return [];
  if (items.length === 1) return [{ id: first.id, x, y, width, height }];
  const [left, right] = halves(items);
  const share = sum(left) / sum(items);
  return width >= height
    ? [...place(left, x, y, width * share, height), ...place(right, x + width * share, y, width * (1 - share), height)]
    : [
        ...place(left, x, y, width, height * share),
        ...place(right, x, y + height * share, width, height * (1 - share)),
      ];
};

/** Rectangles that fill an area, each as large as its share; the largest come first. Sizes are positive. */
export const tilesOf = (items: readonly Sized[], width: number, height: number): Tile[] =>
  place(
    items.toSorted((a, b) => b.size - a.size || a.id.localeCompare(b.id)),
    0,
    0,
    width,
    height,
  );
