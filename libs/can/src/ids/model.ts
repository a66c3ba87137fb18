/** Version of the model form; another version is refused, never guessed at. */
export const IDS_MODEL_VERSION = 1;

/**
 * When an identifier is sent. `periodic`: one frame per slot of `period` seconds; `sigma` is the spread and `reach` the largest
 * distance from the slot's time seen in training (seconds). `event`: sent on occasion, never closer than `shortest` seconds.
 * `rare`: too few frames to say more than how many.
 */
export type IdTiming =
  | { readonly kind: 'periodic'; readonly period: number; readonly sigma: number; readonly reach: number }
  | { readonly kind: 'event'; readonly shortest: number }
  | { readonly kind: 'rare' };

/** A counter: `width` 4 or 8 bits that start at bit `start` (byte 0 bit 7 is 0) and grow by `step` modulo 2^width. */
export interface CounterModel {
  readonly start: number;
  readonly width: 4 | 8;
  readonly step: number;
}

/** What training saw of a signal, in physical units. */
export interface SignalModel {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** What clean traffic taught about one identifier on one channel. */
export interface IdModel {
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  /** Frames seen in training. */
  readonly count: number;
  /** Payload lengths seen, ascending. */
  readonly lengths: readonly number[];
  readonly timing: IdTiming;
  /** First payload of training in hex; a bit that never changed is as it is here. */
  readonly base: string;
  /** For each bit (byte 0 bit 7 first) how many of the `count - 1` steps changed it. */
  readonly flips: readonly number[];
  /** Most bits that changed in one step of training. */
  readonly mostFlips: number;
  /** True when no run of eight payloads came twice in training, so that a repeated run is a replay. */
  readonly neverRepeats: boolean;
  /** Fields that counted up by the same step in every frame of training. */
  readonly counters: readonly CounterModel[];
  /** Signals of the DBC that was given to the trainer: smallest and largest value, largest change from frame to frame. */
  readonly signals: readonly SignalModel[];
  /** Which identifiers came directly before on the channel: [index in `ids`, frames]. At most 128. */
  readonly before: readonly (readonly [number, number])[];
}

/** All that the detectors know: plain JSON, no functions. */
export interface IdsModel {
  readonly version: typeof IDS_MODEL_VERSION;
  /** Frames and seconds of clean traffic. */
  readonly frames: number;
  readonly seconds: number;
  /** Most frames that any 100 ms of training held, on the busiest channel. */
  readonly busiest: number;
  /** Most frames in a run of 64 whose predecessor had never been seen before that identifier (second half of training). */
  readonly oddOrders: number;
  readonly ids: readonly IdModel[];
}
