import { comparedStep } from '../track.ts';
import type { Detector } from '../sign.ts';

const RUN = 3;

/** `v2x-constant-speed`: the velocity repeats message for message while the way driven is another. */
export const constantSpeed: Detector = ({ beacon, track, settings }) => {
  const step = comparedStep(track, beacon, settings);
  if (track === undefined || step === undefined || step.after < settings.walkingSpeed) return undefined;
  const observed = Math.abs(step.after - step.driven);
  const limit = 2 * settings.wayTolerance;
  return track.sameSpeed >= RUN && observed > limit
    ? { rule: 'v2x-constant-speed', weight: 0.6, observed, limit, unit: 'm/s' }
    : undefined;
};
