import { comparedStep } from '../track.ts';
import { angleBetween, difference } from '../vector.ts';
import type { Detector } from '../sign.ts';

const REVERSED = 150;
const TOO_FAST_BACKWARDS = 6;

/** `v2x-heading-reversal`: the nose points against the way driven, faster than anybody drives backwards. */
export const headingReversal: Detector = ({ beacon, track, settings }) => {
  const step = comparedStep(track, beacon, settings);
  if (step === undefined || step.driven < TOO_FAST_BACKWARDS) return undefined;
  const observed = angleBetween(beacon.heading, difference(step.from.position, beacon.position));
  return observed > REVERSED
    ? { rule: 'v2x-heading-reversal', weight: 0.6, observed, limit: REVERSED, unit: '°' }
    : undefined;
};
