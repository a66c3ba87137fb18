import { lengthOf, distance, moved } from '../vector.ts';
import type { Detector } from '../sign.ts';

/** `v2x-range`: the sender claims a place from which the radio cannot reach the receiver (ETSI TS 103 759 class 2). */
export const range: Detector = ({ beacon, own, settings }) => {
  if (own === undefined) return undefined;
  const age = Math.max(0, beacon.receivedAt - own.at);
  const here = moved(own.position, own.speed, age);
  const slack = Math.min(beacon.accuracy.position, settings.worstAccuracy) + lengthOf(own.speed) * age;
  const observed = distance(here, beacon.position);
  const limit = settings.communicationRange + slack;
  return observed > limit ? { rule: 'v2x-range', weight: 1, observed, limit, unit: 'm' } : undefined;
};
