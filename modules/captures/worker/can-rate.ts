import type { CanRate } from '../contract.ts';

type What = 'frames' | 'errors' | 'suspicious';
interface Step {
  frames: number;
  errors: number;
  suspicious: number;
}

const MOST_STEPS = 600;

/** Counts over time in steps that double when the recording outgrows {@link MOST_STEPS} of them. */
export interface RateCounter {
  readonly add: (timeS: number, what: What) => void;
  readonly finish: () => CanRate;
}

/** Starts with steps of 100 ms. Times before the first one count in the first step. */
export const createRate = (): RateCounter => {
  let steps = new Map<number, Step>();
  let stepS = 0.1;
  let start: number | undefined;
  const double = (): void => {
    const wider = new Map<number, Step>();
    for (const [at, { frames, errors, suspicious }] of steps) {
      const sum = wider.get(at >> 1) ?? { frames: 0, errors: 0, suspicious: 0 };
      wider.set(at >> 1, {
        frames: sum.frames + frames,
        errors: sum.errors + errors,
        suspicious: sum.suspicious + suspicious,
      });
    }
    steps = wider;
    stepS *= 2;
  };
  return {
    add: (timeS, what) => {
      start ??= timeS;
      while ((timeS - start) / stepS >= MOST_STEPS) double();
      const at = Math.max(0, Math.floor((timeS - start) / stepS));
      const step = steps.get(at) ?? { frames: 0, errors: 0, suspicious: 0 };
      step[what] += 1;
      steps.set(at, step);
    },
    finish: () => {
      const last = Math.max(-1, ...steps.keys());
      const points = Array.from({ length: last + 1 }, (_, at) => ({
        atS: Number(((start ?? 0) + at * stepS).toFixed(6)),
        ...(steps.get(at) ?? { frames: 0, errors: 0, suspicious: 0 }),
      }));
      return { stepS, points };
    },
  };
};
