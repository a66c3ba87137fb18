import type { Track } from '@chedun/telemetry/contract';

type Point = Track['points'][number];

/** Classes of speed, km/h, up to and with `to`. */
export const SPEED_STEPS = [{ to: 5 }, { to: 30 }, { to: 60 }, { to: 100 }, { to: Infinity }] as const;

const COLORS = ['var(--info)', 'var(--low)', 'var(--good)', 'var(--medium)', 'var(--high)'] as const;

/** Colour of a class of speed. */
export const speedColor = (step: number): string => COLORS[step] ?? COLORS[0];

/** Class of a speed; what is unknown counts as standing. */
export const speedStep = (speed: number | null): number =>
  Math.max(
    0,
    SPEED_STEPS.findIndex(({ to }) => (speed ?? 0) <= to),
  );

/** A stretch of the track driven in one class of speed. */
export interface Run {
  readonly step: number;
  readonly points: readonly Point[];
}

/** Cuts a track into stretches of one class each; every stretch begins where the one before ends. */
export const speedRuns = (points: readonly Point[]): readonly Run[] => {
  const runs: { step: number; points: Point[] }[] = [];
  points.forEach((point, index) => {
    const step = speedStep(point.speed);
    const run = runs.at(-1);
    if (run === undefined) return void runs.push({ step, points: [point] });
    run.points.push(point);
    if (step !== run.step && index < points.length - 1) runs.push({ step, points: [point] });
  });
  return runs;
};
