import { acceleration } from './acceleration.ts';
import { constantPosition } from './constant-position.ts';
import { constantSpeed } from './constant-speed.ts';
import { course } from './course.ts';
import { headingReversal } from './heading-reversal.ts';
import { headingSpeed } from './heading-speed.ts';
import { positionJump } from './position-jump.ts';
import { positionSpeed } from './position-speed.ts';
import { range } from './range.ts';
import { rate } from './rate.ts';
import { replay } from './replay.ts';
import { speedLimit } from './speed-limit.ts';
import { speedOffset } from './speed-offset.ts';
import { suddenAppearance } from './sudden-appearance.ts';
import { sybil } from './sybil.ts';
import { timing } from './timing.ts';
import type { Detector } from '../sign.ts';

/** Every detector, in the order in which their signs are told. */
export const DETECTORS: readonly Detector[] = [
  range,
  positionJump,
  positionSpeed,
  course,
  acceleration,
  speedLimit,
  constantPosition,
  constantSpeed,
  speedOffset,
  headingReversal,
  headingSpeed,
  suddenAppearance,
  rate,
  sybil,
  replay,
  timing,
];
