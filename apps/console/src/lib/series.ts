import type { Severity } from '@chedun/governance/contract';

/** Severities from worst to mildest, the order in which they are stacked and listed. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const satisfies readonly Severity[];

/** Counts of one severity in one bucket, as the ledger tells them; empty buckets are missing. */
export interface SeverityPoint {
  readonly at: string;
  readonly severity: Severity;
  readonly count: number;
}

/** A full grid: every bucket of the range, and for every severity one number per bucket. */
export interface SeverityGrid {
  readonly at: readonly number[];
  readonly stepMs: number;
  readonly counts: Readonly<Record<Severity, readonly number[]>>;
}

const MAX_BUCKETS = 400;
const MINUTE = 60_000;
const STEPS = [1, 5, 10, 30, 60, 180, 360, 720, 1440, 10_080].map((minutes) => minutes * MINUTE);

const naturalStep = (range: number): number => STEPS.find((step) => range / step <= 60) ?? STEPS.at(-1) ?? MINUTE;

const stepBetween = (moments: readonly number[], range: number): number => {
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < moments.length; i += 1) smallest = Math.min(smallest, (moments[i] ?? 0) - (moments[i - 1] ?? 0));
  return Number.isFinite(smallest) && smallest > 0 ? Math.max(smallest, range / MAX_BUCKETS) : naturalStep(range);
};

/** Fills the gaps between the buckets that the server sent, so that quiet hours show as quiet. */
export const severityGrid = (points: readonly SeverityPoint[], from: number, to: number): SeverityGrid => {
  const moments = [...new Set(points.map(({ at }) => Date.parse(at)))].toSorted((a, b) => a - b);
  const stepMs = stepBetween(moments, to - from);
  const anchor = moments[0] ?? from;
  const start = anchor - Math.floor((anchor - from) / stepMs) * stepMs;
  const length = Math.max(1, Math.min(MAX_BUCKETS, Math.floor((to - start) / stepMs) + 1));
  const at = Array.from({ length }, (_, index) => start + index * stepMs);
  const empty = (): number[] => Array.from({ length }, () => 0);
  const counts = { critical: empty(), high: empty(), medium: empty(), low: empty(), informational: empty() };
  for (const point of points) {
    const index = Math.floor((Date.parse(point.at) - start) / stepMs);
    const row = counts[point.severity];
    if (index >= 0 && index < length) row[index] = (row[index] ?? 0) + point.count;
  }
  return { at, stepMs, counts };
};
