import { distance, lengthOf } from '../vector.ts';
import type { Detector } from '../sign.ts';

/**
 * `v2x-sudden-appearance`: a sender at speed is heard for the first time right beside the receiver, well inside the
 * range where it should have been heard before. Weak alone: walls end, radios are switched on, pseudonyms change.
 */
export const suddenAppearance: Detector = ({ beacon, track, own, settings }) => {
  if (track !== undefined || own === undefined || lengthOf(beacon.speed) < settings.walkingSpeed) return undefined;
  const observed = distance(own.position, beacon.position);
  const limit = settings.appearanceDistance;
  return observed < limit ? { rule: 'v2x-sudden-appearance', weight: 0.3, observed, limit, unit: 'm' } : undefined;
};
