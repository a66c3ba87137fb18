import { graded } from '../sign.ts';
import { comparedStep } from '../track.ts';
import type { Detector } from '../sign.ts';
import type { Vector } from '../vector.ts';

const SCALE = 4;

/** Distance of `point` from the line between `from` and `to`. */
const offLine = (from: Vector, to: Vector, point: Vector): number => {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const square = x * x + y * y;
  const along = square === 0 ? 0 : ((point.x - from.x) * x + (point.y - from.y) * y) / square;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * x, point.y - from.y - share * y);
};

/** `v2x-course`: the sender moved in a direction that lies outside the announced velocities by more than one lane. */
export const course: Detector = ({ beacon, track, settings }) => {
  const step = comparedStep(track, beacon, settings);
  if (step === undefined) return undefined;
  const mean = {
    x: (beacon.position.x - step.from.position.x) / step.gap,
    y: (beacon.position.y - step.from.position.y) / step.gap,
  };
  const observed = offLine(step.from.speed, beacon.speed, mean) * step.gap;
  const noise = settings.accuracyShare * Math.min(beacon.accuracy.position, settings.worstAccuracy);
  const limit = settings.laneWidth + noise;
  if (observed <= limit) return undefined;
  return { rule: 'v2x-course', weight: graded(observed - limit, SCALE), observed, limit, unit: 'm' };
};
