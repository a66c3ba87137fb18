import type { Zone, ZoneKind, ZonePair } from '@chedun/zones/contract';

/** A zone at its place; pixels. */
export interface PlacedZone {
  readonly zone: Zone;
  readonly x: number;
  readonly y: number;
}
/** An arrow between two zones. */
export interface Arrow {
  readonly pair: ZonePair;
  readonly path: string;
  readonly width: number;
}

export const BOX = { width: 176, height: 74, gapX: 116, gapY: 34 } as const;

/** From outside to inside: who stands in which column. */
const COLUMNS: Readonly<Record<ZoneKind, number>> = {
  internet: 0,
  vehicle: 0,
  dmz: 1,
  office: 1,
  other: 1,
  production: 2,
  test: 2,
  management: 3,
  data: 3,
};

/** Places zones in columns from outside to inside; columns without zones take no room. */
export const placeZones = (zones: readonly Zone[]): readonly PlacedZone[] => {
  const used = [...new Set(zones.map(({ kind }) => COLUMNS[kind]))].toSorted((a, b) => a - b);
  const columns = used.map((column) => zones.filter(({ kind }) => COLUMNS[kind] === column));
  const most = Math.max(0, ...columns.map(({ length }) => length));
  const step = BOX.height + BOX.gapY;
  return columns.flatMap((column, index) =>
    column.map((zone, row) => ({
      zone,
      x: index * (BOX.width + BOX.gapX),
      // Short columns stand in the middle; each second one is moved, so that arrows do not run behind boxes.
      y: ((most - column.length) / 2 + row) * step + (index % 2) * 24,
    })),
  );
};

/** Size of the whole picture. */
export const sizeOf = (placed: readonly PlacedZone[]): { readonly width: number; readonly height: number } => ({
  width: Math.max(0, ...placed.map(({ x }) => x)) + BOX.width + 60,
  height: Math.max(0, ...placed.map(({ y }) => y)) + BOX.height + BELOW,
});

const OFFSET = 9;

/** Room below the boxes for arrows that pass whole columns. */
const BELOW = 78;
const STEP = BOX.width + BOX.gapX;

const pathOf = (from: PlacedZone, to: PlacedZone, bottom: number): string => {
  const right = BOX.width;
  if (from.x === to.x) {
    const down = to.y > from.y;
    // Both run beside the column, the two directions on its two sides.
    const [x, bend] = down ? [from.x + right, 46] : [from.x, -46];
    const [y1, y2] = [from.y + BOX.height / 2, to.y + BOX.height / 2];
    return `M${x} ${y1} C${x + bend} ${y1} ${x + bend} ${y2} ${x} ${y2}`;
  }
  const isInwards = to.x > from.x;
  const [x1, x2] = isInwards ? [from.x + right, to.x] : [from.x, to.x + right];
  const shift = isInwards ? -OFFSET : OFFSET;
  const [y1, y2] = [from.y + BOX.height / 2 + shift, to.y + BOX.height / 2 + shift];
  // Over more than one column an arrow would run behind the boxes between: it goes below them.
  if (Math.abs(to.x - from.x) > STEP) {
    const side = isInwards ? 56 : -56;
    const [deep, deeper] = [(4 * bottom - from.y) / 3, (4 * bottom - to.y) / 3];
    return `M${x1} ${y1} C${x1 + side} ${deep} ${x2 - side} ${deeper} ${x2} ${y2}`;
  }
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
};

/** Arrows of what crosses zones; the width grows with the logarithm of the records. Red ones come last, on top. */
export const arrowsOf = (placed: readonly PlacedZone[], pairs: readonly ZonePair[]): readonly Arrow[] => {
  const at = new Map(placed.map((each) => [each.zone.id, each]));
  const bottom = sizeOf(placed).height - BELOW + 26;
  return pairs
    .filter(({ from, to }) => from !== to)
    .flatMap((pair) => {
      const [from, to] = [at.get(pair.from), at.get(pair.to)];
      if (from === undefined || to === undefined) return [];
      return [{ pair, path: pathOf(from, to, bottom), width: 1.4 + Math.min(3.6, Math.log10(1 + pair.records) * 0.8) }];
    })
    .toSorted((a, b) => Number(isWrong(a.pair)) - Number(isWrong(b.pair)));
};

/** Whether something crosses that nothing allows. */
export const isWrong = ({ violating, ended }: ZonePair): boolean => violating + ended > 0;
