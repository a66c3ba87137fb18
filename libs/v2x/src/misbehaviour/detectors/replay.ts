import { lengthOf } from '../vector.ts';
import type { Detector } from '../sign.ts';

/**
 * `v2x-replay`: position, velocity and acceleration of a moving vehicle are exactly those of an older message of this
 * or another sender. Vehicles at rest are left out: they repeat themselves, also under a new pseudonym.
 */
export const replay: Detector = ({ beacon, seen, settings }) => {
  if (lengthOf(beacon.speed) < settings.walkingSpeed) return undefined;
  const older = seen.find(beacon);
  if (older === undefined) return undefined;
  const observed = Math.abs(beacon.sentAt - older.sentAt);
  return { rule: 'v2x-replay', weight: 1, observed, limit: 0, unit: 's', other: older.pseudonym };
};
