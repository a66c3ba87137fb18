import { idKey } from '../frame.ts';
import type { CanFrame } from '../frame.ts';
import { bitCosts } from './likelihood.ts';
import type { Detector, IdsOptions, IdsVerdict, Known } from './detector.ts';
import type { IdsModel } from './model.ts';
import { IDS_RULES } from './rules.ts';

/** Channels followed at once; frames of further ones are still judged, without the order of identifiers. */
const MAX_CHANNELS = 256;

/** Judges a stream of frames. Constant time for each frame; memory is bounded by the model. */
export interface Ids {
  /** Judges one frame; most frames give the same empty list. Remote and error frames are counted and not judged. */
  readonly push: (frame: CanFrame) => readonly IdsVerdict[];
  /** Frames pushed so far; the number of the next frame. */
  readonly frames: () => number;
}

const NOTHING: readonly IdsVerdict[] = [];

const index = (model: IdsModel): Map<string, Map<number, Known>> => {
  const channels = new Map<string, Map<number, Known>>();
  model.ids.forEach((each, at) => {
    const ids = channels.get(each.channel) ?? new Map<number, Known>();
    channels.set(each.channel, ids);
    ids.set(idKey(each.id, each.extended), {
      index: at,
      model: each,
      costs: bitCosts(each),
      before: new Map(each.before),
    });
  });
  return channels;
};

/** Sets all rules up for a model. The options hold for every attack: there is nothing to choose per attack. */
export const createIds = (model: IdsModel, options: IdsOptions = {}): Ids => {
  const channels = index(model);
  const detectors: readonly Detector[] = IDS_RULES.map((rule) => rule.create(model, options));
  const last = new Map<string, number>();
  let count = 0;
  let found: IdsVerdict[] = [];
  const tell = (verdict: IdsVerdict): void => {
    found.push(verdict);
  };
  return {
    frames: () => count,
    push: (frame) => {
      const number = count;
      count += 1;
      if (frame.kind !== 'data') return NOTHING;
      const known = channels.get(frame.channel)?.get(idKey(frame.id, frame.extended));
      const sighting = { frame, number, known, before: last.get(frame.channel) ?? -1 };
      for (const detector of detectors) detector(sighting, tell);
      if (last.has(frame.channel) || last.size < MAX_CHANNELS) last.set(frame.channel, known?.index ?? -1);
      if (found.length === 0) return NOTHING;
      const verdicts = found;
      found = [];
      return verdicts;
    },
  };
};
