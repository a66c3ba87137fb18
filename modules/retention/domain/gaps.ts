const HOUR = 3_600_000;

/** Hours without a record: `from` inclusive, `to` exclusive, both full hours, milliseconds since 1970. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Start of the hour of a moment. */
export const hourOf = (at: number): number => Math.floor(at / HOUR) * HOUR;

/**
 * Hours of `[from, to)` in which nothing was received, as ranges. `hours` are the starts of hours with records, in any
 * order. Ranges shorter than `leastHours` are left out: a source that may be silent for a day has no gap of an hour.
 */
export const gapsOf = (hours: Iterable<number>, range: Gap, leastHours = 1): readonly Gap[] => {
  const known = [...hours].filter((hour) => hour >= range.from && hour < range.to).toSorted((a, b) => a - b);
  const found: Gap[] = [];
  let next = hourOf(range.from);
  for (const hour of [...known, range.to]) {
    if (hour - next >= leastHours * HOUR) found.push({ from: next, to: hour });
    next = Math.max(next, hour + HOUR);
  }
  return found;
};

/** Hours of all gaps together. */
export const gapHours = (gaps: readonly Gap[]): number =>
  gaps.reduce((sum, { from, to }) => sum + (to - from) / HOUR, 0);

/** Least gap that counts for a source, by the silence that it is allowed. */
export const leastGapHours = (silentAfterMinutes: number): number => Math.max(1, Math.ceil(silentAfterMinutes / 60));
