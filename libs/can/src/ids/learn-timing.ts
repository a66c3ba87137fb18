import { createSlotClock } from './clock.ts';
import type { IdTiming } from './model.ts';

/** Under so many frames nothing is said about the timing. */
const LEAST_FRAMES = 4;
const LEAST_PERIODIC = 8;
/** An identifier counts as periodic when the spread is below this share of its period ... */
const MOST_SPREAD = 0.2;
/** ... and when not more than this share of its frames share a slot with another. */
const MOST_DOUBLES = 0.002;
const NEVER = Number.POSITIVE_INFINITY;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Slope of time over slot number by least squares; slots are counted from interval to interval. */
const fitPeriod = (times: readonly number[], rough: number): number => {
  let slot = 0;
  const slots = times.map((time, at) => {
    slot += at === 0 ? 0 : Math.round((time - (times[at - 1] ?? time)) / rough);
    return slot;
  });
  const meanTime = times.reduce((sum, time) => sum + time, 0) / times.length;
  const meanSlot = slots.reduce((sum, each) => sum + each, 0) / slots.length;
  let over = 0;
  let under = 0;
  times.forEach((time, at) => {
    const distance = (slots[at] ?? 0) - meanSlot;
    over += distance * (time - meanTime);
    under += distance * distance;
  });
  return under === 0 ? rough : over / under;
};

const measure = (times: readonly number[], period: number): { sigma: number; reach: number; doubles: number } => {
  const clock = createSlotClock(period, NEVER);
  const residuals: number[] = [];
  let doubles = 0;
  times.forEach((time, at) => {
    if (at === 0) clock.start(time);
    const { slots, residual } = clock.place(time);
    if (at > 0 && slots === 0) doubles += 1;
    clock.advance(slots);
    clock.settle(residual);
    if (at >= LEAST_PERIODIC / 2) residuals.push(residual);
  });
  const squares = residuals.reduce((sum, each) => sum + each * each, 0);
  const reach = residuals.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return { sigma: Math.sqrt(squares / residuals.length), reach, doubles };
};

/**
 * Tells how an identifier is timed from its arrival times (seconds, ascending): periodic, on occasion, or too rare to say.
 * The spread of a periodic one is never below 1 % of its period, so that a recording with coarse stamps is not taken as exact.
 */
export const learnTiming = (times: readonly number[]): IdTiming => {
  if (times.length < LEAST_FRAMES) return { kind: 'rare' };
  const intervals = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const shortest = intervals.reduce((least, each) => Math.min(least, each), NEVER);
  const rough = median(intervals);
  if (times.length < LEAST_PERIODIC || rough <= 0) return { kind: 'event', shortest };
  const period = fitPeriod(times, rough);
  const { sigma, reach, doubles } = measure(times, period);
  const periodic = sigma < MOST_SPREAD * period && doubles <= MOST_DOUBLES * times.length;
  return periodic
    ? { kind: 'periodic', period, sigma: Math.max(sigma, period / 100), reach: Math.max(reach, period / 25) }
    : { kind: 'event', shortest };
};
