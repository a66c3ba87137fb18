import { idKey } from '../frame.ts';
import type { CanFrame } from '../frame.ts';
import { canError } from '../errors.ts';
import { learnTiming } from './learn-timing.ts';
import { createPayloadLearner } from './learn-payload.ts';
import type { PayloadLearner } from './learn-payload.ts';
import { createCounterLearner } from './learn-counters.ts';
import { createSignalLearner } from './learn-signals.ts';
import { createBusLearner } from './learn-bus.ts';
import { IDS_MODEL_VERSION } from './model.ts';
import type { IdsOptions } from './detector.ts';
import type { IdModel, IdsModel } from './model.ts';

/** Most identifiers over all channels that a model holds; later ones are counted but not learned. */
const MAX_IDS = 4096;
/** Arrival times kept for each identifier. */
const MAX_TIMES = 20_000;
const MAX_BEFORE = 128;
const LEAST_FRAMES = 200;

interface Learned {
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  readonly times: number[];
  readonly payload: PayloadLearner;
  readonly counters: ReturnType<typeof createCounterLearner>;
  readonly signals: ReturnType<typeof createSignalLearner>;
  readonly before: Map<number, number>;
  readonly index: number;
  count: number;
}

/** Learns from clean traffic. Memory is bounded by 4,096 identifiers with 20,000 arrival times each. */
export interface IdsTrainer {
  /** Takes one frame; frames must come in order of time on each channel. Remote and error frames teach nothing. */
  readonly push: (frame: CanFrame) => void;
  /** The model so far. Throws `can.too_little_traffic` under 200 frames. */
  readonly finish: () => IdsModel;
}

const modelOf = (learned: Learned): IdModel => ({
  channel: learned.channel,
  id: learned.id,
  extended: learned.extended,
  count: learned.count,
  timing: learnTiming(learned.times),
  ...learned.payload.finish(),
  counters: learned.counters.finish(),
  signals: learned.signals.finish(),
  before: [...learned.before].toSorted((left, right) => left[0] - right[0]),
});

/** Starts learning; see {@link IdsTrainer}. With `messages` of a DBC the signals are learned too. */
export const createIdsTrainer = (options: IdsOptions = {}): IdsTrainer => {
  const channels = new Map<string, Map<number, Learned>>();
  const all: Learned[] = [];
  const last = new Map<string, Learned>();
  const bus = createBusLearner();
  let frames = 0;
  let first = 0;
  let latest = 0;

  const learnedOf = (frame: CanFrame): Learned | undefined => {
    const ids = channels.get(frame.channel) ?? new Map<number, Learned>();
    if (ids.size === 0) channels.set(frame.channel, ids);
    const key = idKey(frame.id, frame.extended);
    const known = ids.get(key);
    if (known !== undefined || all.length >= MAX_IDS) return known;
    const { channel, id, extended } = frame;
    const fresh: Learned = {
      channel,
      id,
      extended,
      times: [],
      payload: createPayloadLearner(),
      counters: createCounterLearner(),
      signals: createSignalLearner(options.messages?.get(key)),
      before: new Map(),
      index: all.length,
      count: 0,
    };
    ids.set(key, fresh);
    all.push(fresh);
    return fresh;
  };

  return {
    push: (frame) => {
      if (frame.kind !== 'data') return;
      if (frames === 0) first = frame.time;
      frames += 1;
      latest = Math.max(latest, frame.time);
      const learned = learnedOf(frame);
      if (learned === undefined) return;
      learned.count += 1;
      if (learned.times.length < MAX_TIMES) learned.times.push(frame.time);
      learned.payload.push(frame.data);
      learned.counters.push(frame.data);
      learned.signals.push(frame.data);
      const before = last.get(frame.channel)?.index ?? -1;
      const seen = learned.before.get(before);
      if (seen !== undefined || learned.before.size < MAX_BEFORE) learned.before.set(before, (seen ?? 0) + 1);
      bus.push(frame.channel, frame.time, seen === undefined);
      last.set(frame.channel, learned);
    },
    finish: () => {
      if (frames < LEAST_FRAMES) throw canError('can.too_little_traffic', { reason: `${frames} frames` });
      const seconds = latest - first;
      return { version: IDS_MODEL_VERSION, frames, seconds, ...bus.finish(), ids: all.map(modelOf) };
    },
  };
};
