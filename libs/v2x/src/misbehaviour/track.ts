import { difference, distance, lengthOf } from './vector.ts';
import type { Beacon } from './message.ts';
import type { Settings } from './settings.ts';

/** State of one pseudonym: two messages and a few numbers, never more (about 1,000 bytes with its map entry). */
export interface Track {
  readonly last: Beacon;
  /** The message that new ones are compared with: the last one, or an older one where messages come fast. */
  readonly base: Beacon;
  /** When the sender was heard last, seconds; also by messages that were out of order. */
  readonly heardAt: number;
  /** Suspicion, 0 up to the ceiling of the settings. */
  readonly suspicion: number;
  /** Messages in a row that repeat the velocity of the one before. */
  readonly sameSpeed: number;
  /** Moving average of announced minus driven speed, m/s. */
  readonly speedOffset: number;
  /** How many comparisons the average holds, at most 8. */
  readonly offsetGaps: number;
}

/** Two messages of one sender put side by side. */
export interface Step {
  /** The earlier of the two. */
  readonly from: Beacon;
  /** Seconds between the two sending times; above 0. */
  readonly gap: number;
  /** Distance between the two positions, metres. */
  readonly way: number;
  /** Speed announced in the earlier message, m/s. */
  readonly before: number;
  /** Speed announced in the later message, m/s. */
  readonly after: number;
  /** Way divided by gap, m/s. */
  readonly driven: number;
}

/** The step between two messages; absent when time did not advance. */
export const stepBetween = (from: Beacon, to: Beacon): Step | undefined => {
  const gap = to.sentAt - from.sentAt;
  if (gap <= 0) return undefined;
  const way = distance(from.position, to.position);
  return { from, gap, way, before: lengthOf(from.speed), after: lengthOf(to.speed), driven: way / gap };
};

const AVERAGED = 8;
/** One jump of the position must not fill the average for a minute, m/s. */
const LARGEST_OFFSET = 6;
const SAME_SPEED = 0.02;

const longestGap = (settings: Settings): number =>
  Math.max(settings.longestGap * settings.beaconInterval, 2 * settings.comparedOver);

/** The step from the track's base to this message; absent for the first message and after a gap that is too long. */
export const comparedStep = (track: Track | undefined, beacon: Beacon, settings: Settings): Step | undefined => {
  if (track === undefined) return undefined;
  const step = stepBetween(track.base, beacon);
  return step === undefined || step.gap > longestGap(settings) ? undefined : step;
};

const repeatsSpeed = (track: Track, beacon: Beacon): boolean =>
  lengthOf(difference(track.last.speed, beacon.speed)) < SAME_SPEED;

const averaged = (track: Track, step: Step): Pick<Track, 'speedOffset' | 'offsetGaps'> => {
  const offset = Math.min(LARGEST_OFFSET, Math.max(-LARGEST_OFFSET, (step.before + step.after) / 2 - step.driven));
  const offsetGaps = Math.min(AVERAGED, track.offsetGaps + 1);
  return { offsetGaps, speedOffset: track.speedOffset + (offset - track.speedOffset) / offsetGaps };
};

/** A message from the future is no base: all later ones would look old beside it. */
const isAhead = (beacon: Beacon, settings: Settings): boolean => beacon.sentAt - beacon.receivedAt > settings.future;

/** The track after `beacon`; `suspicion` is the one that the fusion decided. */
export const advance = (track: Track | undefined, beacon: Beacon, suspicion: number, settings: Settings): Track => {
  const heardAt = beacon.receivedAt;
  const fresh = { last: beacon, base: beacon, heardAt, suspicion, sameSpeed: 0, speedOffset: 0, offsetGaps: 0 };
  if (track === undefined || isAhead(track.last, settings)) return fresh;
  if (beacon.sentAt <= track.last.sentAt) return { ...track, heardAt, suspicion };
  const step = comparedStep(track, beacon, settings);
  if (step === undefined) return fresh;
  const sameSpeed = repeatsSpeed(track, beacon) ? track.sameSpeed + 1 : 0;
  if (step.gap < settings.comparedOver) return { ...track, last: beacon, heardAt, suspicion, sameSpeed };
  return { last: beacon, base: beacon, heardAt, suspicion, sameSpeed, ...averaged(track, step) };
};
