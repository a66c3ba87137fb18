import { angleBetween, lengthOf } from '../vector.ts';
import type { Detector } from '../sign.ts';

const FORWARD_ONLY = 4;

/** `v2x-heading-speed`: velocity and heading of one message point in different directions. */
export const headingSpeed: Detector = ({ beacon, settings }) => {
  if (lengthOf(beacon.speed) < FORWARD_ONLY) return undefined;
  const observed = angleBetween(beacon.speed, beacon.heading);
  const limit = settings.headingTolerance;
  return observed > limit ? { rule: 'v2x-heading-speed', weight: 0.5, observed, limit, unit: '°' } : undefined;
};
