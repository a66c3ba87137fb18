import { comparedStep } from '../track.ts';
import type { Detector } from '../sign.ts';

const STILL = 0.05;

/** `v2x-constant-position`: the position stands still while the announced speed says that the sender drives. */
export const constantPosition: Detector = ({ beacon, track, settings }) => {
  const step = comparedStep(track, beacon, settings);
  if (step === undefined || step.way > STILL) return undefined;
  const observed = Math.min(step.before, step.after) * step.gap;
  const limit = Math.max(0.5, settings.wayTolerance / 2);
  return observed > limit ? { rule: 'v2x-constant-position', weight: 1, observed, limit, unit: 'm' } : undefined;
};
