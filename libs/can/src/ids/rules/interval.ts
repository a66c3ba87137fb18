import { say } from '@chedun/kernel';
import type { CanFrame } from '../../frame.ts';
import { createSlotClock } from '../clock.ts';
import type { SlotClock } from '../clock.ts';
import { ms, verdictOn } from '../detector.ts';
import type { IdsRule, IdsVerdict, Known, Sighting } from '../detector.ts';
import { orderCost, payloadCost, timingCost } from '../likelihood.ts';
import { BUS_WORDS } from '../phrases.ts';

const RULE = 'can.ids.interval';
/** Slots after a start in which the phase is still being found and nothing is told. */
const WARM_UP = 8;
const MAX_CHANNELS = 256;

/** A frame that stands for a slot, and how badly it fits there. */
interface Holder {
  readonly frame: CanFrame;
  readonly number: number;
  readonly index: number;
  readonly residual: number;
  /** Grows once more when the next frame on the channel is known. */
  cost: number;
}

interface Track {
  readonly clock: SlotClock;
  holder: Holder;
  /** A second frame in the slot: which of the two is the odd one is decided with the next frame of the identifier. */
  rival: Holder | undefined;
  /** Payload accepted in the slot before. */
  payload: Uint8Array | undefined;
  /** The slot before the current one is empty: a frame of it may have come late. */
  gap: boolean;
  slots: number;
}

const costOf = (known: Known, sigma: number, residual: number, sighting: Sighting, payload?: Uint8Array): number =>
  timingCost(residual, sigma) +
  orderCost(known.before, known.model.count, sighting.before) +
  (payload === undefined ? 0 : payloadCost(known.costs, payload, sighting.frame.data));

const verdict = (loser: Holder, winner: Holder, period: number): IdsVerdict =>
  verdictOn(loser, {
    rule: RULE,
    weight: 'likely',
    expected: say(BUS_WORDS.oneASlot, {
      period: ms(period),
      number: winner.number,
      off: ms(winner.residual),
      cost: winner.cost.toFixed(1),
    }),
    seen: say(BUS_WORDS.secondInSlot, { off: ms(loser.residual), cost: loser.cost.toFixed(1) }),
  });

const begin = (period: number, reach: number, holder: Holder): Track => {
  const clock = createSlotClock(period, reach);
  clock.start(holder.frame.time);
  return { clock, holder, rival: undefined, payload: undefined, gap: false, slots: 0 };
};

/** Decides between the two frames of a slot: keeps the likelier one and gives the other. */
const decide = (track: Track): Holder | undefined => {
  const { holder, rival } = track;
  track.rival = undefined;
  if (rival === undefined || rival.cost >= holder.cost) return rival;
  track.holder = rival;
  return holder;
};

/** Closes the slot of the holder and opens the one that `time` belongs to. */
const moveOn = (track: Track, time: number): number => {
  track.clock.settle(track.holder.residual);
  track.payload = track.holder.frame.data;
  const place = track.clock.place(time);
  const slots = Math.max(place.slots, 1);
  track.clock.advance(slots);
  track.gap = slots > 1;
  track.slots += 1;
  return place.residual;
};

/** The frame before on a channel pays for being followed by this identifier. */
const createFollow = (): ((sighting: Sighting, holder: Holder | undefined) => void) => {
  const last = new Map<string, Holder | undefined>();
  return ({ known, frame }, holder) => {
    const before = last.get(frame.channel);
    if (before !== undefined && known !== undefined)
      before.cost += orderCost(known.before, known.model.count, before.index);
    if (last.has(frame.channel) || last.size < MAX_CHANNELS) last.set(frame.channel, holder);
  };
};

/**
 * can.ids.interval: a periodic identifier sends one frame for each slot of its period; when a slot holds two, one was injected.
 * Which one is decided by likelihood: distance from the slot's middle, bits changed since the slot before, identifiers directly
 * before and after. So only the injected frame is marked, also when it came first: the verdict is then on the earlier frame. A frame that
 * came so late or early that it left its own slot empty is not marked; for that the verdict waits for the next slot.
 */
export const interval: IdsRule = {
  id: RULE,
  create: () => {
    const tracks: (Track | undefined)[] = [];
    const follow = createFollow();
    return (sighting, tell) => {
      const { known, frame, number } = sighting;
      if (known === undefined || known.model.timing.kind !== 'periodic') {
        follow(sighting, undefined);
        return;
      }
      const { period, sigma, reach } = known.model.timing;
      const { index } = known;
      const track = tracks[index];
      if (track === undefined) {
        const holder = { frame, number, index, residual: 0, cost: 0 };
        tracks[index] = begin(period, reach, holder);
        follow(sighting, holder);
        return;
      }
      const { slots, residual: rest } = track.clock.place(frame.time);
      const loser = decide(track);
      if (loser !== undefined && slots <= 1 && track.slots >= WARM_UP) tell(verdict(loser, track.holder, period));
      const residual = slots > 0 ? moveOn(track, frame.time) : rest;
      const cost = costOf(known, sigma, residual, sighting, track.payload);
      const next = { frame, number, index, residual, cost };
      if (slots > 0 || track.gap) track.holder = next;
      else track.rival = next;
      if (slots === 0) track.gap = false;
      follow(sighting, next);
    };
  },
};
