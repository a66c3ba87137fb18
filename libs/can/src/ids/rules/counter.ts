import { say } from '@chedun/kernel';
import type { CanFrame } from '../../frame.ts';
import { verdictOn } from '../detector.ts';
import type { IdsRule, Known } from '../detector.ts';
import { fieldAt, stepBetween } from '../learn-counters.ts';
import { BUS_WORDS } from '../phrases.ts';

const RULE = 'can.ids.counter';

interface Track {
  /** Last frame whose counters went on rightly. */
  good: Uint8Array;
  /** A frame that broke the count and waits for the next one. */
  odd: { readonly frame: CanFrame; readonly number: number } | undefined;
}

/** True when every counter of the identifier goes on from one payload to the next. */
const goesOn = ({ model }: Known, before: Uint8Array, now: Uint8Array): boolean =>
  model.counters.every(({ start, width, step }) => {
    const [from, to] = [fieldAt(before, start, width), fieldAt(now, start, width)];
    return from === undefined || to === undefined || stepBetween(from, to, width) === step;
  });

/**
 * can.ids.counter: a frame whose counter does not go on, while the next frame goes on from the one before it: it was put between.
 * When the count goes on from the odd frame instead, frames were lost or the sender began anew, and nothing is told.
 */
export const counter: IdsRule = {
  id: RULE,
  create: () => {
    const tracks: (Track | undefined)[] = [];
    return ({ known, frame, number }, tell) => {
      if (known === undefined || known.model.counters.length === 0) return;
      const track = tracks[known.index];
      if (track === undefined) {
        tracks[known.index] = { good: frame.data, odd: undefined };
        return;
      }
      const right = goesOn(known, track.good, frame.data);
      const { odd } = track;
      if (odd === undefined && !right) {
        track.odd = { frame, number };
        return;
      }
      if (odd !== undefined && right) {
        const expected = say(BUS_WORDS.counters, { bits: known.model.counters.map((each) => each.start).join(', ') });
        // where a period is known, `can.ids.interval` decides which frame is the odd one
        const weight = known.model.timing.kind === 'periodic' ? 'hint' : 'likely';
        const seen = say(BUS_WORDS.countersBroken, { number });
        tell(verdictOn(odd, { rule: RULE, weight, expected, seen }));
      }
      track.odd = undefined;
      track.good = frame.data;
    };
  },
};
