const HOUR = 3_600_000;
const LEVELS = 4;

/** Colour of a cell: `0` nothing, `1` to `4` by the number of records, `gap` where the source should have spoken. */
export type HeatLevel = '0' | '1' | '2' | '3' | '4' | 'gap';

/** A stretch of time, milliseconds; `to` is not part of it. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

const scaled = (events: number, most: number): HeatLevel => {
  if (events <= 0) return '0';
  const share = Math.sqrt(events / Math.max(1, most));
  const level = Math.min(LEVELS, Math.max(1, Math.ceil(share * LEVELS)));
  return String(level) as HeatLevel;
};

/** Levels of consecutive hours from `from` on, on the scale of square roots, so that quiet hours still differ from empty ones. */
export const heatLevels = (events: readonly number[], from: number, gaps: readonly Stretch[]): readonly HeatLevel[] => {
  const most = Math.max(0, ...events);
  return events.map((count, at) => {
    const hour = from + at * HOUR;
    const missing = count === 0 && gaps.some((gap) => hour >= gap.from && hour < gap.to);
    return missing ? 'gap' : scaled(count, most);
  });
};

/** Spreads hours with records over all hours of a range; the range begins with a full hour. */
export const spreadHours = (
  hours: readonly { readonly at: string; readonly events: number }[],
  range: Stretch,
): readonly number[] => {
  const cells = Array.from({ length: Math.max(0, Math.round((range.to - range.from) / HOUR)) }, () => 0);
  for (const { at, events } of hours) {
    const cell = Math.round((Date.parse(at) - range.from) / HOUR);
    if (cell >= 0 && cell < cells.length) cells[cell] = (cells[cell] ?? 0) + events;
  }
  return cells;
};
