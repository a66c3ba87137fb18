/** Share of a deviation that moves the clock: small enough to average the jitter out, large enough to follow drift. */
const GAIN = 0.1;
/** After so many empty slots the phase is taken anew. */
const LOST_SLOTS = 32;
/** So many slots in a row outside of the reach mean that the sender's phase moved. */
const MOVED_AFTER = 3;

/** Follows the phase of one periodic identifier: which slot a time belongs to, and how far it is from the slot's middle. */
export interface SlotClock {
  /** Slots passed since the slot that was settled last (0 = the same one) and distance from the middle in seconds. */
  readonly place: (time: number) => { readonly slots: number; readonly residual: number };
  /** Moves to the slot that `place` gave for a time; the distance of the frame accepted there corrects the phase later. */
  readonly advance: (slots: number) => void;
  /** Tells the clock the distance of the frame that was accepted in the current slot. */
  readonly settle: (residual: number) => void;
  /** Takes `time` as the middle of a new current slot. */
  readonly start: (time: number) => void;
}

/** Clock for a period and reach in seconds (see `IdTiming`). Constant memory and time per call. */
export const createSlotClock = (period: number, reach: number): SlotClock => {
  let middle = 0;
  let settled = 0;
  let outside = 0;
  const start = (time: number): void => {
    middle = time;
    settled = 0;
    outside = 0;
  };
  return {
    start,
    place: (time) => {
      const slots = Math.max(0, Math.round((time - middle) / period));
      return { slots, residual: time - middle - slots * period };
    },
    advance: (slots) => {
      middle += slots * period;
      if (slots > LOST_SLOTS) settled = 0;
    },
    settle: (residual) => {
      outside = Math.abs(residual) > reach ? outside + 1 : 0;
      if (outside >= MOVED_AFTER) {
        start(middle + residual);
        return;
      }
      settled += 1;
      middle += residual * Math.max(GAIN, 1 / settled);
    },
  };
};
