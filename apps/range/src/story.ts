import type { Vehicle } from './fleet/vehicle.ts';
import type { StoryName } from './options.ts';
import type { Prng } from './prng.ts';
import type { LogSource } from './records.ts';

/** Which TCP connection carries frames: the vehicle's own, or one from a second address. */
export type Route = 'own' | 'second';

/** One thing an attacker does. Bytes and lines are made when it happens, with the time it happens at. */
export type Action =
  | { readonly kind: 'log'; readonly at: number; readonly source: LogSource; readonly line: (now: number) => string }
  | {
      readonly kind: 'frame';
      readonly at: number;
      readonly route: Route;
      readonly vehicle: Vehicle;
      readonly bytes: (now: number) => Uint8Array;
    };

/** A story told for one run: actions with `at` from 0 (start) to 1 (end of the run), and what a detector should find. */
export interface Story {
  readonly name: StoryName;
  readonly actions: readonly Action[];
  /** Ground truth: accounts, addresses, VINs and hosts that take part. */
  readonly truth: Readonly<Record<string, readonly string[]>>;
}

/** Tells a story about a fleet. */
export type StoryTeller = (fleet: readonly Vehicle[], random: Prng) => Story;

/** `count` moments evenly spread over [from, to). */
export const spread = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / count);
