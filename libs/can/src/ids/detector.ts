import type { CanFrame } from '../frame.ts';
import type { DbcMessage } from '../dbc/dbc.ts';
import type { BitCosts } from './likelihood.ts';
import type { IdModel, IdsModel } from './model.ts';

/**
 * How much a verdict weighs. `certain`: clean traffic cannot do this. `likely`: this frame is the odd one. `hint`: something is
 * odd about the bus, no frame is named for it. The first two mark a frame as injected.
 */
export type IdsWeight = 'certain' | 'likely' | 'hint';

/** One explained finding about one frame. */
export interface IdsVerdict {
  /** Rule id, `can.ids.<name>`. */
  readonly rule: string;
  readonly weight: IdsWeight;
  /** 0-based number of the frame in the stream; may be an earlier frame than the one pushed (at most one slot of its identifier). */
  readonly frame: number;
  readonly time: number;
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  /** What clean traffic led to expect, and what came. */
  readonly expected: string;
  readonly seen: string;
}

/** An identifier of the model with what the detectors need of it at hand. */
export interface Known {
  readonly index: number;
  readonly model: IdModel;
  readonly costs: BitCosts;
  readonly before: ReadonlyMap<number, number>;
}

/** One frame as the detectors see it. */
export interface Sighting {
  readonly frame: CanFrame;
  /** 0-based number of the frame in the stream. */
  readonly number: number;
  /** Undefined when training never saw the identifier on this channel. */
  readonly known: Known | undefined;
  /** Index of the identifier directly before on the channel; -1 when there is none or it is unknown. */
  readonly before: number;
}

/** Optional knowledge and the one set of thresholds; the same for every attack. */
export interface IdsOptions {
  /** Messages of a DBC file by identifier key, for `can.ids.signal_range` and `can.ids.signal_jump`. */
  readonly messages?: ReadonlyMap<number, DbcMessage>;
}

/** Takes one frame and tells what is wrong. Constant time and memory. */
export type Detector = (sighting: Sighting, tell: (verdict: IdsVerdict) => void) => void;

/** One rule: its id and how it is set up for a model. */
export interface IdsRule {
  readonly id: string;
  readonly create: (model: IdsModel, options: IdsOptions) => Detector;
}

/** Builds a verdict on the frame of a sighting. */
export const verdictOn = (
  { frame, number }: Pick<Sighting, 'frame' | 'number'>,
  about: Pick<IdsVerdict, 'rule' | 'weight' | 'expected' | 'seen'>,
): IdsVerdict => ({
  ...about,
  frame: number,
  time: frame.time,
  channel: frame.channel,
  id: frame.id,
  extended: frame.extended,
});

/** Seconds as text in milliseconds. */
export const ms = (seconds: number): string => `${(seconds * 1000).toFixed(2)} ms`;
