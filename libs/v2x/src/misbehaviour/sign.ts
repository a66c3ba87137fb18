import type { Beacon, OwnState } from './message.ts';
import type { RecentMessages } from './recent.ts';
import type { SeenContents } from './seen.ts';
import type { Settings } from './settings.ts';
import type { Track } from './track.ts';

/** Identifier of a detector; one file each. Stable: reports and rules name it. */
export type RuleId =
  | 'v2x-range'
  | 'v2x-position-jump'
  | 'v2x-position-speed'
  | 'v2x-course'
  | 'v2x-acceleration'
  | 'v2x-speed-limit'
  | 'v2x-constant-position'
  | 'v2x-constant-speed'
  | 'v2x-speed-offset'
  | 'v2x-heading-reversal'
  | 'v2x-heading-speed'
  | 'v2x-sudden-appearance'
  | 'v2x-rate'
  | 'v2x-sybil'
  | 'v2x-replay'
  | 'v2x-timing';

/** Why a message looks wrong, in numbers that a person can check. */
export interface Sign {
  readonly rule: RuleId;
  /** Share of a full proof: 1 is enough alone. */
  readonly weight: number;
  /** What was seen, and the limit that it broke, in `unit`. */
  readonly observed: number;
  readonly limit: number;
  readonly unit: 'm' | 'm/s' | 'm/s²' | 's' | '°' | 'messages' | 'pseudonyms';
  /** The other identity concerned, where there is one. */
  readonly other?: string;
}

/** All that a detector may look at. `track` is the sender's state before this message, absent when it is heard first. */
export interface Scene {
  readonly beacon: Beacon;
  readonly track: Track | undefined;
  readonly own: OwnState | undefined;
  readonly recent: RecentMessages;
  readonly seen: SeenContents;
  readonly settings: Settings;
}

/** A detector reads the scene and changes nothing. */
export type Detector = (scene: Scene) => Sign | undefined;

/** Weight of a measured excess: a third at the limit, and a full proof `scale` beyond it; at most 1.5. */
export const graded = (excess: number, scale: number): number => Math.min(1.5, 0.35 + (0.65 * excess) / scale);
