import type { IdsModel } from './model.ts';

/** Seconds of one step of the load window. */
export const LOAD_WINDOW = 0.1;
/** Frames of the order window. */
export const ORDER_WINDOW = 64;

/** Counts frames of the last whole window of a channel. */
export const createLoadMeter = (): { readonly push: (time: number) => number } => {
  let start = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    push: (time) => {
      if (time - start >= LOAD_WINDOW || time < start) {
        start = time;
        count = 0;
      }
      count += 1;
      return count;
    },
  };
};

/** How many of the last {@link ORDER_WINDOW} frames of a channel were odd. */
export const createOddMeter = (): { readonly push: (odd: number) => number } => {
  const ring = new Uint8Array(ORDER_WINDOW);
  let at = 0;
  let sum = 0;
  return {
    push: (odd) => {
      sum += odd - (ring[at] ?? 0);
      ring[at] = odd;
      at = (at + 1) % ORDER_WINDOW;
      return sum;
    },
  };
};

interface Bus {
  readonly load: ReturnType<typeof createLoadMeter>;
  readonly odd: ReturnType<typeof createOddMeter>;
  /** Most odd frames in a window for each of 16 stretches of training; old ones taught the orders and count nothing. */
  frames: number;
  busiest: number;
  readonly peaks: number[];
}

const STRETCH = 4096;

/** Learns how busy a bus is and how often a pair of identifiers is new although training is old. */
export const createBusLearner = (): {
  readonly push: (channel: string, time: number, odd: boolean) => void;
  readonly finish: () => Pick<IdsModel, 'busiest' | 'oddOrders'>;
} => {
  const channels = new Map<string, Bus>();
  return {
    push: (channel, time, odd) => {
      let bus = channels.get(channel);
      if (bus === undefined) {
        bus = { load: createLoadMeter(), odd: createOddMeter(), frames: 0, busiest: 0, peaks: [] };
        channels.set(channel, bus);
      }
      bus.busiest = Math.max(bus.busiest, bus.load.push(time));
      const stretch = Math.min(Math.floor(bus.frames / STRETCH), 4095);
      bus.peaks[stretch] = Math.max(bus.peaks[stretch] ?? 0, bus.odd.push(odd ? 1 : 0));
      bus.frames += 1;
    },
    finish: () => {
      const all = [...channels.values()];
      const late = all.flatMap((bus) => bus.peaks.slice(bus.peaks.length >> 1));
      return {
        busiest: all.reduce((most, bus) => Math.max(most, bus.busiest), 0),
        oddOrders: late.reduce((most, peak) => Math.max(most, peak), 0),
      };
    },
  };
};
