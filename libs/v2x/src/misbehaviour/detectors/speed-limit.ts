import { lengthOf } from '../vector.ts';
import type { Detector } from '../sign.ts';

/** `v2x-speed-limit`: the announced speed is beyond what any vehicle drives. */
export const speedLimit: Detector = ({ beacon, settings }) => {
  const observed = lengthOf(beacon.speed);
  const limit = settings.maximumSpeed;
  return observed > limit ? { rule: 'v2x-speed-limit', weight: 1, observed, limit, unit: 'm/s' } : undefined;
};
