import { describe, expect, it } from 'vitest';
import { createRandom, modelOf, verdictsOn } from '../../../testing/bus.ts';
import { frameOf } from '../../../testing/frames.ts';
import type { CanFrame } from '../../frame.ts';

const RULE = 'can.ids.counter';
const ID = 0x222;

/** Frames that count in byte 0, at a steady pace or at random times. */
const counting = (numbers: readonly number[], steady: boolean): CanFrame[] => {
  const random = createRandom(1);
  let time = 0;
  return numbers.map((number) => {
    time += steady ? 0.01 : 0.01 + random() * 0.5;
    return frameOf({ id: ID, time, data: Uint8Array.of(number & 255, 0) });
  });
};
const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, at) => from + at);

const occasional = modelOf(counting(upTo(500), false));
const periodic = modelOf(counting(upTo(500), true));

describe(RULE, () => {
  it('learned the counter', () => {
    expect(occasional.ids[0]?.counters).toEqual([{ start: 0, width: 8, step: 1 }]);
  });

  it('tells a frame that was put into the count', () => {
    const frames = counting([...upTo(10), 77, ...upTo(5, 10)], false);
    expect(verdictsOn(occasional, frames, RULE)).toMatchObject([
      { frame: 10, weight: 'likely', expected: 'counters at bit 0 go on' },
    ]);
  });

  it('only hints where the interval decides', () => {
    const frames = counting([...upTo(10), 77, ...upTo(5, 10)], true);
    expect(verdictsOn(periodic, frames, RULE).map((verdict) => verdict.weight)).toEqual(['hint']);
  });

  it('is silent about a rightful count, lost frames and a new start', () => {
    expect(verdictsOn(occasional, counting(upTo(600), false), RULE)).toEqual([]);
    expect(verdictsOn(occasional, counting([...upTo(10), ...upTo(10, 13)], false), RULE)).toEqual([]);
    expect(verdictsOn(occasional, counting([...upTo(10), ...upTo(10)], false), RULE)).toEqual([]);
  });
});
