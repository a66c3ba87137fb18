import { say } from '@chedun/kernel';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { createOddMeter, ORDER_WINDOW } from '../learn-bus.ts';
import { BUS_WORDS } from '../phrases.ts';

/** A third of the window; a car that goes into another state brings some new pairs at once. */
const LEAST_ODD = 21;
const MAX_CHANNELS = 256;

/**
 * can.ids.order: pairs of identifiers in a row that training never saw, in a third of the last 64 frames and more than
 * twice as many as late training had.
 * One new pair means little (clean driving has them), so the bus is reported and no frame is marked.
 */
export const order: IdsRule = {
  id: 'can.ids.order',
  create: (model) => {
    const limit = Math.max(LEAST_ODD, model.oddOrders * 2);
    const meters = new Map<string, ReturnType<typeof createOddMeter>>();
    return (sighting, tell) => {
      const { known, before, frame, number } = sighting;
      let meter = meters.get(frame.channel);
      if (meter === undefined) {
        if (meters.size >= MAX_CHANNELS) return;
        meter = createOddMeter();
        meters.set(frame.channel, meter);
      }
      const isNew = number > 0 && !(known?.before.has(before) ?? false);
      const odd = meter.push(isNew ? 1 : 0);
      if (odd <= limit || !isNew) return;
      tell(
        verdictOn(sighting, {
          rule: 'can.ids.order',
          weight: 'hint',
          expected: say(BUS_WORDS.newPairs, { count: limit, frames: ORDER_WINDOW }),
          seen: `${odd}`,
        }),
      );
    };
  },
};
