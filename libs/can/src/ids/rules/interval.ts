import type { CanFrame } from '../../frame.ts';
import { createSlotClock } from '../clock.ts';
import type { SlotClock } from '../clock.ts';
import { ms, verdictOn } from '../detector.ts';
import type { IdsRule, IdsVerdict, Known, Sighting } from '../detector.ts';
import { orderCost, payloadCost, timingCost } from '../likelihood.ts';

const RULE = 'can.ids.interval';
/** Slots after a start in which the phase is still being found and nothing is told. */
const WARM_UP = 8;

/** A frame that stands for a slot, and how badly it fits there. */
interface Holder {
  readonly frame: CanFrame;
  readonly number: number;
  readonly residual: number;
  readonly cost: number;
}

interface Track {
  readonly clock: SlotClock;
  holder: Holder;
  /** Payload accepted in the slot before. */
  payload: Uint8Array | undefined;
  /** The slot before the current one is empty: a frame of it may have come late. */
  gap: boolean;
  /** Told as soon as the next slot is known not to be empty: a frame of it may have come early. */
  pending: IdsVerdict | undefined;
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
    expected: `one frame every ${ms(period)}; frame ${winner.number} fits its slot (${ms(winner.residual)} off, cost ${winner.cost.toFixed(1)})`,
    seen: `a second one in the slot, ${ms(loser.residual)} off, cost ${loser.cost.toFixed(1)}`,
  });

const begin = (period: number, reach: number, { frame, number }: Sighting): Track => {
  const clock = createSlotClock(period, reach);
  clock.start(frame.time);
  const holder = { frame, number, residual: 0, cost: 0 };
  return { clock, holder, payload: undefined, gap: false, pending: undefined, slots: 0 };
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

/** Takes the verdict that waited; an empty slot after it means that the frame had only come early. */
const release = (track: Track, slotBeforeIsEmpty: boolean): IdsVerdict | undefined => {
  const { pending } = track;
  track.pending = undefined;
  return slotBeforeIsEmpty ? undefined : pending;
};

/** Two frames in one slot: keeps the likelier one and gives the verdict on the other. */
const rival = (track: Track, next: Holder, period: number): IdsVerdict | undefined => {
  const { holder, gap } = track;
  track.gap = false;
  const wins = gap || next.cost < holder.cost;
  if (wins) track.holder = next;
  return gap ? undefined : verdict(wins ? holder : next, wins ? next : holder, period);
};

/**
 * can.ids.interval: a periodic identifier sends one frame for each slot of its period; when a slot holds two, one was injected.
 * Which one is decided by likelihood: distance from the slot's middle, bits changed since the slot before, identifier directly
 * before. So only the injected frame is marked, also when it came first: the verdict is then on the earlier frame. A frame that
 * came so late or early that it left its own slot empty is not marked; for that the verdict waits for the next slot.
 */
export const interval: IdsRule = {
  id: RULE,
  create: () => {
    const tracks: (Track | undefined)[] = [];
    return (sighting, tell) => {
      const { known, frame, number } = sighting;
      if (known === undefined || known.model.timing.kind !== 'periodic') return;
      const { period, sigma, reach } = known.model.timing;
      const track = tracks[known.index];
      if (track === undefined) {
        tracks[known.index] = begin(period, reach, sighting);
        return;
      }
      const place = track.clock.place(frame.time);
      const own = place.slots > 0;
      const residual = own ? moveOn(track, frame.time) : place.residual;
      const next = { frame, number, residual, cost: costOf(known, sigma, residual, sighting, track.payload) };
      const waited = release(track, own && track.gap);
      if (waited !== undefined) tell(waited);
      if (own) track.holder = next;
      else {
        const found = rival(track, next, period);
        if (track.slots >= WARM_UP) track.pending = found;
      }
    };
  },
};
