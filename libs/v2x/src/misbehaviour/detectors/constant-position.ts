import { comparedStep } from '../track.ts';
import type { Detector } from '../sign.ts';

const STILL = 0.05;
const LEAST_WAY = 0.2;

/**
 * `v2x-constant-position`: the position stands still while the announced speeds say that the sender drove. Who sets off
 * drives at least half of the later speed; who brakes to a stop may have stopped at once in a coarse simulation.
 */
export const constantPosition: Detector = ({ beacon, track, settings }) => {
  const step = comparedStep(track, beacon, settings);
  if (step === undefined || step.way > STILL) return undefined;
  const observed = Math.max(Math.min(step.before, step.after), step.after / 2) * step.gap;
  const limit = LEAST_WAY;
  return observed > limit ? { rule: 'v2x-constant-position', weight: 1, observed, limit, unit: 'm' } : undefined;
};
