import { firstAtOrAfter } from './decimate.ts';
import type { Point } from './plane.ts';

/** What one sender said about itself over time; the seconds rise. */
export interface Track {
  readonly id: string;
  readonly at: ArrayLike<number>;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Clockwise from north in degrees. */
  readonly heading: ArrayLike<number>;
  /** Metres a second. */
  readonly speed: ArrayLike<number>;
}

/** A sender at one moment. */
export interface Pose extends Point {
  readonly heading: number;
  readonly speed: number;
}

/** Seconds after its last message during which a sender is still shown. */
const STALE_S = 2;
/** A step longer than this is a jump: it is neither interpolated nor drawn as a trail. */
const JUMP_M = 60;

const value = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

/** Turns from one heading towards another the short way round. */
const turned = (from: number, to: number, share: number): number => from + (((to - from + 540) % 360) - 180) * share;

/** Where a sender is at a moment, between its messages in a straight line; undefined before its first and long after its last. */
export const poseAt = (track: Track, at: number): Pose | undefined => {
  const after = firstAtOrAfter(track.at, at);
  if (after < track.at.length && value(track.at, after) === at) return poseOf(track, after);
  const before = after - 1;
  if (before < 0) return undefined;
  const waited = at - value(track.at, before);
  if (after === track.at.length) return waited > STALE_S ? undefined : poseOf(track, before);
  const gap = value(track.at, after) - value(track.at, before);
  if (gap > STALE_S) return waited > STALE_S ? undefined : poseOf(track, before);
  if (isJump(track, after)) return poseOf(track, before);
  return between(poseOf(track, before), poseOf(track, after), waited / gap);
};

const poseOf = (track: Track, index: number): Pose => ({
  x: value(track.x, index),
  y: value(track.y, index),
  heading: value(track.heading, index),
  speed: value(track.speed, index),
});

const between = (a: Pose, b: Pose, share: number): Pose => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
  heading: turned(a.heading, b.heading, share),
  speed: a.speed + (b.speed - a.speed) * share,
});

const isJump = (track: Track, index: number): boolean =>
  Math.hypot(value(track.x, index) - value(track.x, index - 1), value(track.y, index) - value(track.y, index - 1)) >
  JUMP_M;

/** The way of the last `seconds`, cut into pieces where the sender jumped or was silent. */
export const trailOf = (track: Track, at: number, seconds: number): readonly (readonly Point[])[] => {
  const pieces: Point[][] = [];
  const begin = firstAtOrAfter(track.at, at - seconds);
  const end = firstAtOrAfter(track.at, at);
  for (let index = begin; index < end; index += 1) {
    const silent = index > begin && value(track.at, index) - value(track.at, index - 1) > STALE_S;
    if (index === begin || silent || isJump(track, index)) pieces.push([]);
    pieces.at(-1)?.push({ x: value(track.x, index), y: value(track.y, index) });
  }
  return pieces;
};

/** Every point of every track. */
export function* pointsOf(tracks: readonly Track[]): Generator<Point> {
  for (const { x, y } of tracks) {
    for (let index = 0; index < x.length; index += 1) yield { x: value(x, index), y: value(y, index) };
  }
}

/** The sender whose place is nearest to a point, within a distance in metres. */
export const senderAt = (tracks: readonly Track[], at: number, point: Point, within: number): string | undefined => {
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const track of tracks) {
    const pose = poseAt(track, at);
    if (pose === undefined) continue;
    const distance = Math.hypot(pose.x - point.x, pose.y - point.y);
    if (distance <= within && distance < (best?.distance ?? Infinity)) best = { id: track.id, distance };
  }
  return best?.id;
};
