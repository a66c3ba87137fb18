import { graded } from '../sign.ts';
import { comparedStep } from '../track.ts';
import { lengthOf } from '../vector.ts';
import type { Detector } from '../sign.ts';

const SCALE = 3;

/**
 * `v2x-position-speed`: the way driven is shorter or longer than the two announced speeds allow. The chord of a bend
 * and one change of lane are allowed for; the accuracy that the sender announces widens the limit only a little,
 * because most of a position error is the same in two messages.
 */
export const positionSpeed: Detector = ({ beacon, track, settings }) => {
  const step = comparedStep(track, beacon, settings);
  if (step === undefined) return undefined;
  const { gap, way, before, after } = step;
  const chord = lengthOf({ x: step.from.speed.x + beacon.speed.x, y: step.from.speed.y + beacon.speed.y }) / 2;
  const least = Math.min(before, after, chord) * gap;
  const fastest = Math.max(before, after) * gap;
  const most = Math.hypot(fastest, Math.min(settings.laneWidth, fastest));
  const noise = settings.accuracyShare * Math.min(beacon.accuracy.position, settings.worstAccuracy);
  const limit = settings.wayTolerance * Math.max(gap, 0.5) + noise;
  const observed = Math.max(least - way, way - most);
  if (observed <= limit) return undefined;
  return { rule: 'v2x-position-speed', weight: graded(observed - limit, SCALE), observed, limit, unit: 'm' };
};
