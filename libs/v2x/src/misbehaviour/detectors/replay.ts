import { distance, lengthOf } from '../vector.ts';
import type { Beacon } from '../message.ts';
import type { Detector } from '../sign.ts';

const EQUAL = 1e-6;

const sameContent = (first: Beacon, second: Beacon): boolean =>
  Math.abs(first.position.x - second.position.x) < EQUAL &&
  Math.abs(first.position.y - second.position.y) < EQUAL &&
  distance(first.speed, second.speed) < EQUAL &&
  distance(first.acceleration, second.acceleration) < EQUAL;

/** `v2x-replay`: position, velocity and acceleration are those of an older message of this or another sender. */
export const replay: Detector = ({ beacon, recent, settings }) => {
  let found: Beacon | undefined;
  recent.each((older) => {
    if (!sameContent(older, beacon)) return 'next';
    found = older;
    return 'stop';
  });
  const moving = lengthOf(beacon.speed) > settings.walkingSpeed;
  if (found === undefined || (!moving && found.pseudonym === beacon.pseudonym)) return undefined;
  const observed = beacon.sentAt - found.sentAt;
  return { rule: 'v2x-replay', weight: 1, observed, limit: 0, unit: 's', other: found.pseudonym };
};
