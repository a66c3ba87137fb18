import { say } from '@chedun/kernel';
import { ms, verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

/** Share of the shortest distance of training that is still let pass. */
const SLACK = 0.5;

/** can.ids.too_early: an identifier that is sent on occasion follows itself in less than half the shortest distance of training. */
export const tooEarly: IdsRule = {
  id: 'can.ids.too_early',
  create: () => {
    const last: (number | undefined)[] = [];
    return (sighting, tell) => {
      const { known, frame } = sighting;
      if (known === undefined || known.model.timing.kind !== 'event') return;
      const { shortest } = known.model.timing;
      const before = last[known.index];
      last[known.index] = frame.time;
      if (before === undefined || frame.time < before || frame.time - before >= shortest * SLACK) return;
      tell(
        verdictOn(sighting, {
          rule: 'can.ids.too_early',
          weight: 'likely',
          expected: say(BUS_WORDS.leastAfter, { time: ms(shortest) }),
          seen: ms(frame.time - before),
        }),
      );
    };
  },
};
