import { stepBetween } from '../track.ts';
import type { Detector } from '../sign.ts';

/** `v2x-position-jump`: between two messages the sender would have driven faster than anything on the road. */
export const positionJump: Detector = ({ beacon, track, settings }) => {
  const step = track && stepBetween(track.last, beacon);
  if (step === undefined) return undefined;
  const limit = settings.maximumSpeed * step.gap + 2 * Math.min(beacon.accuracy.position, settings.worstAccuracy);
  return step.way > limit
    ? { rule: 'v2x-position-jump', weight: 1.5, observed: step.way, limit, unit: 'm' }
    : undefined;
};
