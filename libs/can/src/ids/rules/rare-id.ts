import { say } from '@chedun/kernel';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

/** Frames that training saw are let pass per training time, with at most so many saved up. */
interface Purse {
  frames: number;
  time: number;
}

/**
 * can.ids.rare_id: an identifier with too few frames in training to know its timing comes more often than in training.
 * A purse holds as many frames as training had and fills up at the rate of training.
 */
export const rareId: IdsRule = {
  id: 'can.ids.rare_id',
  create: (model) => {
    const purses: (Purse | undefined)[] = [];
    return (sighting, tell) => {
      const { known, frame } = sighting;
      if (known === undefined || known.model.timing.kind !== 'rare') return;
      const { count } = known.model;
      const purse = purses[known.index] ?? { frames: count, time: frame.time };
      purses[known.index] = purse;
      const earned = (Math.max(0, frame.time - purse.time) * count) / Math.max(model.seconds, 1);
      purse.frames = Math.min(count, purse.frames + earned);
      purse.time = frame.time;
      if (purse.frames >= 1) {
        purse.frames -= 1;
        return;
      }
      tell(
        verdictOn(sighting, {
          rule: 'can.ids.rare_id',
          weight: 'certain',
          expected: say(BUS_WORDS.countIn, { count, seconds: model.seconds.toFixed(0) }),
          seen: say(BUS_WORDS.aboveRate, {}),
        }),
      );
    };
  },
};
