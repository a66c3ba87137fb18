/** A point of a history: start of its day or hour, and a count. */
interface HistoryPoint {
  readonly at: string;
  readonly count: number;
}

/** Points with the gaps filled by zeros, up to the stretch that holds `now`; times in milliseconds. */
export const withGaps = (
  points: readonly HistoryPoint[],
  { stepMs, steps, now }: { readonly stepMs: number; readonly steps: number; readonly now: number },
): readonly { readonly at: number; readonly count: number }[] => {
  const counts = new Map(points.map(({ at, count }) => [Date.parse(at), count]));
  const [known] = counts.keys();
  // Days begin at midnight in Shanghai: the grid is that of the points where there are any.
  const phase = known === undefined ? (16 * 3_600_000) % stepMs : known % stepMs;
  const last = Math.floor((now - phase) / stepMs) * stepMs + phase;
  return Array.from({ length: steps }, (_, step) => {
    const at = last - (steps - 1 - step) * stepMs;
    return { at, count: counts.get(at) ?? 0 };
  });
};
