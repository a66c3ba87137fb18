import { say } from '@chedun/kernel';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { createLoadMeter, LOAD_WINDOW } from '../learn-bus.ts';
import { BUS_WORDS } from '../phrases.ts';

const MAX_CHANNELS = 256;
const MARGIN = 1.5;

/** can.ids.bus_load: 100 ms hold half as many frames again as the busiest 100 ms of training (flood). Names the bus, not a frame. */
export const busLoad: IdsRule = {
  id: 'can.ids.bus_load',
  create: (model) => {
    const limit = Math.ceil(model.busiest * MARGIN);
    const meters = new Map<string, ReturnType<typeof createLoadMeter>>();
    return (sighting, tell) => {
      const { channel, time } = sighting.frame;
      let meter = meters.get(channel);
      if (meter === undefined) {
        if (meters.size >= MAX_CHANNELS) return;
        meter = createLoadMeter();
        meters.set(channel, meter);
      }
      // told once for each window
      if (meter.push(time) !== limit + 1) return;
      tell(
        verdictOn(sighting, {
          rule: 'can.ids.bus_load',
          weight: 'hint',
          expected: say(BUS_WORDS.mostFrames, { count: limit, ms: LOAD_WINDOW * 1000 }),
          seen: say(BUS_WORDS.moreFrames, {}),
        }),
      );
    };
  },
};
