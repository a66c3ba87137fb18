import { angleBetween, distance, lengthOf } from '../vector.ts';
import type { Beacon } from '../message.ts';
import type { Detector } from '../sign.ts';

const SAME_ACCELERATION = 0.01;
const SAME_HEADING = 3;
const SAME_SPEED = 0.6;
const TELLING = 0.1;

const sameMotion = (first: Beacon, second: Beacon): boolean =>
  Math.abs(first.acceleration.x - second.acceleration.x) <= SAME_ACCELERATION &&
  distance(first.acceleration, second.acceleration) <= SAME_ACCELERATION &&
  distance(first.speed, second.speed) <= SAME_SPEED &&
  angleBetween(first.heading, second.heading) <= SAME_HEADING;

/**
 * `v2x-sybil`: within one beacon interval several other pseudonyms nearby announced the very same motion: one station
 * moves a formation of vehicles that do not exist. Vehicles at rest or at steady speed tell nothing and are left out.
 */
export const sybil: Detector = ({ beacon, recent, settings }) => {
  if (lengthOf(beacon.acceleration) < TELLING) return undefined;
  const group = new Set<string>();
  recent.each((older) => {
    if (beacon.receivedAt - older.receivedAt > 1.05 * settings.beaconInterval) return 'stop';
    const other = older.pseudonym !== beacon.pseudonym && sameMotion(older, beacon);
    if (other && distance(older.position, beacon.position) <= settings.sybilDistance) group.add(older.pseudonym);
    return 'next';
  });
  const [other] = group;
  if (other === undefined || group.size < settings.sybilGroup) return undefined;
  return { rule: 'v2x-sybil', weight: 1, observed: group.size, limit: settings.sybilGroup, unit: 'pseudonyms', other };
};
