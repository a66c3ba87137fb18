import { graded } from '../sign.ts';
import { comparedStep } from '../track.ts';
import { lengthOf } from '../vector.ts';
import type { Detector } from '../sign.ts';

const SCALE = 4;

/** `v2x-acceleration`: the speed changed faster than the announced acceleration, or than any vehicle, allows. */
export const acceleration: Detector = ({ beacon, track, settings }) => {
  const step = comparedStep(track, beacon, settings);
  if (step === undefined) return undefined;
  const announced = Math.max(lengthOf(step.from.acceleration), lengthOf(beacon.acceleration));
  const noise = (2 * Math.min(beacon.accuracy.speed, 1)) / step.gap;
  const limit = Math.min(announced + settings.accelerationTolerance, settings.maximumAcceleration) + noise;
  const observed = Math.abs(step.after - step.before) / step.gap;
  if (observed <= limit) return undefined;
  return { rule: 'v2x-acceleration', weight: graded(observed - limit, SCALE), observed, limit, unit: 'm/s²' };
};
